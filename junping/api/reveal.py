"""A party's numbers in full, for a reason that stands in the history."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from junping.api.body import read as read_body
from junping.api.idempotency import once
from junping.api.keys import REPLAYED, KeyOnce, Replayed
from junping.api.problems import bad_request
from junping.api.records import RecordDoor
from junping.api.rendering import etag
from junping.workflow import engine
from junping.workflow.looking import look
from junping.workflow.refusals import NotFound


class PartyReveal(RecordDoor):
    """POST {"reason"}; the domain says how a party is shown in full."""

    unmask: Any = None

    def post(self, request: Request, number: str, party: int) -> Response:
        data = read_body(request)
        for name in data:
            if name != "reason":
                raise bad_request(name, "unknown", "没有这个字段，请检查拼写。")
        key = once(request, data)
        headers = {}
        try:
            done = engine.perform(
                self.domain,
                number,
                "reveal",
                self.actor,
                {**data, "party": party},
                once=key and KeyOnce(key, 200),
            )
            record, children = done.record, done.children
        except Replayed:
            record = look(self.domain, number, self.actor)
            children = self.domain.load(record)
            headers = dict(REPLAYED)
        found = next((row for row in children.parties if row.pk == party), None)
        if found is None:
            raise NotFound
        return Response(self.unmask(found), headers={"ETag": etag(record.version), **headers})
