"""The JSON schemas of a case's fields, as rows.py shows them (contract.md, A case)."""

from cases.vocabulary import Category, IdType, Kind, Outcome, PartyRole, PetitionClass, Status
from junping.api import schema_parts as part
from junping.api import schema_shapes as shared
from junping.api.schema_parts import named, or_null, record

PARTY = named(
    "Party",
    record(
        {
            "id": part.whole("更正时用它指明是哪一位"),
            "role": named("PartyRole", part.one_of(PartyRole.choices)),
            "name": part.text("姓名或名称"),
            "id_type": named("IdType", part.one_of(IdType.choices)),
            "id_number": part.text("证件号码，遮盖为前 6 后 2；不足 12 位全部遮盖"),
            "phone": part.text("电话，遮盖为前 3 后 4；不足 11 位全部遮盖"),
            "address": part.text("住址"),
        },
        label="当事人，号码已遮盖",
    ),
)
CASE = {
    "number": part.text("编号"),
    "record_type": part.one_of([("case", "事项")]),
    "kind": named("Kind", part.one_of(Kind.choices)),
    "status": named("CaseStatus", part.one_of(Status.choices)),
    "status_label": part.text("状态的中文名称"),
    "petition_class": or_null(named("PetitionClass", part.one_of(PetitionClass.choices))),
    "category": or_null(named("Category", part.one_of(Category.choices))),
    "title": part.text("标题"),
    "description": part.text("反映的事"),
    "source": or_null(shared.SOURCE),
    "unit": shared.UNIT_REF,
    "received_at": part.moment("收到时间"),
    "occurred_on": or_null(part.day("发生日期")),
    "place": part.text("地点"),
    "longitude": or_null(part.number("经度，CGCS2000")),
    "latitude": or_null(part.number("纬度，CGCS2000")),
    "people_count": part.whole("人数", 1),
    "confidential": part.flag("保密"),
    "is_backlog": part.flag("信访积案"),
    "backlog_since": or_null(part.day("积案起始日期")),
    "recused": part.listed(shared.PERSON, "回避的人"),
    "parties": part.listed(PARTY),
    "officer": or_null(shared.PERSON),
    "lead": or_null(shared.PERSON),
    "handling_unit": or_null(shared.UNIT_REF),
    "co_units": part.listed(shared.UNIT_REF, "协办单位"),
    "outcome": or_null(named("Outcome", part.one_of(Outcome.choices))),
    "satisfaction": or_null(part.whole("满意度", 1, 5)),
    "due_on": or_null(part.day("最早的届满日")),
    "light": shared.LIGHT,
    "supervised": part.flag("督办中"),
    "is_repeat": part.flag("重复"),
    "repeat_of": or_null(part.text("与哪一件重复（编号）；不在您范围内时为 null")),
    "extension_asked": or_null(shared.ASKED_EXTENSION),
    "created_at": part.moment("登记时间"),
    "created_by": shared.PERSON,
    "closed_at": or_null(part.moment("办结时间")),
    "version": shared.VERSION,
}
