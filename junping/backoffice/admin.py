"""Which pages does the back office have of its own? Django finds them here."""

from django.contrib import admin

from junping.backoffice.audit import EventPage, SignInPage
from junping.backoffice.tokens import TokenPage
from junping.backoffice.units import UnitPage
from junping.backoffice.users import UserPage
from junping.history.models import Event
from junping.org.models import ApiToken, SignIn, Unit, User

admin.site.register(User, UserPage)
admin.site.register(Unit, UnitPage)
admin.site.register(ApiToken, TokenPage)
admin.site.register(Event, EventPage)
admin.site.register(SignIn, SignInPage)
