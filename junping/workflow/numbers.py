"""Which number does a new record get? Gap-free per year and kind; what is hidden from some, from a random series."""

import secrets

from django.conf import settings
from django.db import connection

from junping.database.prepared import cursor
from junping.workflow.models import Record, Series

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
# A letter, so that it is never taken for a number in sequence; no H, which hazards' numbers begin with.
FIRST = "ABCDEFGJKMNPQRSTUVWXYZ"
RANDOM_LENGTH = 8


def number(record: Record, year: int, infix: str, *, hidden: bool) -> None:
    """Give the record the next number, inside the caller's transaction; it is given back only by a rollback.

    `JP-2026-0001`, hazards `JP-2026-H0001`, confidential `JP-2026-K7M2QX4D` (domain.md, recusal), and so whatever has
    recused users from the start: to them a gap in the sequence would tell of it. The row of the series is locked
    until the commit, so that no number is used twice and none is skipped.
    """
    stem = f"{settings.NUMBER_PREFIX}-{year}-"
    name = f"{stem}{infix}{'*' if hidden else ''}"
    position, record.pk = _advance(type(record), name, hidden)
    drawn = [secrets.choice(FIRST), *(secrets.choice(ALPHABET) for _ in range(RANDOM_LENGTH - 1))]
    record.number = f"{stem}{infix}{''.join(drawn) if hidden else format(position, '04d')}"


def _advance(model: type[Record], name: str, random: bool) -> tuple[int, int | None]:
    """The next position of the series and, where ids come from a sequence of their own, the record's id."""
    table = connection.ops.quote_name(Series._meta.db_table)
    sql = (
        f"INSERT INTO {table} (name, last, random) VALUES (%s, 1, %s) "
        f"ON CONFLICT (name) DO UPDATE SET last = {table}.last + 1 RETURNING last, "
    )
    own_sequence = connection.vendor == "postgresql"
    sql += f"nextval(pg_get_serial_sequence('{model._meta.db_table}', 'id'))" if own_sequence else "NULL"
    with cursor() as asked:
        asked.execute(sql, [name, random])
        position, pk = asked.fetchall()[0]
    return position, pk
