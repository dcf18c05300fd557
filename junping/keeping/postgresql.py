"""How are rows put into PostgreSQL? By COPY, which takes every value as the archive writes it."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from junping.keeping.tables import Table


def unbound(connection: BaseDatabaseWrapper) -> None:
    """Let the statements of this transaction take their time."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


def fill(connection: BaseDatabaseWrapper, table: Table, rows: Iterable[list[Any]]) -> None:
    """Insert rows of the archive into the empty table."""
    quote = connection.ops.quote_name
    statement = f"COPY {quote(table.name)} ({', '.join(map(quote, table.columns))}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
