"""Which number does a new record get? Gap-free per year and kind; what is hidden from some, from a random series."""

import secrets

from django.conf import settings
from django.db import connection

from junping.workflow.models import Series

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
# A letter, so that it is never taken for a number in sequence; no H, which hazards' numbers begin with.
FIRST = "ABCDEFGJKMNPQRSTUVWXYZ"
RANDOM_LENGTH = 8


def next_number(year: int, infix: str, *, hidden: bool) -> str:
    """Take the next number, inside the caller's transaction; it is given back only by a rollback.

    `JP-2026-0001`, hazards `JP-2026-H0001`, confidential `JP-2026-K7M2QX4D` (domain.md, recusal), and so whatever has
    recused users from the start: to them a gap in the sequence would tell of it. The row of the series is locked
    until the commit, so that no number is used twice and none is skipped.
    """
    stem = f"{settings.NUMBER_PREFIX}-{year}-"
    name = f"{stem}{infix}{'*' if hidden else ''}"
    position = _advance(name, hidden)
    if hidden:
        return (
            stem + infix + secrets.choice(FIRST) + "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LENGTH - 1))
        )
    return f"{stem}{infix}{position:04d}"


def _advance(name: str, random: bool) -> int:
    table = connection.ops.quote_name(Series._meta.db_table)
    sql = (
        f"INSERT INTO {table} (name, last, random) VALUES (%s, 1, %s) "
        f"ON CONFLICT (name) DO UPDATE SET last = {table}.last + 1 RETURNING last"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [name, random])
        return int(cursor.fetchone()[0])
