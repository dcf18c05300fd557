"""The JSON schemas of hazards, campaigns and visits, as rows.py shows them (contract.md)."""

from junping.api import paging, schema_asks
from junping.api import schema_parts as part
from junping.api import schema_shapes as shared
from junping.api.schema_operation import LOCATION, REPLAYED, Answer, Operation
from junping.api.schema_parts import JsonSchema, named, or_null, record
from junping.api.schema_records import Operations, page_of
from safety import campaigns
from safety.vocabulary import HazardDomain, HazardLevel, Status

DOMAIN = named("HazardDomain", part.one_of(HazardDomain.choices))
HAZARD = {
    "number": part.text("编号"),
    "record_type": part.one_of([("hazard", "安全隐患")]),
    "status": named("HazardStatus", part.one_of(Status.choices)),
    "status_label": part.text("状态的中文名称"),
    "domain": or_null(DOMAIN),
    "level": named("HazardLevel", part.one_of(HazardLevel.choices)),
    "title": part.text("标题"),
    "description": part.text("情况描述"),
    "source": or_null(shared.SOURCE),
    "unit": shared.UNIT_REF,
    "site": part.text("场所（地点或企业）"),
    "site_contact": part.text("场所联系人"),
    "found_at": part.moment("发现时间"),
    "longitude": or_null(part.number("经度，CGCS2000")),
    "latitude": or_null(part.number("纬度，CGCS2000")),
    "campaign": or_null(part.whole("专项行动的 id")),
    "visit": or_null(part.whole("走访的 id")),
    "legacy_since": or_null(part.day("历史遗留起始日期")),
    "recused": part.listed(shared.PERSON, "回避的人"),
    "responsible_unit": or_null(shared.UNIT_REF),
    "responsible_person": part.text("责任人（业主、企业）"),
    "measures": part.text("整改措施"),
    "funds": part.text("资金"),
    "standard": part.text("重大隐患判定标准"),
    "authority": part.text("下达机关"),
    "officer": or_null(shared.PERSON),
    "lead": or_null(shared.PERSON),
    "due_on": or_null(part.day("最早的届满日")),
    "light": shared.LIGHT,
    "supervised": part.flag("挂牌督办：自首次督办起，到销号为止"),
    "extension_asked": or_null(shared.ASKED_EXTENSION),
    "rectified_at": or_null(part.moment("整改完成时间")),
    "closed_at": or_null(part.moment("销号时间")),
    "created_at": part.moment("登记时间"),
    "created_by": shared.PERSON,
    "version": shared.VERSION,
}
CAMPAIGN = named(
    "Campaign",
    record(
        {
            "id": part.whole(),
            "name": part.text("名称"),
            "starts_on": part.day("开始日期"),
            "ends_on": or_null(part.day("结束日期")),
            "domains": part.listed(DOMAIN, "领域"),
            "target": or_null(part.whole("目标户（处）数")),
            "visited": part.whole("已走访户（处）数，按您范围内的走访计"),
            "findings": part.whole("发现的问题数，按您范围内的隐患计，作废的不计"),
            "rectified": part.whole("其中已整改的"),
        },
        label="专项行动",
    ),
)
VISIT = named(
    "Visit",
    record(
        {
            "id": part.whole(),
            "unit": shared.UNIT_REF,
            "visited_on": part.day("走访日期"),
            "count": part.whole("户（处）数", 1),
            "household": part.text("户主或名称"),
            "address": part.text("地址"),
            "people": or_null(part.whole("人数")),
            "visitor": part.text("走访人"),
            "result": part.text("情况"),
            "created_at": part.moment(),
            "created_by": shared.PERSON,
        },
        label="走访：一户（处），或一个单位一天的合计",
    ),
)


def _made(content: JsonSchema) -> dict[int, Answer]:
    return {201: Answer(content=content, label="已登记", headers=(LOCATION, REPLAYED))}


def of_campaigns() -> Operations:
    page = Answer(content=page_of("Campaign", CAMPAIGN), label="一页，最近开始的在前")
    return {
        "get": Operation(
            id="campaigns_list",
            tag="campaigns",
            summary="专项行动列表",
            query=paging.PARAMETERS,
            found=False,
            answers={200: page},
        ),
        "post": Operation(
            id="campaigns_create",
            tag="campaigns",
            summary="新建专项行动（镇综治中心）",
            body=named("NewCampaign", schema_asks.body(campaigns.CAMPAIGN)),
            found=False,
            answers=_made(CAMPAIGN),
        ),
    }


def of_campaign() -> Operations:
    answer = Answer(content=CAMPAIGN, label="专项行动及其计数")
    return {"get": Operation(id="campaigns_retrieve", tag="campaigns", summary="一个专项行动", answers={200: answer})}


def of_visits() -> Operations:
    page = Answer(content=page_of("Visit", VISIT), label="一页，最近走访的在前")
    return {
        "get": Operation(
            id="visits_list", tag="campaigns", summary="走访列表", query=paging.PARAMETERS, answers={200: page}
        ),
        "post": Operation(
            id="visits_create",
            tag="campaigns",
            summary="登记走访（村、镇综治中心）",
            body=named("NewVisit", schema_asks.body(campaigns.VISIT)),
            answers=_made(VISIT),
        ),
    }
