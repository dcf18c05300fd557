"""How are rows put into SQLite?"""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from junping.keeping.tables import BATCH, Table


def unbound(connection: BaseDatabaseWrapper) -> None:
    """Nothing to do: no statement has a time limit."""


def fill(connection: BaseDatabaseWrapper, table: Table, rows: Iterable[list[Any]]) -> None:
    """Insert rows of the archive into the empty table."""
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, table.columns))
    statement = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({', '.join(['%s'] * len(table.columns))})"
    reading = [(place, read) for place, field in enumerate(table.fields) if (read := _way(field, connection))]
    source = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(source, BATCH)):
            for row in batch:
                for place, read in reading:
                    if row[place] is not None:
                        row[place] = read(row[place])
            cursor.executemany(statement, batch)


def go_on_counting(connection: BaseDatabaseWrapper, tables: Iterable[Table]) -> None:
    """Nothing to do: SQLite counts on from the ids that are there."""


def _way(field: Any, connection: BaseDatabaseWrapper) -> Callable[[str], Any] | None:
    """How SQLite keeps a value that the archive writes otherwise: instants, as Django writes them."""
    if isinstance(field, models.DateTimeField):
        return lambda text: connection.ops.adapt_datetimefield_value(datetime.fromisoformat(text))
    return None
