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
    """Wait until no other process is in such a block for this database; in it, no statement has a time limit.

    A killed process holds up nobody. (Building an index on a million rows takes longer than any request may.)
    """
    if connection.vendor == "postgresql":
        yield from _by_session(connection)
    else:
        yield from _by_file(connection)


def _by_session(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """On the connection that does the work: the lock falls when the server has ended its last statement, not before."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [_KEY])
        cursor.execute("RESET lock_timeout")
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_KEY])
                cursor.execute("RESET statement_timeout")


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
