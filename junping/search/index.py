"""Which records hold these characters? The same answer on both databases, kept in the record's own transaction."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import connections, models, router
from django.db.models import Value
from django.db.models.functions import StrIndex

from junping.search import grams, postgresql, sqlite
from junping.search.models import SearchText

Record = TypeVar("Record", bound=models.Model)
_BY_VENDOR = {"postgresql": postgresql, "sqlite": sqlite}
HEAD = 1000


def put(record_type: str, record_id: int, parts: Sequence[str]) -> None:
    """Make a record findable by the characters of its parts (number, title, …), instead of those it had before.

    Call it in the record's transaction. PostgreSQL: one statement; SQLite: two.
    """
    connection = connections[router.db_for_write(SearchText)]
    _BY_VENDOR[connection.vendor].write(connection, record_type, record_id, grams.joined(parts))


def refill(rows: Iterable[Sequence[Any]]) -> None:
    """Fill the empty table, and the pairs beside it, from rows of another's: id, record_type, record_id, text."""
    connection = connections[router.db_for_write(SearchText)]
    _BY_VENDOR[connection.vendor].write_all(connection, rows)


def matching(queryset: "models.QuerySet[Record]", record_type: str, q: str) -> "models.QuerySet[Record]":
    """Narrow `queryset` to the records that hold `q`, literally, within one of their parts; its order stays.

    Upper and lower case, full and half width are the same; spaces around `q` do not count. Raises ValueError (in
    Chinese) when `q` has fewer than two characters. Costs in proportion to the records found; for the first rows of
    an ordered list use `first`. Filters set before this call make it quicker, those set after it hold too.
    """
    return holding(queryset, record_type, **asked(q))


def first(queryset: "models.QuerySet[Record]", record_type: str, q: str, limit: int) -> "list[Record]":
    """The same as `list(matching(queryset, record_type, q)[:limit])`, and quick for a common `q` too.

    `queryset` is ordered, filtered and, on a later page, already behind its cursor. A common term fills the page
    from the first thousand rows; only a rarer one needs the index. One statement or two.
    """
    found = list(at_the_head(queryset, record_type, grams.asked(q))[:limit])
    return found if len(found) == limit else list(matching(queryset, record_type, q)[:limit])


def asked(q: str) -> dict[str, Any]:
    """What `holding` and `at_the_head` take for `q`, by the names of their places. ValueError as `matching`."""
    term = grams.asked(q)
    return {"term": term, "pairs": _BY_VENDOR[connections[router.db_for_read(SearchText)].vendor].pairs(term)}


def holding(queryset: "models.QuerySet[Record]", record_type: str, term: Any, pairs: Any) -> Any:
    """All records of `queryset` that hold the term, by the index."""
    return _BY_VENDOR[connections[queryset.db].vendor].holding(queryset, record_type, term, pairs)


def at_the_head(queryset: "models.QuerySet[Record]", record_type: str, term: Any) -> Any:
    """Those of them among the first thousand of the ordered `queryset`: quick for a common term, and only for one."""
    head = SearchText.objects.filter(record_type=record_type, record_id__any_of=queryset.values("pk")[:HEAD])
    place = term if hasattr(term, "resolve_expression") else Value(term)
    found = head.alias(at=StrIndex("text", place)).filter(at__gt=0).values("record_id")
    return queryset.filter(pk__any_of=found)
