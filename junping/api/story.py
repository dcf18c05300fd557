"""The doors of a record's history and of its clocks."""

from collections.abc import Iterator
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from junping.api import schema_records
from junping.api.records import RecordDoor
from junping.api.schema_records import Operations
from junping.clocks.now import today
from junping.clocks.reading import as_row as clock_row
from junping.history.models import Event
from junping.history.reading import as_row as event_row
from junping.workflow.looking import look


class RecordEvents(RecordDoor):
    """The history, oldest first."""

    def operations(self) -> Operations:
        return schema_records.of_story(self.known_shelf, "events")

    def get(self, request: Request, number: str) -> Response:
        record = look(self.domain, number, self.actor)
        rows = [event_row(event) for event in Event.objects.filter(subject=record.chain_subject).order_by("seq")]
        self._hide(rows)
        return Response(rows)

    def _hide(self, rows: list[dict[str, Any]]) -> None:
        """Another record that an event names stays unnamed where the actor may not know of it."""
        named = {number for row in rows for number in self._named(row["data"])}
        if not named:
            return
        seen = self.domain.model.objects.visible_to(self.actor).filter(number__in=named)
        hidden = named - set(seen.values_list("number", flat=True))
        for row in rows:
            row["data"] = {name: _without(hidden, value) for name, value in row["data"].items()}

    def _named(self, data: dict[str, Any]) -> Iterator[str]:
        for name in self.domain.refers:
            value = data.get(name)
            yield from (item for item in (value if isinstance(value, list) else [value]) if item)


class RecordDeadlines(RecordDoor):
    """Every clock with its basis and explanation, in the order in which they began."""

    def operations(self) -> Operations:
        return schema_records.of_story(self.known_shelf, "deadlines")

    def get(self, request: Request, number: str) -> Response:
        record = look(self.domain, number, self.actor)
        clocks: Any = self.domain.clock_model._default_manager
        return Response([clock_row(clock, today()) for clock in clocks.filter(record=record).order_by("id")])


def _without(hidden: set[str], value: Any) -> Any:
    if isinstance(value, list):
        return [_without(hidden, item) for item in value]
    return None if isinstance(value, str) and value in hidden else value
