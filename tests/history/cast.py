"""Chains to play with: units of the real tree, written as the engine writes them, and a hand that tampers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from junping.history import triggers
from junping.history.append import Entry, append, prepare
from junping.history.checks import COLUMNS
from junping.history.models import Event
from junping.history.verify import Verification
from junping.org.models import Unit

NOON = datetime(2026, 11, 20, 4, 0, 0, 250, tzinfo=UTC)


def entry(at: datetime = NOON, **fields: Any) -> Entry:
    said = {"via": "api", "action": "note", "label": "进展", "actor_username": "center", "actor_name": "张三"}
    return Entry(at=at, occurred_at=at, **said | fields)


def unit(code: str = "431224105200", **fields: Any) -> Unit:
    return Unit(**{"code": code, "name": "先锋村", "level": "village", "path": "/1/"} | fields)


def write(row: Any, at: datetime = NOON, extra: Any = None, **fields: Any) -> Event:
    """Append one event to the row and save it, as one act of the engine."""
    with transaction.atomic():
        event = append(row, entry(at, **fields), extra=extra)
        row.save()
    return event


def story(code: str, length: int = 3, at: datetime = NOON) -> Unit:
    """A unit that was registered and then changed, an hour between two events."""
    row = unit(code)
    for step in range(length):
        row.name = f"先锋村{step}"
        write(row, at + timedelta(hours=step), note=f"第{step}步", data={"name": [f"先锋村{step - 1}", row.name]})
    return row


def told(row: Unit, steps: int, first_id: int = 1) -> list[dict[str, Any]]:
    """A chain in memory: its events as `verify` reads them, `row` as it stands after them."""
    rows = []
    for step in range(steps):
        row.name = f"村{step}"
        event = prepare(row, entry(NOON + timedelta(hours=step), note=f"第{step}步", data={"n": step}))
        event.id = first_id + step
        rows.append({name: getattr(event, name) for name in COLUMNS})
    return rows


@contextmanager
def tampering() -> Iterator[Any]:
    """A cursor for who owns the database: the triggers are off meanwhile."""
    triggers.remove(connection)
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        triggers.install(connection)


def problems(**options: Any) -> list[str]:
    return [str(problem) for problem in Verification(**options).problems()]
