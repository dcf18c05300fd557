"""The rows of a list of records: those in sight, narrowed by its filters; worded once, found by search if asked."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, QuerySet

from junping.api.filters import RecordFilters
from junping.api.paging import Half, Order, Position, Rows
from junping.clocks.now import today
from junping.database.given import Given
from junping.database.worded import worded
from junping.org.actor import Actor
from junping.org.sight import Sight
from junping.search import index
from junping.workflow.registry import Domain, domain

NARROWED_BY_PAGE = frozenset({"cursor", "page_size", "count", "ordering"})


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the wording of a list hangs on. `day` is there because a light is another tomorrow."""

    record_type: str
    filters: type[RecordFilters]
    sight: Sight
    given: tuple[tuple[str, Hashable], ...] = ()
    day: date | None = None

    @classmethod
    def of(cls, of: Domain, filters: type[RecordFilters], given: Mapping[str, Any], actor: Actor) -> "Narrowed":
        narrowing = tuple((name, _hashable(value)) for name, value in given.items() if name not in NARROWED_BY_PAGE)
        if not narrowing:
            return cls(of.record_type, filters, Sight.by_units(actor))
        return cls(of.record_type, filters, Sight.of_units(actor), narrowing, today())

    def rows(self, actor: Actor) -> "QuerySet[Any]":
        of = domain(self.record_type)
        rows = of.sighted(of.model.objects.visible_to(actor), actor).select_related(*of.related)
        return self.filters.narrow(rows, self.values(), actor)

    def values(self) -> dict[str, Any]:
        return dict(self.given)


def _hashable(value: Any) -> Hashable:
    return tuple(value) if isinstance(value, list) else value


class RecordRows(Rows):
    """The rows of a list without search."""

    def __init__(self, narrowed: Narrowed, actor: Actor) -> None:
        self.narrowed, self.actor = narrowed, actor
        self.model = domain(narrowed.record_type).model

    def take(self, half: Half, order: Order, position: Position | None, *, backward: bool, limit: int) -> list[Any]:
        asked = _taken(self.narrowed, half, order, position is not None, backward, limit)
        at = {"value": position.value, "id": position.id} if position else {}
        return asked.ask(**at, **self.narrowed.sight.values(self.actor))

    def count(self) -> int:
        return self.narrowed.rows(self.actor).count()


@worded
def _taken(narrowed: Narrowed, half: Half, order: Order, behind: bool, backward: bool, limit: int) -> QuerySet[Any]:
    rows = _ordered(narrowed, half, order, behind, backward)
    return _first(rows, limit) if narrowed.given else rows[:limit]


def _first(rows: QuerySet[Any], limit: int) -> QuerySet[Any]:
    """The first of the ordered rows, found by their ids before anything is joined to them.

    A filter may leave many, which are sorted; the joined columns would all be carried along (at a million cases 25 ms).
    """
    return rows.filter(pk__any_of=rows.values("pk")[:limit])


def _ordered(narrowed: Narrowed, half: Half, order: Order, behind: bool, backward: bool) -> QuerySet[Any]:
    position = Position(Given("value"), Given("id"), backward) if behind else None
    return half.of(narrowed.rows(narrowed.sight.actor()), order, position, backward=backward)


class FoundRows(RecordRows):
    """The rows that hold the searched text: a common one is found at the head, a rare one by its index."""

    def __init__(self, narrowed: Narrowed, actor: Actor, q: str) -> None:
        super().__init__(narrowed, actor)
        self.q = q

    def take(self, half: Half, order: Order, position: Position | None, *, backward: bool, limit: int) -> list[Any]:
        at = {"value": position.value, "id": position.id} if position else {}
        values = {**at, **self.narrowed.sight.values(self.actor), **index.asked(self.q)}
        asked = (self.narrowed, half, order, position is not None, backward, limit)
        found = _at_the_head(*asked).ask(**values)
        return found if len(found) == limit else _holding(*asked).ask(**values)

    def count(self) -> int:
        return int(index.matching(self.narrowed.rows(self.actor), self.narrowed.record_type, self.q).count())


@worded
def _at_the_head(
    narrowed: Narrowed, half: Half, order: Order, behind: bool, backward: bool, limit: int
) -> QuerySet[Any]:
    rows = _ordered(narrowed, half, order, behind, backward)
    return index.at_the_head(rows, narrowed.record_type, Given("term", CharField()))[:limit]


@worded
def _holding(narrowed: Narrowed, half: Half, order: Order, behind: bool, backward: bool, limit: int) -> QuerySet[Any]:
    rows = _ordered(narrowed, half, order, behind, backward)
    return _first(index.holding(rows, narrowed.record_type, Given("term"), Given("pairs")), limit)
