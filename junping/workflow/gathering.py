"""How are the children of a record read that lie in several small tables? In one query: a union of texts; clocks in another."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast

from junping.clocks.models import Clock
from junping.database.given import Given
from junping.database.worded import worded
from junping.org.models import Unit, User

USER = ("user__username", "user__name", "user__unit_id", "user__unit__code", "user__unit__name")


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one table: `link` is the column that holds the record's id, `key` their own; `names` what is read."""

    what: str
    rows: "QuerySet[Any]"
    link: str
    key: str
    names: tuple[str, ...]


def clocks_of(model: type[Clock], record_id: int) -> list[Any]:
    """The clocks of one record, as they began: one query."""
    return _clocks(model).ask(record=record_id)


@worded
def _clocks(model: type[Clock]) -> Any:
    clocks: Any = model._default_manager
    return clocks.filter(record_id=Given("record"))


def union(first: Part, *others: Part) -> Any:
    """What, record's id, own id and texts of every row of the parts, by their own id. Empty and NULL are the same."""
    width = max(len(part.names) for part in (first, *others))
    queries = [_columns(part, width) for part in (first, *others)]
    return queries[0].union(*queries[1:], all=True).order_by("key")


def _columns(part: Part, width: int) -> Any:
    """The named columns as texts c0, c1 …, padded to `width`, so that rows of several tables fit into one union."""
    texts = {f"c{i}": Cast(F(name), CharField()) for i, name in enumerate(part.names)}
    padding = {f"c{i}": Value("", CharField()) for i in range(len(part.names), width)}
    return (
        part.rows.order_by()
        .annotate(what=Value(part.what, CharField()), link=F(part.link), key=F(part.key), **texts, **padding)
        .values_list("what", "link", "key", *(f"c{i}" for i in range(width)))
    )


def user_of(key: int, texts: list[str]) -> User:
    """The user whose columns `USER` were read; enough of it to name, to compare and to show."""
    user = User(pk=key, username=texts[0], name=texts[1])
    user.unit = Unit(pk=int(texts[2]), code=texts[3], name=texts[4])
    return user
