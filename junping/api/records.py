"""The doors of one domain's records: list and create, one and correct, history and clocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from junping.api import paging
from junping.api.body import read as read_body
from junping.api.door import Door
from junping.api.filters import RecordFilters
from junping.api.idempotency import Replay, once
from junping.api.keys import REPLAYED, KeyOnce, Replayed, done_before
from junping.api.query import Parameter, one_of
from junping.api.rendering import etag, is_known, version_seen
from junping.clocks.now import today
from junping.clocks.reading import as_row as clock_row
from junping.history.models import Event
from junping.history.reading import as_row as event_row
from junping.workflow import engine, policy
from junping.workflow.act import Done
from junping.workflow.foresight import action_row
from junping.workflow.looking import look
from junping.workflow.models import Record
from junping.workflow.refusals import NotFound
from junping.workflow.registry import Domain
from junping.workflow.rows import moment


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A domain as the API offers it: its filters and the fields a list may be ordered by (the first, falling, is the
    default)."""

    domain: Domain
    filters: type[RecordFilters]
    orderings: Sequence[str]

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        names = [sign + name for name in self.orderings for sign in ("", "-")]
        ordering = Parameter("ordering", "排序字段，前加 - 为倒序", one_of(names), choices=tuple(names))
        return (*paging.PARAMETERS, ordering, *self.filters.parameters())


class RecordDoor(Door):
    """What the doors of one domain share. `as_view(shelf=…)`."""

    shelf: Shelf | None = None

    @property
    def domain(self) -> Domain:
        assert self.shelf is not None
        return self.shelf.domain

    def address(self, request: Request, number: str) -> str:
        return request.build_absolute_uri(reverse(f"{self.domain.plural}-one", args=[number]))

    def whole(self, record: Record, children: Any) -> dict[str, Any]:
        """The record with the actions that this user may take now."""
        actions = policy.allowed(self.domain, record, self.actor, children, today())
        return {
            **self.domain.row(record, children),
            "actions": [action_row(action, record) for action in actions],
        }

    def shown(self, done: Done, status: int, headers: Mapping[str, str] | None = None) -> Response:
        """The answer to an act: the record, or the receipt if it left the actor's sight."""
        tag = {"ETag": etag(done.record.version), **(headers or {})}
        if not done.in_sight:
            return Response(self.receipt(done.record, status), status=status)
        return Response(self.whole(done.record, done.children), status=status, headers=tag)

    def receipt(self, record: Record, status: int) -> dict[str, Any]:
        if status == 201:
            return {"number": record.number, record.BEGAN: moment(getattr(record, record.BEGAN))}
        return {"number": record.number, "version": record.version}

    def again(self, request: Request, replay: Replay) -> Response:
        """The first answer again: the same status and record, as far as this user may see it now."""
        number, version = replay.answer["number"], replay.answer["version"]
        record = None
        if not replay.answer.get("receipt"):
            record = self.domain.model.objects.one(self.actor, number).select_related(*self.domain.related).first()
        if record is None:
            kept = self.domain.model.objects.get(number=number)
            kept.version = version
            return Response(self.receipt(kept, replay.status), status=replay.status, headers=dict(REPLAYED))
        children = self.domain.load(record)
        headers = {"ETag": etag(record.version), **REPLAYED}
        if replay.status == 201:
            headers["Location"] = self.address(request, number)
        return Response(self.whole(record, children), status=replay.status, headers=headers)


class RecordList(RecordDoor):
    def get(self, request: Request) -> Response:
        assert self.shelf is not None
        rows = self.domain.model.objects.visible_to(self.actor).select_related(*self.domain.related)
        rows = self.shelf.filters.narrow(rows, self.given, self.actor)
        order = paging.Order.of(self.given.get("ordering", f"-{self.shelf.orderings[0]}"))
        return Response(paging.page(request, rows, order, self.given, self._rows))

    def _rows(self, records: Sequence[Any]) -> list[dict[str, Any]]:
        children = self.domain.load_shown(records)
        return [self.domain.row(record, children[record.pk]) for record in records]

    def post(self, request: Request) -> Response:
        data = read_body(request)
        key = once(request, data)
        try:
            done = engine.register(self.domain, self.actor, data, once=key and KeyOnce(key, 201))
        except Replayed as replayed:
            return self.again(request, replayed.replay)
        headers = {"Location": self.address(request, done.record.number)}
        return self.shown(done, 201, headers)


class RecordOne(RecordDoor):
    def get(self, request: Request, number: str) -> Response:
        record = look(self.domain, number, self.actor)
        headers = {"ETag": etag(record.version)}
        if is_known(request, record.version):
            return Response(status=304, headers=headers)
        return Response(self.whole(record, self.domain.load(record)), headers=headers)

    def patch(self, request: Request, number: str) -> Response:
        data = read_body(request)
        done = engine.perform(self.domain, number, "correct", self.actor, data, seen=version_seen(request))
        return self.shown(done, 200)


class RecordAction(RecordDoor):
    def post(self, request: Request, number: str, action: str) -> Response:
        known = [table.action(action) for table in self.domain.tables.values()]
        if not any(found and not found.route_of_its_own for found in known):
            raise NotFound
        data = read_body(request)
        key = once(request, data)
        try:
            done = engine.perform(
                self.domain,
                number,
                action,
                self.actor,
                data,
                seen=version_seen(request),
                once=key and KeyOnce(key, 200),
            )
        except Replayed as replayed:
            return self.again(request, replayed.replay)
        except NotFound:
            replay = done_before(key)
            if replay is None:
                raise
            return self.again(request, replay)
        return self.shown(done, 200)


class RecordEvents(RecordDoor):
    def get(self, request: Request, number: str) -> Response:
        record = look(self.domain, number, self.actor)
        events = Event.objects.filter(subject=record.chain_subject).order_by("seq")
        return Response([event_row(event) for event in events])


class RecordDeadlines(RecordDoor):
    def get(self, request: Request, number: str) -> Response:
        record = look(self.domain, number, self.actor)
        clocks = self.domain.clock_model.objects.filter(record=record)
        return Response([clock_row(clock, today()) for clock in clocks])
