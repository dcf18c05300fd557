"""The plain app's views: ModelViewSet, nested serializers, page numbers with count."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from bench.plain_app.models import Case, Clock, Event, Party, Unit

BECOMES = {"suspend": ("handling", "suspended"), "resume": ("suspended", "handling")}


class UnitRow(serializers.ModelSerializer):
    class Meta:
        model = Unit
        fields = ("code", "name")


class PersonRow(serializers.ModelSerializer):
    name = serializers.CharField(source="first_name")

    class Meta:
        model = get_user_model()
        fields = ("username", "name")


class PartyRow(serializers.ModelSerializer):
    class Meta:
        model = Party
        exclude = ("case",)


class CaseRow(serializers.ModelSerializer):
    unit = UnitRow(read_only=True)
    handling_unit = UnitRow(read_only=True)
    officer = PersonRow(read_only=True)
    lead = PersonRow(read_only=True)
    created_by = PersonRow(read_only=True)
    parties = PartyRow(many=True)

    class Meta:
        model = Case
        fields = "__all__"
        read_only_fields = ("number", "status", "created_at", "closed_at", "version", "received_at")

    def create(self, validated_data: dict[str, Any]) -> Case:
        parties = validated_data.pop("parties")
        case = Case.objects.create(**validated_data)
        case.number = f"P-{case.pk}"
        case.save()
        for party in parties:
            Party.objects.create(case=case, **party)
        Event.objects.create(case=case, actor=case.created_by, action="register", to_state=case.status)
        return case


class CaseViewSet(viewsets.ModelViewSet):
    serializer_class = CaseRow
    lookup_field = "number"
    filterset_fields = {"status": ["exact"], "kind": ["exact"], "unit__code": ["exact"], "due_on": ["lte"]}
    search_fields = ("number", "title", "description", "place", "parties__name")
    ordering_fields = ("received_at", "due_on", "number")
    queryset = Case.objects.select_related("unit", "handling_unit", "officer", "lead", "created_by").prefetch_related(
        "parties"
    )

    def perform_create(self, serializer: CaseRow) -> None:
        moment = timezone.now()  # noqa: TID251
        unit = Unit.objects.get(code=self.request.data["unit"])
        with transaction.atomic():
            serializer.save(
                unit=unit, created_by=self.request.user, status="registered", received_at=moment, created_at=moment
            )

    @action(detail=True, methods=["post"], url_path="actions/(?P<name>suspend|resume)")
    def act(self, request: Request, number: str, name: str) -> Response:
        before, after = BECOMES[name]
        with transaction.atomic():
            case = Case.objects.select_for_update().get(number=number)
            if case.status != before:
                return Response({"detail": "wrong state"}, status=409)
            case.status = after
            case.version += 1
            case.save()
            note = request.data.get("reason", "")
            Event.objects.create(
                case=case, actor=request.user, action=name, from_state=before, to_state=after, note=note
            )
        return Response(CaseRow(self.get_object()).data)


class ClockRow(serializers.ModelSerializer):
    number = serializers.CharField(source="case.number")
    title = serializers.CharField(source="case.title")
    status = serializers.CharField(source="case.status")
    unit = UnitRow(source="case.unit")
    officer = PersonRow(source="case.officer")
    lead = PersonRow(source="case.lead")

    class Meta:
        model = Clock
        exclude = ("case",)


class Board(ListAPIView):
    serializer_class = ClockRow

    def get_queryset(self) -> QuerySet[Clock]:
        running = Clock.objects.filter(state="running", window=False)
        return running.select_related("case__unit", "case__officer", "case__lead").order_by("due_on", "id")


class Statistics(APIView):
    def get(self, request: Request) -> Response:
        first, last = parse_date(request.query_params["from"]), parse_date(request.query_params["to"])
        rows = Case.objects.filter(received_at__date__gte=first, received_at__date__lte=last).order_by()
        return Response(list(rows.values("kind", "status").annotate(count=Count("id"))))
