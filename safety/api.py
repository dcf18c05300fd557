"""The doors of campaigns and visits."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from junping.api import paging
from junping.api.body import read as read_body
from junping.api.door import Door
from junping.api.idempotency import Once, once
from junping.api.keys import REPLAYED
from junping.org.actor import Actor
from junping.workflow.refusals import NotFound
from junping.workflow.rows import moment, person, unit_row
from safety.campaigns import log_visit, start_campaign
from safety.models import Campaign, Hazard, Visit
from safety.selectors import campaigns


def counted(actor: Actor) -> QuerySet[Campaign]:
    """The campaigns in sight with `visited`, `findings` and `rectified`, counted from the rows in scope."""
    visits = Visit.objects.filter(campaign=OuterRef("pk"), unit_id__in=actor.unit_ids).order_by()
    found = Hazard.objects.visible_to(actor).filter(campaign=OuterRef("pk")).exclude(status="voided").order_by()
    return Campaign.objects.filter(campaigns(actor)).annotate(
        visited=_number(visits.values("campaign").annotate(n=Sum("count"))),
        findings=_number(found.values("campaign").annotate(n=Count("pk"))),
        rectified=_number(found.filter(rectified_at__isnull=False).values("campaign").annotate(n=Count("pk"))),
    )


def _number(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(rows.values("n"), output_field=IntegerField()), 0)


def campaign_row(campaign: Any) -> dict[str, Any]:
    return {
        "id": campaign.pk,
        "name": campaign.name,
        "starts_on": campaign.starts_on,
        "ends_on": campaign.ends_on,
        "domains": campaign.domains,
        "target": campaign.target,
        "visited": campaign.visited,
        "findings": campaign.findings,
        "rectified": campaign.rectified,
    }


def visit_row(visit: Visit) -> dict[str, Any]:
    return {
        "id": visit.pk,
        "unit": unit_row(visit.unit),
        "visited_on": visit.visited_on,
        "count": visit.count,
        "household": visit.household,
        "address": visit.address,
        "people": visit.people,
        "visitor": visit.visitor,
        "result": visit.result,
        "created_at": moment(visit.created_at),
        "created_by": person(visit.created_by),
    }


def _taken_once(key: Once | None, make: Any) -> tuple[int, bool]:
    """Make a row under a key: its id, and whether it was there already."""
    with transaction.atomic():
        if key is not None and not key.claim():
            assert key.replay is not None
            return int(key.replay.answer["id"]), True
        pk = make().pk
        if key is not None:
            key.settle(201, {"id": pk})
        return pk, False


class CampaignList(Door):
    parameters = paging.PARAMETERS

    def get(self, request: Request) -> Response:
        order = paging.Order("starts_on", descending=True)
        return Response(paging.page(request, counted(self.actor), order, self.given, _campaign_rows))

    def post(self, request: Request) -> Response:
        data = read_body(request)
        pk, before = _taken_once(once(request, data), lambda: start_campaign(self.actor, data))
        headers = {"Location": request.build_absolute_uri(reverse("campaigns-one", args=[pk]))}
        row = campaign_row(counted(self.actor).get(pk=pk))
        return Response(row, status=201, headers=headers | (dict(REPLAYED) if before else {}))


class CampaignOne(Door):
    def get(self, request: Request, pk: int) -> Response:
        found = counted(self.actor).filter(pk=pk).first()
        if found is None:
            raise NotFound
        return Response(campaign_row(found))


class VisitList(Door):
    parameters = paging.PARAMETERS

    def get(self, request: Request, pk: int) -> Response:
        campaign = Campaign.objects.filter(campaigns(self.actor), pk=pk).first()
        if campaign is None:
            raise NotFound
        rows = campaign.visits.filter(unit_id__in=self.actor.unit_ids).select_related("unit", "created_by")
        order = paging.Order("visited_on", descending=True)
        return Response(paging.page(request, rows, order, self.given, _visit_rows))

    def post(self, request: Request, pk: int) -> Response:
        data = read_body(request)
        visit_id, before = _taken_once(once(request, data), lambda: log_visit(self.actor, pk, data))
        visit = Visit.objects.select_related("unit", "created_by").get(pk=visit_id)
        return Response(visit_row(visit), status=201, headers=dict(REPLAYED) if before else {})


def _campaign_rows(rows: Sequence[Any]) -> list[dict[str, Any]]:
    return [campaign_row(row) for row in rows]


def _visit_rows(rows: Sequence[Any]) -> list[dict[str, Any]]:
    return [visit_row(row) for row in rows]
