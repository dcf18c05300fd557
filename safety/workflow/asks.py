"""What registering a hazard asks for, and the parts that several actions share."""

from junping.workflow.conditions import Condition, Given, RecordIs
from junping.workflow.fields import (
    Choice,
    Decimal,
    DoneOn,
    Field,
    Funding,
    LongText,
    Names,
    PastDate,
    RowOf,
    Text,
)
from junping.workflow.vocabulary import Source
from safety.vocabulary import HazardDomain, HazardLevel, Status

MAJOR = RecordIs("level", HazardLevel.MAJOR)
TO_MAJOR = Given("level", HazardLevel.MAJOR)
PUT_RIGHT_NOW = RecordIs("status", Status.RECTIFYING)
REASON = LongText("reason", "理由")


def five_provisions(required: Condition, only_if: Condition | None = None) -> tuple[Field, ...]:
    """五落实: responsibility and measures are asked anyway; for a major hazard also these."""
    return (
        Funding("funds", "资金", required=required, only_if=only_if),
        LongText("plan", "应急预案", required=required, only_if=only_if),
        LongText("interim_measures", "整改期间防范措施", required=required, only_if=only_if),
    )


WHAT = (
    Choice("domain", "领域", options=tuple(HazardDomain.choices)),
    Text("title", "标题"),
    LongText("description", "情况描述", required=False, at_most=20_000),
    Choice("source", "来源", options=tuple(Source.choices)),
    Text("site", "场所（地点或企业）", required=False),
    Text("site_contact", "场所联系人", required=False),
    Decimal("longitude", "经度", required=False, at_least=-180, at_most=180, places=6),
    Decimal("latitude", "纬度", required=False, at_least=-90, at_most=90, places=6),
    RowOf("campaign", "专项行动", required=False, model="campaign"),
    RowOf("visit", "走访", required=False, model="visit"),
    PastDate("legacy_since", "历史遗留起始日期", required=False),
)
INSPECTED = (DoneOn("inspected_on", "复查日期"), Names("inspectors", "复查人", two_if=MAJOR))
