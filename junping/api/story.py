"""The doors of a record's history and of its clocks."""

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
from junping.workflow.looking import concealed, look


class RecordEvents(RecordDoor):
    """The history, oldest first."""

    def operations(self) -> Operations:
        return schema_records.of_story(self.known_shelf, "events")

    def get(self, request: Request, number: str) -> Response:
        record = look(self.domain, number, self.actor)
        rows = [event_row(event) for event in Event.objects.filter(subject=record.chain_subject).order_by("seq")]
        for row, data in zip(rows, concealed(self.domain, [row["data"] for row in rows], self.actor), strict=True):
            row["data"] = data
        return Response(rows)


class RecordDeadlines(RecordDoor):
    """Every clock with its basis and explanation, in the order in which they began."""

    def operations(self) -> Operations:
        return schema_records.of_story(self.known_shelf, "deadlines")

    def get(self, request: Request, number: str) -> Response:
        record = look(self.domain, number, self.actor)
        clocks: Any = self.domain.clock_model._default_manager
        return Response([clock_row(clock, today()) for clock in clocks.filter(record=record).order_by("id")])
