"""The doors of one domain's records: list and create, one and correct, act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from junping.api import paging, schema_records
from junping.api.body import read as read_body
from junping.api.door import Door
from junping.api.filters import RecordFilters
from junping.api.idempotency import Replay, once
from junping.api.keys import REPLAYED, KeyOnce, Replayed, done_before
from junping.api.listing import FoundRows, Narrowed, RecordRows
from junping.api.query import Parameter, one_of
from junping.api.rendering import etag, is_known, version_seen
from junping.api.schema_records import Operations
from junping.workflow import engine, policy
from junping.workflow.act import Done
from junping.workflow.fields import Field
from junping.workflow.foresight import action_row
from junping.workflow.looking import look, one
from junping.workflow.models import Record
from junping.workflow.refusals import FieldProblem, Invalid, NotFound
from junping.workflow.registry import Domain
from junping.workflow.rows import moment
from junping.workflow.table import Table


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A domain as the API offers it: its filters, the fields a list may be ordered by (the first, falling, is the
    default), and the JSON schemas of what its record answers, by field."""

    domain: Domain
    filters: type[RecordFilters]
    orderings: Sequence[str]
    shape: Mapping[str, Any]

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        names = [sign + name for name in self.orderings for sign in ("", "-")]
        default = f"-{self.orderings[0]}"
        ordering = Parameter(
            "ordering", f"排序字段，前加 - 为倒序；默认 {default}", one_of(names), choices=tuple(names)
        )
        return (*paging.PARAMETERS, ordering, *self.filters.parameters())


class RecordDoor(Door):
    """What the doors of one domain share. `as_view(shelf=…)`."""

    shelf: Shelf | None = None

    @property
    def known_shelf(self) -> Shelf:
        assert self.shelf is not None
        return self.shelf

    @property
    def domain(self) -> Domain:
        return self.known_shelf.domain

    def address(self, request: Request, number: str) -> str:
        return request.build_absolute_uri(reverse(f"{self.domain.plural}-one", args=[number]))

    def whole(self, record: Record, children: Any) -> dict[str, Any]:
        """The record with the actions that this user may take now."""
        actions = policy.allowed(self.domain, record, self.actor, children)
        return {
            **self.domain.row(record, children),
            "actions": [action_row(action, record) for action in actions],
        }

    def shown(self, request: Request, done: Done, status: int) -> Response:
        """The answer to an act: the record, or the receipt if it left the actor's sight."""
        headers = {"Location": self.address(request, done.record.number)} if status == 201 else {}
        if not done.in_sight:
            return Response(self.receipt(done.record, status), status=status, headers=headers)
        headers["ETag"] = etag(done.record.version)
        return Response(self.whole(done.record, done.children), status=status, headers=headers)

    def receipt(self, record: Record, status: int) -> dict[str, Any]:
        if status == 201:
            return {"number": record.number, record.BEGAN: moment(getattr(record, record.BEGAN))}
        return {"number": record.number, "version": record.version}

    def again(self, request: Request, replay: Replay) -> Response:
        """The first answer again: the same status and record, as far as this user may see it now."""
        number = replay.answer["number"]
        headers = {"Location": self.address(request, number)} if replay.status == 201 else {}
        record = None
        if not replay.answer.get("receipt"):
            record = one(self.domain, number, self.actor)
        if record is None:
            kept = self.domain.model.objects.get(number=number)
            kept.version = replay.answer.get("version", kept.version)
            return Response(self.receipt(kept, replay.status), status=replay.status, headers={**headers, **REPLAYED})
        headers["ETag"] = etag(record.version)
        row = self.whole(record, self.domain.load(record))
        return Response(row, status=replay.status, headers={**headers, **REPLAYED})

    def explained(self, refused: Invalid, action: str) -> Invalid:
        """The same, but a field of the record that this act does not take is said to be read-only, not unknown."""
        asked = {field.name for table in self.domain.tables.values() for field in _asks(table, action)}
        shown = {*self.known_shelf.shape, "actions"} - asked
        return Invalid([_read_only(p, action) if p.field in shown else p for p in refused.problems])


def _asks(table: Table, name: str) -> Sequence[Field]:
    return next((action.asks for action in table.actions if action.name == name), ())


def _read_only(problem: FieldProblem, action: str) -> FieldProblem:
    message = "这一项由系统给出，登记时不能填。" if action == "register" else "这一项不能更正。"
    return FieldProblem(problem.field, "read_only", message)


class RecordList(RecordDoor):
    @property
    def parameters(self) -> Sequence[Parameter]:  # type: ignore[override]
        return self.known_shelf.parameters

    def operations(self) -> Operations:
        return schema_records.of_list(self.known_shelf)

    def get(self, request: Request) -> Response:
        given = dict(self.given)
        q = given.pop("q", None)
        narrowed = Narrowed.of(self.domain, self.known_shelf.filters, given, self.actor)
        rows = RecordRows(narrowed, self.actor) if q is None else FoundRows(narrowed, self.actor, q)
        order = paging.Order.of(given.get("ordering", f"-{self.known_shelf.orderings[0]}"))
        return Response(paging.page(request, rows, order, given, self._rows))

    def _rows(self, records: Sequence[Any]) -> list[dict[str, Any]]:
        children = self.domain.load_shown(records)
        return [self.domain.row(record, children[record.pk]) for record in records]

    def post(self, request: Request) -> Response:
        data = read_body(request)
        key = once(request, data)
        try:
            done = engine.register(self.domain, self.actor, data, once=KeyOnce.of(key, 201))
        except Replayed as replayed:
            return self.again(request, replayed.replay)
        except Invalid as refused:
            raise self.explained(refused, "register") from None
        return self.shown(request, done, 201)


class RecordOne(RecordDoor):
    def operations(self) -> Operations:
        return schema_records.of_one(self.known_shelf)

    def get(self, request: Request, number: str) -> Response:
        record = look(self.domain, number, self.actor)
        headers = {"ETag": etag(record.version)}
        if is_known(request, record.version):
            return Response(status=304, headers=headers)
        return Response(self.whole(record, self.domain.load(record)), headers=headers)

    def patch(self, request: Request, number: str) -> Response:
        data = read_body(request)
        try:
            done = engine.perform(self.domain, number, "correct", self.actor, data, seen=version_seen(request))
        except Invalid as refused:
            raise self.explained(refused, "correct") from None
        return self.shown(request, done, 200)


class RecordAction(RecordDoor):
    def operations(self) -> Operations:
        return schema_records.of_action(self.known_shelf)

    def post(self, request: Request, number: str, action: str) -> Response:
        known = [table.action(action) for table in self.domain.tables.values()]
        if not any(found and not found.route_of_its_own for found in known):
            raise NotFound
        data = read_body(request)
        key = once(request, data)
        kept = KeyOnce.of(key, 200, {"number": number})
        try:
            done = engine.perform(self.domain, number, action, self.actor, data, seen=version_seen(request), once=kept)
        except Replayed as replayed:
            return self.again(request, replayed.replay)
        except NotFound:
            replay = done_before(key)
            if replay is None or not replay.answer.get("receipt"):
                raise
            return self.again(request, replay)
        return self.shown(request, done, 200)
