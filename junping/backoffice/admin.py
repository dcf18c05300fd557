"""Which pages does the back office have of its own? Django finds them here."""

from django.contrib import admin
from django.contrib.auth.models import Group

from junping.backoffice.audit import EventPage, ReadingPage, SignInPage
from junping.backoffice.calendars import StandardPage, YearPage
from junping.backoffice.tokens import TokenPage
from junping.backoffice.units import UnitPage
from junping.backoffice.users import UserPage
from junping.clocks.models import CalendarYear, TownStandard
from junping.history.models import Event
from junping.org.models import ApiToken, SignIn, Unit, User
from junping.workflow.models import Reading

# Roles are ours; Django's groups hand out nothing here.
admin.site.unregister(Group)
admin.site.register(User, UserPage)
admin.site.register(Unit, UnitPage)
admin.site.register(ApiToken, TokenPage)
admin.site.register(CalendarYear, YearPage)
admin.site.register(TownStandard, StandardPage)
admin.site.register(Event, EventPage)
admin.site.register(Reading, ReadingPage)
admin.site.register(SignIn, SignInPage)
