"""How is a database changed by one process at a time?"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

# Any number that nothing else in the database locks.
_KEY = 4_312_241_050


@contextmanager
def alone(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Wait until no other process is in such a block for this database. A killed process holds up nobody."""
    if connection.vendor == "postgresql":
        yield from _by_advisory_lock(connection)
    else:
        yield from _by_file(connection)


@contextmanager
def without_time_limit(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Building an index on a million rows takes longer than any request may."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("RESET statement_timeout")


def _by_advisory_lock(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """On a connection of its own, without the pool and the time limits of requests."""
    own = connection.copy()
    options = {name: value for name, value in own.settings_dict["OPTIONS"].items() if name not in {"pool", "options"}}
    own.settings_dict = {**own.settings_dict, "OPTIONS": options}
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_KEY])
        yield
    finally:
        own.close()


def _by_file(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Beside the database and not on it: closing a second handle of that file would drop SQLite's own locks."""
    name = str(connection.settings_dict["NAME"])
    if ":memory:" in name or "mode=memory" in name:
        yield
        return
    handle = os.open(f"{name}.migrating", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
