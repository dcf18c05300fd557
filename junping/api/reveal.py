"""A party's numbers in full, for a reason that stands in the history."""

from collections.abc import Callable
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from junping.api.body import read as read_body
from junping.api.idempotency import Once, once
from junping.api.keys import REPLAYED, KeyOnce, Replayed, known
from junping.api.records import RecordDoor
from junping.api.rendering import etag
from junping.api.schema_parts import JsonSchema
from junping.api.schema_records import Operations, of_reveal
from junping.workflow import engine
from junping.workflow.looking import look
from junping.workflow.refusals import FieldProblem, Invalid, NotFound

LARGEST_ID = 2**62


class PartyReveal(RecordDoor):
    """POST {"reason"}; the domain says how a party is shown in full."""

    unmask: Callable[[Any], dict[str, Any]] | None = None
    party_shape: JsonSchema | None = None

    def operations(self) -> Operations:
        return of_reveal(self.party_shape or {})

    def post(self, request: Request, number: str, party: int) -> Response:
        if not 1 <= party <= LARGEST_ID:
            raise NotFound
        data = read_body(request)
        key = once(request, data)
        headers: dict[str, str] = {}
        try:
            record, children = self._reveal(number, party, data, key)
        except Replayed:
            record = look(self.domain, number, self.actor)
            # Shown again to whoever may see it now; who has lost the right since does not get it by repeating.
            engine.check(self.domain, record, "reveal", self.actor)
            children, headers = self.domain.load(record), dict(REPLAYED)
        assert self.unmask is not None
        row = self.unmask(_named(children, party))
        return Response(row, headers={"ETag": etag(record.version), **headers})

    def _reveal(self, number: str, party: int, data: dict[str, Any], key: Once | None) -> tuple[Any, Any]:
        try:
            if more := data.keys() - {"reason"}:
                self._refuse(number, sorted(more), key)
            data = {**data, "party": party}
            done = engine.perform(
                self.domain, number, "reveal", self.actor, data, once=KeyOnce.of(key, 200, {"number": number})
            )
        except Invalid:
            _named(self.domain.load(look(self.domain, number, self.actor)), party)
            raise
        return done.record, done.children

    def _refuse(self, number: str, names: list[str], key: Once | None) -> None:
        """The engine takes more than a reason (the party, the time); a client gives no more, and hears it in turn."""
        record = look(self.domain, number, self.actor)
        known(key)
        engine.check(self.domain, record, "reveal", self.actor)
        raise Invalid([FieldProblem(name, "unknown", "没有这个字段，请检查拼写。") for name in names])


def _named(children: Any, party: int) -> Any:
    found = next((row for row in children.parties if row.public_id == party), None)
    if found is None:
        raise NotFound
    return found
