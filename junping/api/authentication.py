"""Who calls? A bearer token, else the browser's session."""

from contextlib import suppress

from django.db import Error
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from junping.clocks.now import now
from junping.org import tokens
from junping.org.models import ApiToken, User


class Bearer(BaseAuthentication):
    """`Authorization: Bearer jp_…`; a header that names no living token is refused, whatever cookie comes with it."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _, plain = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        moment = now()
        token = tokens.find(plain.strip(" "), moment)
        if token is None:
            raise AuthenticationFailed
        # Reading must work where writing does not: the note of use is worth less than the answer.
        with suppress(Error):
            tokens.touch(token, moment)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class Session(SessionAuthentication):
    """The session of the admin's sign-in; what changes something needs its CSRF token."""
