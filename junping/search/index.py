"""Which records hold these characters? The same answer on both databases, kept in the record's own transaction."""

from collections.abc import Sequence
from typing import TypeVar

from django.db import connections, models, router
from django.db.models.expressions import RawSQL

from junping.search import grams, postgresql, sqlite
from junping.search.models import SearchText

Record = TypeVar("Record", bound=models.Model)
_BY_VENDOR = {"postgresql": postgresql, "sqlite": sqlite}


def put(record_type: str, record_id: int, parts: Sequence[str]) -> None:
    """Make a record findable by the characters of its parts (number, title, …), instead of those it had before.

    Call it in the record's transaction. PostgreSQL: one statement; SQLite: two.
    """
    connection = connections[router.db_for_write(SearchText)]
    _BY_VENDOR[connection.vendor].write(connection, record_type, record_id, grams.joined(parts))


def matching(queryset: "models.QuerySet[Record]", record_type: str, q: str) -> "models.QuerySet[Record]":
    """Narrow `queryset` to the records that hold `q`, literally, within one of their parts; its order stays.

    Raises ValueError (in Chinese) when `q` has fewer than two characters.
    """
    term = grams.term(q)
    sql, params = _BY_VENDOR[connections[queryset.db].vendor].ids(record_type, term)
    return queryset.filter(pk__in=RawSQL(sql, params))
