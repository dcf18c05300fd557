"""The pages of hazards in the back office."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin

from junping.backoffice import earlier
from junping.backoffice.facts import Fact, Panel
from junping.backoffice.pages import column
from junping.backoffice.record_admin import RecordAdmin
from junping.backoffice.record_facts import facts_of
from junping.backoffice.record_filters import by_choice
from junping.clocks.now import today
from junping.org.actor import Actor
from junping.workflow.act import Children
from safety.campaign_pages import CampaignPage
from safety.models import Campaign, Hazard
from safety.selectors import campaigns
from safety.vocabulary import NOT_SAFETY, HazardDomain

__all__ = ["CampaignPage", "HazardPage"]
FACTS = (
    "found_at",
    "source",
    "level",
    "site",
    "site_contact",
    "legacy_since",
    "responsible_unit",
    "responsible_person",
    "officer",
    "lead",
    "measures",
    "funds",
    "standard",
    "authority",
    "campaign",
    "rectified_at",
    "closed_at",
    "recused",
    "longitude",
    "latitude",
    "created_by",
    "created_at",
)
CORRECTED = (
    "domain",
    "title",
    "description",
    "source",
    "site",
    "site_contact",
    "longitude",
    "latitude",
    "legacy_since",
)


def campaign_choices(actor: Actor) -> list[tuple[str, str]]:
    """The drives that a hazard can have been found in, the latest first."""
    found = Campaign.objects.filter(campaigns(actor), starts_on__lte=today())
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")[:50]]


@admin.register(Hazard)
class HazardPage(RecordAdmin):
    record_type = "hazard"
    nav_label, nav_order = "隐患", 2
    kinds = (("", "登记隐患"),)
    topic = "domain"
    facts_title = "隐患情况"
    looks_back = True
    list_filter = (by_choice("domain", "领域", "所有领域"), by_choice("level", "等级", "所有等级"))
    first_asked = ("title", "description", "domain", "level", "source", "unit", "site")
    rows = {"campaign": campaign_choices}
    seldom = frozenset({"found_at", "recused", "longitude", "latitude", "legacy_since", "campaign", "site_contact"})
    seldom_title = "少用的：场所联系人、专项行动、历史遗留、应回避的人、补录时间、位置"
    first_purpose = "before"
    look_hint = "填了场所以后，这里列出同一场所以前的件；没有列出时按“先查旧件”。"

    def kind_of(self, record: Any) -> str:
        """What is found in a domain that is not safety is no hazard (domain.md, finding)."""
        return "排查问题" if record.domain in NOT_SAFETY else super().kind_of(record)

    @column("领域", css="jp-lo")
    def about(self, record: Any) -> str:
        topic = HazardDomain(record.domain).label
        return f"{self.kind_of(record)} · {topic}" if record.domain in NOT_SAFETY else str(topic)

    def marks(self, record: Any) -> list[str]:
        flags = (("重大", record.level == "major"), ("历史遗留", record.legacy_since is not None))
        return [*super().marks(record), *(label for label, holds in flags if holds)]

    def initial(self, actor: Actor, kind: str) -> dict[str, Any]:
        return {**super().initial(actor, kind), "source": "patrol", "level": "general"}

    def correcting(self, record: Hazard, children: Children) -> dict[str, Any]:
        return {name: getattr(record, name) for name in CORRECTED} | {"campaign": record.campaign_id}

    def facts(self, row: Mapping[str, Any], record: Hazard) -> list[Fact]:
        return facts_of(self.worth_telling(FACTS, record), row, self.vocabulary)

    def panels(self, record: Hazard, children: Children, actor: Actor) -> list[Panel]:
        found = earlier.same_place(self, record.site, actor, [record.pk])
        return [earlier.table(self, found)] if found else []

    def earlier_like(self, data: Mapping[str, Any], actor: Actor) -> Panel:
        return earlier.table(self, earlier.same_place(self, data.get("site"), actor))
