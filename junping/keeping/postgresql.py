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


def go_on_counting(connection: BaseDatabaseWrapper, tables: Iterable[Table]) -> None:
    """New rows get ids after the restored ones. No sequence goes back: unlike all else it would not be rolled back."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for name, field in ((t.name, t.model._meta.auto_field) for t in tables):
            if field is not None:
                cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quote(name), str(field.column)])
                (sequence,) = cursor.fetchone()
                most = f"SELECT COALESCE(MAX({quote(str(field.column))}), 0) FROM {quote(name)}"
                cursor.execute(f"SELECT setval(%s, GREATEST(nextval(%s), ({most})))", [sequence, sequence])
