"""How is a bearer token made, and found again?"""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, Q, QuerySet

from junping.database.given import Given
from junping.database.worded import worded
from junping.org.models import ApiToken, User

PREFIX = "jp_"


def _digest(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()


def issue(user: User, name: str, *, now: datetime, days: int = 180) -> tuple[ApiToken, str]:
    """Make a token for `user` that lives `days` days from `now`: the row, not yet saved, and the plain text.

    The plain text (`jp_` and 43 url-safe characters, 256 random bits) exists only here: show it once. Saving goes
    through `workflow.changes.change`, so that the history has it. ValueError when `days` is not 1 to 3650.
    """
    if not 1 <= days <= 3650:
        raise ValueError("有效天数应在 1 到 3650 之间。")
    plain = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        user=user,
        name=name,
        digest=_digest(plain),
        credentials=user.credentials,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    return token, plain


def find(plain: str, now: datetime) -> ApiToken | None:
    """Return the living token behind `plain`, with its user and the user's unit, in one query; else None.

    A token is dead once it expired or was revoked, its user was deactivated, or its user's password changed.
    """
    if not plain.startswith(PREFIX) or len(plain) != len(PREFIX) + 43 or not plain.isascii():
        return None
    found: ApiToken | None = _living().first(digest=_digest(plain), now=now)
    return found


@worded
def _living() -> QuerySet[ApiToken]:
    return ApiToken.objects.select_related("user__unit").filter(
        digest=Given("digest"),
        expires_at__gt=Given("now"),
        revoked_at=None,
        user__is_active=True,
        user__credentials=F("credentials"),
    )


def touch(token: ApiToken, now: datetime) -> None:
    """Note that the token was used, to the hour: at most one write an hour, none in between."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    if token.last_used_at is None or token.last_used_at < hour:
        unseen = Q(last_used_at=None) | Q(last_used_at__lt=hour)
        with _without_waiting():
            ApiToken.objects.filter(unseen, pk=token.pk).update(last_used_at=hour)


@contextmanager
def _without_waiting() -> Iterator[None]:
    """Where SQLite's one write lock is taken, fail at once: who only wants to read must not wait for it."""
    if connection.vendor != "sqlite":
        yield
        return
    # Not through a cursor of Django's: these are no statements that a request costs.
    connection.ensure_connection()
    connection.connection.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        milliseconds = int(connection.settings_dict["OPTIONS"]["timeout"] * 1000)
        connection.connection.execute(f"PRAGMA busy_timeout = {milliseconds}")
