"""The doors of campaigns and visits."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from junping.api import paging
from junping.api.body import read as read_body
from junping.api.door import Door
from junping.api.idempotency import Once, once
from junping.api.keys import REPLAYED
from junping.api.schema_records import Operations
from junping.org.actor import Actor
from junping.workflow.refusals import NotFound
from safety import shapes
from safety.campaigns import log_visit, start_campaign
from safety.models import Campaign, Visit
from safety.rows import campaign_row, visit_row
from safety.selectors import campaign_of, counted, visits


def _taken_once(key: Once | None, make: Callable[[], Any]) -> tuple[int, dict[str, str]]:
    """Make a row under a key: its id, and the header that says whether it was there already."""
    with transaction.atomic():
        if key is not None and not key.claim():
            assert key.replay is not None
            return int(key.replay.answer["id"]), dict(REPLAYED)
        pk = make().pk
        if key is not None:
            key.settle(201, {"id": pk})
        return pk, {}


class CampaignList(Door):
    parameters = paging.PARAMETERS

    def operations(self) -> Operations:
        return shapes.of_campaigns()

    def get(self, request: Request) -> Response:
        order = paging.Order("starts_on", descending=True)
        return Response(paging.page(request, paging.Rows(counted(self.actor)), order, self.given, _campaign_rows))

    def post(self, request: Request) -> Response:
        data = read_body(request)
        pk, headers = _taken_once(once(request, data), lambda: start_campaign(self.actor, data))
        headers["Location"] = request.build_absolute_uri(reverse("campaigns-one", args=[pk]))
        return Response(_shown(self.actor, pk), status=201, headers=headers)


class CampaignOne(Door):
    def operations(self) -> Operations:
        return shapes.of_campaign()

    def get(self, request: Request, pk: int) -> Response:
        return Response(_shown(self.actor, pk))


def _shown(actor: Actor, pk: int) -> dict[str, Any]:
    found = counted(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return campaign_row(found)


class VisitList(Door):
    parameters = paging.PARAMETERS

    def operations(self) -> Operations:
        return shapes.of_visits()

    def campaign(self, pk: int) -> Campaign:
        found = campaign_of(self.actor, pk)
        if found is None:
            raise NotFound
        return found

    def get(self, request: Request, pk: int) -> Response:
        rows = self.campaign(pk).visits.filter(visits(self.actor)).select_related("unit", "created_by")
        order = paging.Order("visited_on", descending=True)
        return Response(paging.page(request, paging.Rows(rows), order, self.given, _visit_rows))

    def post(self, request: Request, pk: int) -> Response:
        data = read_body(request)
        key = once(request, data)
        campaign = self.campaign(pk)
        visit_id, headers = _taken_once(key, lambda: log_visit(self.actor, campaign, data))
        headers["Location"] = request.build_absolute_uri(reverse("visits-list", args=[pk]))
        visit = Visit.objects.select_related("unit", "created_by").get(pk=visit_id)
        return Response(visit_row(visit), status=201, headers=headers)


def _campaign_rows(rows: Sequence[Any]) -> list[dict[str, Any]]:
    return [campaign_row(row) for row in rows]


def _visit_rows(rows: Sequence[Any]) -> list[dict[str, Any]]:
    return [visit_row(row) for row in rows]
