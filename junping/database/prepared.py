"""How is a statement sent so that PostgreSQL plans it once? Through a cursor that binds on the server.

Django's own cursors put the values into the text and never prepare. SQLite keeps its statements by itself.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import sql as wording
from psycopg.adapt import Dumper
from psycopg.pq import Format, TransactionStatus

from junping.database.given import Given

_PLACE = re.compile("(%%|%s)")
_MOMENT = psycopg.adapters.types["timestamptz"].oid
_KEPT = 1024


def in_use() -> Any:
    """This thread's connection itself: `django.db.connection` looks it up anew for each of its attributes."""
    return connections[DEFAULT_DB_ALIAS]


class _AsText(Dumper):
    """Leaves it to the server to see from the column what a value is.

    Told a type that hangs on the value (smallint for 5, bigint for 5,000,000,000; none for NULL), it would have to keep
    a plan for each combination.
    """

    oid = 0

    def dump(self, obj: Any) -> bytes:
        return str(obj).encode()


@dataclass(frozen=True, slots=True)
class _Sent:
    query: bytes


class _Prepared(psycopg.RawCursor[Any]):
    """Takes `%s` for a place, as every cursor of Django's does, and sends the server's `$1`."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        sql = numbered(query)
        try:
            super().execute(sql, params, **options)
        except psycopg.errors.FeatureNotSupported:
            # A column was altered since the statement was planned. A transaction's rollback forgets all plans anyhow.
            if self.connection.info.transaction_status != TransactionStatus.IDLE:
                raise
            self.connection.execute("DEALLOCATE ALL")
            super().execute(sql, params, **options)
        # Whoever logs statements asks here; psycopg says it only once the answer has come.
        sent: Any = self._query or _Sent(sql.encode())
        self._query = sent
        return self


@lru_cache(_KEPT)
def numbered(sql: str) -> str:
    """`$1`, `$2` … for the places; psycopg looks for them anew each time in what is longer than 4096 characters."""
    parts, place = [], 0
    for part in _PLACE.split(sql):
        place += part == "%s"
        parts.append(f"${place}" if part == "%s" else "%" if part == "%%" else part)
    return "".join(parts)


@contextmanager
def cursor() -> Iterator[Any]:
    """A cursor of the connection in use; those who count or log statements see what it sends. Fetch all, at once."""
    database = in_use()
    if database.vendor != "postgresql":
        with database.cursor() as usual:
            yield usual
        return
    database.ensure_connection()
    with database.wrap_database_errors:
        yield database._prepare_cursor(_kept_by(database.connection))


def _kept_by(raw: Any) -> Any:
    """The one prepared cursor of a connection."""
    found = getattr(raw, "prepared_cursor", None)
    if found is None:
        found = raw.prepared_cursor = _Prepared(raw)
        # psycopg's own in C; Django's, in Python, does the same for a connection that is set to UTC, four times slower.
        loader = psycopg.adapters.get_loader(_MOMENT, Format.TEXT)
        assert loader is not None
        found.adapters.register_loader(_MOMENT, loader)
        for kind in (bool, int, date, datetime, Decimal):
            found.adapters.register_dumper(kind, _AsText)
    return found


@contextmanager
def together() -> Iterator[None]:
    """Send what the block says without waiting for each answer (PostgreSQL). Only `cursor()`s, and nothing fetched."""
    database = in_use()
    if database.vendor != "postgresql":
        yield
        return
    database.ensure_connection()
    with database.wrap_database_errors, database.connection.pipeline():
        yield


def with_constants(sql: str, values: Iterable[Any]) -> tuple[str, list[Any]]:
    """The statement with every value that is no `Given` written into it, and the values left.

    So that the one plan for all askings is made for the constants as they are. SQLite plans by its indexes alone.
    """
    values = list(values)
    database = in_use()
    if database.vendor != "postgresql" or not sql:
        return sql, values
    database.ensure_connection()
    waiting, parts = iter(values), []
    for part in _PLACE.split(sql):
        if part == "%s" and not isinstance(value := next(waiting), Given):
            parts.append(wording.quote(value, database.connection).replace("%", "%%"))
        else:
            parts.append(part)
    return "".join(parts), [value for value in values if isinstance(value, Given)]
