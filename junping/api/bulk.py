"""Fifty records written offline, handed in at once: each item stands alone, with a key of its own."""

import json
from typing import Any

from django.db import transaction
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from junping.api import schema_records
from junping.api.body import MAX_NODES_BULK
from junping.api.body import read as read_body
from junping.api.idempotency import HEADER, Once, Replay, keyed, once
from junping.api.keys import REPLAYED, KeyOnce, Replayed, known
from junping.api.problems import Problem, bad_request
from junping.api.records import RecordDoor
from junping.api.rendering import dumps
from junping.api.schema_records import Operations
from junping.vault.cipher import decrypt, encrypt
from junping.workflow import engine
from junping.workflow.models import WORKERS
from junping.workflow.refusals import FieldProblem, Forbidden, Invalid

MOST_ITEMS = 500


class RecordBulk(RecordDoor):
    def operations(self) -> Operations:
        return schema_records.of_bulk(self.known_shelf)

    def post(self, request: Request) -> Response:
        data = read_body(request, MAX_NODES_BULK)
        key = once(request, data)
        before = known(key)
        if key is not None and before is not None:
            return _again(key, before)
        if not self.actor.has(*WORKERS):
            raise Forbidden
        answer = {"results": [self._take(request, item) for item in _items(data)]}
        return self._settled(key, answer)

    def _settled(self, key: Once | None, answer: dict[str, Any]) -> Response:
        """The answer, written down under the header's key; where another request was quicker, that one's."""
        if key is None:
            return Response(answer)
        with transaction.atomic():
            if key.claim():
                key.settle(200, {"kept": encrypt(dumps(answer).decode(), _place(key))})
                return Response(answer)
        assert key.replay is not None
        return _again(key, key.replay)

    def _take(self, request: Request, item: object) -> dict[str, Any]:
        """One item in a transaction of its own; what is wrong with it does not touch the others."""
        if not isinstance(item, dict):
            return _result(None, "invalid", errors=[FieldProblem("", "type", "每一项应为 JSON 对象，即 {…}。")])
        record = {name: value for name, value in item.items() if name != "idempotency_key"}
        name = item.get("idempotency_key")
        shown = name if isinstance(name, str) else None
        try:
            if shown is not None and shown == request.headers.get(HEADER):
                raise Problem(422, "这个幂等键已用于整个请求，请给每一项另用一个键。")
            key = keyed(request, name, record, "idempotency_key", path=reverse(f"{self.domain.plural}-list"))
            done = engine.register(self.domain, self.actor, record, once=KeyOnce(key, 201))
        except Replayed as replayed:
            return _result(shown, "exists", number=replayed.replay.answer["number"])
        except Invalid as refused:
            return _result(shown, "invalid", errors=self.explained(refused, "register").problems)
        except Problem as problem:
            if problem.status not in {400, 422}:
                raise
            errors = problem.errors or [FieldProblem("idempotency_key", "key_reused", problem.detail)]
            return _result(shown, "invalid", errors=errors)
        return _result(shown, "created", number=done.record.number)


def _again(key: Once, replay: Replay) -> Response:
    """The kept answer. It is kept encrypted: what is wrong with an item may quote what stood in it."""
    answer = json.loads(decrypt(replay.answer["kept"], _place(key)))
    return Response(answer, headers=dict(REPLAYED))


def _place(key: Once) -> str:
    return f"bulk:{key.user_id}:{key.key}"


def _items(data: dict[str, Any]) -> list[object]:
    for name in data:
        if name != "items":
            raise bad_request(name, "unknown", "没有这个字段，请检查拼写。")
    items = data.get("items")
    if not isinstance(items, list) or not items:
        raise bad_request("items", "required", "请在 items 里给出要登记的列表。")
    if len(items) > MOST_ITEMS:
        raise bad_request("items", "too_many", f"一次最多 {MOST_ITEMS} 项，请分批提交。")
    return items


def _result(key: str | None, status: str, *, number: str | None = None, errors: Any = ()) -> dict[str, Any]:
    return {
        "idempotency_key": key,
        "status": status,
        "number": number,
        "errors": [{"field": e.field, "code": e.code, "message": e.message} for e in errors],
    }
