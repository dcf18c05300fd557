"""The board: every running clock of every domain, by due date."""

import heapq
from datetime import date
from typing import Any

from django.db.models import Q
from rest_framework.request import Request
from rest_framework.response import Response

from junping.api import cursors, filters, schema_others
from junping.api.door import Door
from junping.api.paging import DEFAULT_SIZE, PARAMETERS, address
from junping.api.query import one_of
from junping.api.schema_records import Operations
from junping.clocks.now import today
from junping.clocks.reading import clock_light
from junping.workflow.registry import Domain, domains
from junping.workflow.rows import person, unit_row

Key = tuple[date, str, int]
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
        parts = [self._clocks(domain, at, backward)[: size + 1] for domain in self._domains()]
        found = list(heapq.merge(*parts, key=_key, reverse=backward))
        more, found = len(found) > size, found[:size]
        if backward:
            found.reverse()
        return Response(
            {
                **({"count": sum(self._all(d).count() for d in self._domains())} if self.given.get("count") else {}),
                "next": _link(request, found, -1, backward=False) if more or backward else None,
                "previous": _link(request, found, 0, backward=True) if (more if backward else at) else None,
                "results": [_row(clock) for clock in found],
            }
        )

    def _domains(self) -> list[Domain]:
        wanted = self.given.get("record_type")
        return [domain for domain in domains() if wanted in (None, domain.record_type)]

    def _all(self, domain: Domain) -> Any:
        """The running clocks of the records in sight, windows left out."""
        of_clock = {n: v for n, v in self.given.items() if n in {"light", "due_before"}}
        of_record = {n: v for n, v in self.given.items() if n in {"unit", "officer", "lead"}}
        records = BoardFilters.narrow(domain.model.objects.visible_to(self.actor), of_record, self.actor)
        clocks: Any = domain.clock_model._default_manager
        clocks = clocks.filter(state="running", window=False, record__in=records)
        return BoardFilters.narrow(clocks, of_clock, self.actor)

    def _clocks(self, domain: Domain, at: Key | None, backward: bool) -> Any:
        related = ["record", *(f"record__{name}" for name in ("unit", "officer", "lead"))]
        clocks = self._all(domain).select_related(*related)
        if at is not None:
            clocks = clocks.filter(_beyond(domain.record_type, at, backward))
        sign = "-" if backward else ""
        return clocks.order_by(f"{sign}due_on", f"{sign}id")


def _key(clock: Any) -> Key:
    return clock.due_on, clock.record.record_type, clock.pk


def _beyond(record_type: str, at: Key, backward: bool) -> Q:
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


def _row(clock: Any) -> dict[str, Any]:
    record = clock.record
    labels = filters.status_labels(record.record_type)
    return {
        "record_type": record.record_type,
        "number": record.number,
        "title": record.title,
        "status": record.status,
        "status_label": labels[record.status],
        "unit": unit_row(record.unit),
        "officer": person(record.officer),
        "lead": person(record.lead),
        "rule": clock.rule,
        "label": clock.label,
        "due_on": clock.due_on,
        "prudent_on": clock.prudent_on,
        "provisional": clock.provisional,
        "light": clock_light(clock, today()),
    }


def _link(request: Request, found: list[Any], position: int, *, backward: bool) -> str | None:
    if not found:
        return None
    due_on, record_type, pk = _key(found[position])
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
