"""How do the threads of one process take turns at writing to SQLite?

SQLite lets one write at a time. Who finds the door shut sleeps and looks again, up to a tenth of a second later,
however often others slipped through meanwhile. Here they queue, and the next is woken once the one before has
committed. Other processes (a command, a second server) still wait in SQLite's own way.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError

from junping.database.prepared import in_use

_turn = threading.Lock()


@contextmanager
def in_turn() -> Iterator[None]:
    """Around a transaction that writes. Inside one that has begun already, and on PostgreSQL, it does nothing.

    OperationalError (SQLite's busy, so a 503) for whoever has waited as long as for the database itself.
    """
    database = in_use()
    if database.vendor != "sqlite" or database.in_atomic_block:
        yield
        return
    if not _turn.acquire(timeout=database.settings_dict["OPTIONS"]["timeout"]):
        busy = sqlite3.OperationalError("the writers before this one did not end in time")
        busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise OperationalError(*busy.args) from busy
    try:
        yield
    finally:
        _turn.release()
