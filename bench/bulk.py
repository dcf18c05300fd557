"""How do many rows get into the database quickly? COPY on PostgreSQL, executemany on SQLite; indexes afterwards."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from threading import Thread
from typing import Any

from django.db import connection

Row = Sequence[Any]

_OBJECTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype FROM pg_constraint
WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'p', 'u') ORDER BY contype = 'f'
"""
_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index i
WHERE indrelid = ANY(%s::regclass[])
AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u'))
"""
_POINTING = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND confrelid = ANY(%s::regclass[])
"""


def insert(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Add the rows as they are; JSON values as texts (see `plain`)."""
    names = ", ".join(f'"{name}"' for name in columns)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    holders = ", ".join("%s" for _ in columns)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({holders})", list(rows))


def plain(row: Iterable[Any]) -> Row:
    """A model's values as the connection takes them."""
    kinds = _KINDS if connection.vendor == "postgresql" else _SQLITE_KINDS
    return [kinds[type(value)](value) if type(value) in kinds else value for value in row]


_KINDS: dict[type, Any] = {dict: json.dumps, list: json.dumps}
_SQLITE_KINDS: dict[type, Any] = {
    **_KINDS,
    datetime: lambda value: str(value.astimezone(UTC).replace(tzinfo=None)),
    date: date.isoformat,
    Decimal: str,
}


@contextmanager
def without_indexes(tables: Sequence[str]) -> Iterator[None]:
    """Take keys and indexes off the tables for as long as they are filled, and build them again in two threads."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(_POINTING, [list(tables)])
        pointing = [found for found in cursor.fetchall()]
        cursor.execute(_OBJECTS, [list(tables)])
        constraints = [found[:3] for found in cursor.fetchall() if found[:3] not in pointing]
        cursor.execute(_INDEXES, [list(tables)])
        indexes = cursor.fetchall()
        for table, name, _ in [*pointing, *reversed(constraints)]:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
    yield
    keys = [c for c in constraints if "FOREIGN" not in c[2]]
    foreign = [*(c for c in constraints if "FOREIGN" in c[2]), *pointing]
    _in_two_threads([[_add(*key)] for key in keys] + [[definition] for _, definition in indexes])
    with connection.cursor() as cursor:
        for key in foreign:
            cursor.execute(_add(*key))


def _add(table: str, name: str, definition: str) -> str:
    return f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'


def _in_two_threads(work: list[list[str]]) -> None:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0; SET maintenance_work_mem = '1GB'")
            while work:
                for statement in work.pop(0):
                    cursor.execute(statement)
        connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def settle(tables: Sequence[str]) -> None:
    """Bring sequences and the planner's statistics up to the rows."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET statement_timeout = 0")
            for table in tables:
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest(max(id), 1)) FROM {table}"
                )
                cursor.execute(f"VACUUM ANALYZE {table}")
            cursor.execute("RESET statement_timeout")
        else:
            cursor.execute("ANALYZE")
