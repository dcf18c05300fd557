"""The board: every running clock of every domain, by due date."""

import heapq
from datetime import date
from operator import itemgetter
from typing import Any

from django.db.models import Q, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from junping.api import cursors, filters, schema_others
from junping.api.door import Door
from junping.api.listing import Narrowed
from junping.api.paging import DEFAULT_SIZE, PARAMETERS, address
from junping.api.query import one_of
from junping.api.schema_records import Operations
from junping.clocks.now import today
from junping.clocks.reading import light
from junping.database.given import Given
from junping.database.worded import worded
from junping.org.actor import Actor
from junping.workflow.registry import Domain, domain, domains

Key = tuple[date, str, int]
Found = tuple[date, str, int, list[Any]]
SHOWN = (
    *("id", "due_on", "rule", "label", "prudent_on", "warn_on", "provisional"),
    *(f"record__{name}" for name in ("number", "title", "status")),
    *(f"record__{of}" for of in ("unit__code", "unit__name")),
    *(f"record__{who}__{name}" for who in ("officer", "lead") for name in ("username", "name")),
)
_BOARD = "board"


class RecordType(filters.Ask):
    def __init__(self) -> None:
        super().__init__("事项（case）或隐患（hazard）", one_of([d.record_type for d in domains()]))
        self.choices = tuple(d.record_type for d in domains())


class BoardFilters(filters.RecordFilters):
    """Of these, `light` and `due_before` look at the clock, the others at its record."""

    light = filters.Light("灯")
    unit = filters.UnitSubtree("单位（含下级）")
    officer = filters.PersonOrNone("承办人用户名，none 为无")
    lead = filters.PersonOrNone("包案领导用户名，none 为无")
    record_type = RecordType()
    due_before = filters.DueBefore("届满日不晚于")


class Board(Door):
    parameters = (*PARAMETERS, *BoardFilters.parameters())

    def operations(self) -> Operations:
        return schema_others.board(self.parameters)

    def get(self, request: Request) -> Response:
        size = self.given.get("page_size", DEFAULT_SIZE)
        at, backward = _read_cursor(self.given.get("cursor"))
        parts = [
            [(due_on, of.record_type, pk, shown) for pk, due_on, *shown in self._clocks(of, at, backward, size + 1)]
            for of in self._domains()
        ]
        found = list(heapq.merge(*parts, key=itemgetter(0, 1, 2), reverse=backward))
        more, found = len(found) > size, found[:size]
        if backward:
            found.reverse()
        return Response(
            {
                **({"count": self._count()} if self.given.get("count") else {}),
                "next": _link(request, found, -1, backward=False) if more or backward else None,
                "previous": _link(request, found, 0, backward=True) if (more if backward else at) else None,
                "results": [_row(due_on, record_type, *shown) for due_on, record_type, _, shown in found],
            }
        )

    def _domains(self) -> list[Domain]:
        wanted = self.given.get("record_type")
        return [domain for domain in domains() if wanted in (None, domain.record_type)]

    def _count(self) -> int:
        narrowed = (Narrowed.of(of, BoardFilters, self.given, self.actor) for of in self._domains())
        return sum(_running(each, self.actor).count() for each in narrowed)

    def _clocks(self, of: Domain, at: Key | None, backward: bool, limit: int) -> list[Any]:
        narrowed = Narrowed.of(of, BoardFilters, self.given, self.actor)
        due_on, of_type, pk = at or (None, None, None)
        asked = _taken(narrowed, of_type, backward, limit)
        return asked.ask(due_on=due_on, id=pk, **narrowed.sight.values(self.actor))


def _running(narrowed: Narrowed, actor: Actor) -> Any:
    """The running clocks of the records in sight, windows left out."""
    of, given = domain(narrowed.record_type), narrowed.values()
    of_clock = {name: given[name] for name in given if name in {"light", "due_before"}}
    of_record = {name: given[name] for name in given if name in {"unit", "officer", "lead"}}
    records = BoardFilters.narrow(of.model.objects.visible_to(actor), of_record, actor)
    clocks: Any = of.clock_model._default_manager
    return BoardFilters.narrow(clocks.filter(state="running", window=False, record__in=records), of_clock, actor)


@worded
def _taken(narrowed: Narrowed, behind: str | None, backward: bool, limit: int) -> QuerySet[Any]:
    clocks = _running(narrowed, narrowed.sight.actor()).values_list(*SHOWN)
    if behind is not None:
        clocks = clocks.filter(_beyond(narrowed.record_type, (Given("due_on"), behind, Given("id")), backward))
    sign = "-" if backward else ""
    return clocks.order_by(f"{sign}due_on", f"{sign}id")[:limit]


def _beyond(record_type: str, at: tuple[Any, str, Any], backward: bool) -> Q:
    """The clocks of this domain that come after `at` in the order of (due_on, record_type, id)."""
    due_on, of_type, pk = at
    sign = "lt" if backward else "gt"
    same_day: Q | None = None
    if record_type == of_type:
        same_day = Q(due_on=due_on, **{f"id__{sign}": pk})
    elif (record_type > of_type) != backward:
        same_day = Q(due_on=due_on)
    later = Q(**{f"due_on__{sign}": due_on})
    return later | same_day if same_day is not None else later


def _row(
    due_on: date,
    record_type: str,
    rule: str,
    label: str,
    prudent_on: date,
    warn_on: date | None,
    provisional: bool,
    number: str,
    title: str,
    status: str,
    *names: str | None,
) -> dict[str, Any]:
    """`names`: code and name of the unit, username and name of officer and lead."""
    code, unit, officer, officer_name, lead, lead_name = names
    return {
        "record_type": record_type,
        "number": number,
        "title": title,
        "status": status,
        "status_label": filters.status_labels(record_type)[status],
        "unit": {"code": code, "name": unit},
        "officer": {"username": officer, "name": officer_name} if officer else None,
        "lead": {"username": lead, "name": lead_name} if lead else None,
        "rule": rule,
        "label": label,
        "due_on": due_on,
        "prudent_on": prudent_on,
        "provisional": provisional,
        "light": light(warn_on, due_on, today()),
    }


def _link(request: Request, found: list[Found], position: int, *, backward: bool) -> str | None:
    if not found:
        return None
    due_on, record_type, pk, _ = found[position]
    return address(request, cursor=cursors.write([_BOARD, due_on.isoformat(), record_type, pk, backward]))


def _read_cursor(text: str | None) -> tuple[Key | None, bool]:
    if text is None:
        return None, False
    try:
        made_for, due_on, record_type, pk, backward = cursors.read(text)
        if made_for != _BOARD:
            raise cursors.invalid()
        return (date.fromisoformat(due_on), record_type, pk), backward
    except (ValueError, TypeError):
        raise cursors.invalid() from None
