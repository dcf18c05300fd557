"""Is a kept connection still one? Looked at before each request instead of asked.

Asking (Django's CONN_HEALTH_CHECKS: `SELECT 1`) costs as much as a query of ours, a tenth of a request. A server that
went away has closed its end, and a closed end can be read from; what it cannot tell, a cut cable, the next query will.
"""

from select import POLLIN, poll
from typing import Any

from django.core.signals import request_started
from django.db import connections


def close_the_dead(**_: Any) -> None:
    """Close this thread's connections to PostgreSQL at which something waits to be read; the next query opens anew."""
    for connection in connections.all(initialized_only=True):
        raw = connection.connection
        if connection.vendor != "postgresql" or raw is None or connection.in_atomic_block:
            continue
        if raw.closed or _something_waits_at(raw.fileno()):
            connection.close()


def _something_waits_at(number: int) -> bool:
    """Not by `select`, which knows no file beyond the 1,024th: that many clients can be connected."""
    looked_at = poll()
    looked_at.register(number, POLLIN)
    return bool(looked_at.poll(0))


def watch() -> None:
    request_started.connect(close_the_dead, dispatch_uid="junping.database.alive")
