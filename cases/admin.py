"""The pages of cases in the back office."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import admin

from cases import repeats
from cases.models import Case
from cases.parties import unmasked
from junping.backoffice import earlier
from junping.backoffice.facts import Fact, Panel
from junping.backoffice.record_admin import RecordAdmin
from junping.backoffice.record_facts import facts_of
from junping.backoffice.record_filters import by_choice
from junping.org.actor import Actor
from junping.workflow.act import Children

FACTS = (
    "received_at",
    "source",
    "petition_class",
    "place",
    "occurred_on",
    "people_count",
    "officer",
    "handling_unit",
    "co_units",
    "lead",
    "outcome",
    "satisfaction",
    "closed_at",
    "repeat_of",
    "backlog_since",
    "recused",
    "longitude",
    "latitude",
    "created_by",
    "created_at",
)
CORRECTED = (
    "petition_class",
    "category",
    "title",
    "description",
    "source",
    "occurred_on",
    "place",
    "longitude",
    "latitude",
    "people_count",
    "confidential",
    "is_backlog",
    "backlog_since",
)


@admin.register(Case)
class CasePage(RecordAdmin):
    record_type = "case"
    nav_label, nav_order = "事项", 1
    kinds = (("dispute", "登记矛盾纠纷"), ("petition", "登记信访事项"), ("request", "登记群众诉求"))
    topic = "category"
    facts_title = "反映的事"
    list_filter = (by_choice("kind", "种类", "所有种类"), by_choice("category", "类别", "所有类别"))
    looks_back = True
    first_asked = ("title", "description", "petition_class", "category", "source", "unit", "place")
    seldom_title = "少用的：集体访人数、保密、积案、应回避的人、补录时间、位置"
    first_purpose = "application"
    seldom = frozenset(
        {
            "received_at",
            "occurred_on",
            "recused",
            "longitude",
            "latitude",
            "people_count",
            "confidential",
            "is_backlog",
            "backlog_since",
        }
    )

    def marks(self, record: Any) -> list[str]:
        flags = (("积案", record.is_backlog), ("重复", record.is_repeat), ("集体", record.people_count >= 5))
        return [*super().marks(record), *(label for label, holds in flags if holds)]

    def initial(self, actor: Actor, kind: str) -> dict[str, Any]:
        started = {"petition_class": "appeal"} if kind == "petition" else {}
        roles = ("applicant", "respondent") if kind == "dispute" else ("applicant",)
        parties = [{"role": role, "id_type": "resident"} for role in roles]
        return {**super().initial(actor, kind), **started, "parties": parties}

    def prefilled(self, name: str, record: Any, children: Children, actor: Actor) -> dict[str, Any]:
        if name == "assign":
            return {
                "officer": record.officer.username if record.officer else "",
                "handling_unit": record.handling_unit.code if record.handling_unit else "",
                "co_units": [unit.code for unit in children.co_units],
            }
        return super().prefilled(name, record, children, actor)

    def correcting(self, record: Case, children: Children) -> dict[str, Any]:
        parties = [
            {
                "id": party.public_id,
                "role": party.role,
                "name": party.name,
                "id_type": party.id_type,
                "address": party.address,
                "kept": {"id_number": party.id_number_mask, "phone": party.phone_mask},
            }
            for party in children.parties
        ]
        return {name: getattr(record, name) for name in CORRECTED} | {"parties": parties}

    def facts(self, row: Mapping[str, Any], record: Case) -> list[Fact]:
        told = {"people_count"} if record.people_count == 1 else set()
        return facts_of(self.worth_telling(FACTS, record, told), row, self.vocabulary)

    def panels(self, record: Case, children: Children, actor: Actor) -> list[Panel]:
        found = self._earlier(repeats.earlier(record, children, actor), record.place, actor, [record.pk])
        return [earlier.table(self, found)] if found else []

    def earlier_like(self, data: Mapping[str, Any], actor: Actor) -> Panel:
        found = repeats.earlier_like(data, actor)
        return earlier.table(self, self._earlier(found, data.get("place"), actor, []))

    def _earlier(
        self, people: Sequence[repeats.Earlier], place: object, actor: Actor, leave_out: list[int]
    ) -> list[tuple[Any, str]]:
        known = [(found.case, found.why) for found in people]
        return known + earlier.same_place(self, place, actor, [*leave_out, *(case.pk for case, _ in known)])

    def unmasked(self, children: Children, party: int) -> list[Fact]:
        found = next(row for row in children.parties if row.public_id == party)
        numbers = unmasked(found)
        return [
            Fact("姓名", found.name),
            Fact("证件号码", numbers["id_number"]),
            Fact("电话", numbers["phone"]),
            Fact("住址", found.address),
        ]
