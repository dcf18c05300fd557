"""What registering a case asks for, and the parts that several actions share."""

from dataclasses import replace

from cases.vocabulary import Category, IdType, Kind, PartyRole, PetitionClass
from junping.org.roles import Role
from junping.workflow.conditions import Condition, Given, Not, RecordIs
from junping.workflow.fields import (
    Choice,
    Decimal,
    DoneOn,
    Everybody,
    Field,
    Flag,
    LongText,
    Moment,
    Number,
    PastDate,
    Person,
    Rows,
    Text,
    UnitRef,
    UnitRefs,
)
from junping.workflow.vocabulary import Source

PARTY = (
    Choice("role", "身份", options=tuple(PartyRole.choices)),
    Text("name", "姓名或名称", at_most=100),
    Choice("id_type", "证件类型", required=False, options=tuple(IdType.choices)),
    Text("id_number", "证件号码", required=False, at_most=40),
    Text("phone", "电话", required=False, at_most=30),
    Text("address", "住址", required=False),
)
PETITION_CLASS = Choice("petition_class", "信访类别", options=tuple(PetitionClass.choices))
WHAT = (
    Choice("category", "类别", options=tuple(Category.choices)),
    Text("title", "标题"),
    LongText("description", "反映的事", required=False, at_most=20_000),
    Choice("source", "来源", options=tuple(Source.choices)),
)
WHERE = (
    PastDate("occurred_on", "发生日期", required=False),
    Text("place", "地点", required=False),
    Decimal("longitude", "经度", required=False, at_least=-180, at_most=180, places=6),
    Decimal("latitude", "纬度", required=False, at_least=-90, at_most=90, places=6),
    Number("people_count", "人数", required=False),
    Flag("confidential", "保密"),
    Flag("is_backlog", "信访积案"),
    PastDate("backlog_since", "积案起始日期", required=False),
)
PARTIES = Rows("parties", "当事人", required=False, one="party", fields=PARTY)
AT_REGISTRATION = (
    UnitRef("unit", "所属单位", required=False),
    Moment("received_at", "收到时间", required=False),
    Everybody("recused", "应回避的人", required=False),
)


def _class(petition: bool) -> Field:
    """Asked of petitions; a program that hands in the other kinds may leave it empty."""
    return PETITION_CLASS if petition else replace(PETITION_CLASS, only_if=RecordIs("kind", Kind.PETITION))


def registering(petition: bool) -> tuple[Field, ...]:
    """The fields of POST cases/, `kind` first."""
    kind = Choice("kind", "种类", options=tuple(Kind.choices))
    return (kind, _class(petition), *WHAT, *AT_REGISTRATION, *WHERE, PARTIES)


def correcting(petition: bool) -> tuple[Field, ...]:
    """The fields of PATCH: what registering asks, less what never changes that way."""
    return (_class(petition), *WHAT, *WHERE, PARTIES)


def told_in_writing() -> tuple[Field, ...]:
    """信访工作条例 第二十三条第二款: in writing, unless name or address are unknown."""
    unreachable = Given("unreachable", True)
    return (
        Flag("unreachable", "姓名（名称）、住址不清，无法告知"),
        DoneOn("notified_on", "书面告知日期", required=Not(unreachable), only_if=Not(unreachable)),
    )


def assignees() -> tuple[Field, ...]:
    return (
        Person("officer", "承办人", required=False, roles=(Role.VILLAGE, Role.CENTER, Role.OFFICER)),
        UnitRef("handling_unit", "承办单位", required=False),
        UnitRefs("co_units", "协办单位", required=False),
    )


def note(required: bool | Condition = False) -> LongText:
    return LongText("note", "说明", required=required)


def reason(label: str = "理由") -> LongText:
    return LongText("reason", label)
