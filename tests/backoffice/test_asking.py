"""The forms that are made of what the tables ask."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from junping.backoffice import asking_when
from junping.backoffice.ask_fields import Asking
from junping.backoffice.ask_forms import AskForm
from junping.backoffice.templatetags import junping as tags
from junping.workflow import fields as ask
from junping.workflow.conditions import Both, Either, Given, Not, RecordIs
from junping.workflow.refusals import FieldProblem
from junping.workflow.registry import domains
from tests.backoffice.conftest import acting

RECORD = SimpleNamespace(petition_class="appeal", level="general", status="registered")
ROUTE = ask.Choice("route", "办理途径", options=(("petition", "信访程序"), ("litigation", "诉讼")))
UNREACHABLE = ask.Flag("unreachable", "无法告知")
BY_NAME = {"route": ROUTE, "unreachable": UNREACHABLE}


def form(*asks: ask.Field, sent: str | None = None, **initial: Any) -> AskForm:
    actor: Any = SimpleNamespace(unit=None)
    return AskForm(asks, Asking(actor, RECORD), QueryDict(sent) if sent is not None else None, initial=initial)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Given("unreachable", True), "勾选了“无法告知”"),
        (Not(Given("unreachable", True)), "没有勾选“无法告知”"),
        (Not(Given("route", "petition")), "“办理途径”不是“信访程序”"),
        (Given("route"), "填了“办理途径”"),
        (Both(RecordIs("petition_class", "appeal"), Not(Given("route", "petition"))), "“办理途径”不是“信访程序”"),
        (Either(Given("route"), Given("unreachable", True)), "填了“办理途径”或勾选了“无法告知”"),
        (Not(Either(Given("route"), Given("unreachable", True))), "没有填“办理途径”，且没有勾选“无法告知”"),
    ],
)
def test_a_condition_on_other_fields_reads_in_words(condition, words) -> None:
    assert asking_when.words(condition, RECORD, BY_NAME) == words


def test_what_the_record_decides_is_asked_or_not_asked() -> None:
    shown = form(
        ask.Text("always", "必填"),
        ask.Text("appeal", "申诉才问", only_if=RecordIs("petition_class", "appeal")),
        ask.Text("major", "重大才问", only_if=RecordIs("level", "major")),
        ask.Text("maybe", "看情况", required=Not(Given("unreachable", True))),
        UNREACHABLE,
    )
    assert list(shown.fields) == ["always", "appeal", "maybe", "unreachable"]
    assert [name for name, field in shown.fields.items() if field.must] == ["always", "appeal"]
    assert shown.fields["maybe"].help_text == "没有勾选“无法告知”的要填。"


def test_values_reach_the_engine_as_json_gives_them() -> None:
    filled = form(
        ask.DoneOn("on", "日期"),
        ask.Number("days", "天数"),
        ask.Names("inspectors", "复查人"),
        ask.Flag("agreed", "同意", must_be_true=True, required=True),
        ask.Moment("at", "时间"),
        ask.LongText("text", "内容"),
        ask.Text("empty", "空", required=False),
        sent="on=2026-11-20&days=3&inspectors=周敏、向春华&agreed=on&at=2026-11-20T08:30&text= 一%0D%0A二 ",
    )
    assert filled.is_valid(), filled.errors
    assert filled.data_given() == {
        "on": "2026-11-20",
        "days": 3,
        "inspectors": ["周敏", "向春华"],
        "agreed": True,
        "at": "2026-11-20T08:30:00+08:00",
        "text": "一\n二",
    }


@pytest.mark.parametrize(
    ("asked", "sent", "value"),
    [
        (ask.Number("x", "天数"), "３０", 30),
        (ask.Number("x", "天数"), "1,000", 1000),
        (ask.Number("x", "天数"), "三十", "三十"),
        (ask.Decimal("x", "金额"), "1200.50", Decimal("1200.50")),
        (ask.Decimal("x", "金额"), "NaN", "NaN"),
        (ask.Moment("x", "时间"), "昨天", "昨天"),
        (ask.DoneOn("x", "日期"), "2026-02-31", "2026-02-31"),
        (ROUTE, "nothing", "nothing"),
    ],
)
def test_what_cannot_be_turned_is_handed_on_for_the_reader_to_refuse(asked, sent, value) -> None:
    query = QueryDict(mutable=True)
    query[asked.name] = sent
    filled = form(asked, sent=query.urlencode())
    assert filled.is_valid()
    assert filled.data_given() == {asked.name: value}


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        (ask.Number("x", "天数"), "invalid", "请填整数，例如 30。"),
        (ask.Number("x", "天数"), "out_of_range", "原话。"),
        (ask.Moment("x", "时间"), "invalid", "没有这个时间，请照 2026-01-31 09:30 的样子填。"),
        (ROUTE, "not_a_choice", "不在可选范围内，请重新选择。"),
    ],
)
def test_what_the_reader_says_of_json_is_put_in_the_forms_words(asked, code, said) -> None:
    filled = form(asked, sent="")
    assert filled.is_valid()
    filled.put(FieldProblem(asked.name, code, "原话。"))
    assert filled.errors == {asked.name: [said]}


@pytest.mark.parametrize(
    ("label", "text", "shown"),
    [
        ("延长天数", "您填了 45。", "延长天数："),
        ("延期理由", "请填写“延期理由”。", ""),
        ("当事人 2 电话", "请填写“电话”。", "当事人 2："),
        ("", "有人改过。", ""),
    ],
)
def test_a_label_stands_before_a_message_that_does_not_name_it(label, text, shown) -> None:
    assert tags.before(label, text) == shown


def test_only_what_was_changed_is_sent_and_emptying_counts() -> None:
    filled = form(
        ask.Text("title", "标题"),
        ask.Text("place", "地点", required=False),
        ask.PastDate("occurred_on", "发生日期", required=False),
        sent="title=新&place=&occurred_on=2026-01-02",
        title="旧",
        place="三组",
        occurred_on=date(2026, 1, 2),
    )
    assert filled.is_valid()
    assert filled.data_changed() == {"title": "新", "place": ""}


def test_an_engines_problem_is_put_at_the_row_it_names() -> None:
    parties = ask.Rows(
        "parties",
        "当事人",
        required=False,
        fields=(ask.Text("name", "姓名"), ask.Text("phone", "电话", required=False)),
    )
    filled = form(parties, sent="parties-count=3&parties-0-name=&parties-1-name=甲&parties-2-name=乙&parties-2-phone=1")
    assert filled.is_valid()
    assert filled.data_given() == {"parties": [{"name": "甲"}, {"name": "乙", "phone": "1"}]}
    filled.put(FieldProblem("parties.1.phone", "invalid", "电话不对。"))
    filled.put(FieldProblem("parties.7.phone", "invalid", "没有这一行。"))
    assert filled.problems == [("", "", "没有这一行。"), ("id_parties-2-phone", "当事人 3 电话", "电话不对。")]


@pytest.mark.django_db
def test_every_action_of_every_table_has_its_form(people) -> None:
    for domain in domains():
        for kind, table in domain.tables.items():
            record = domain.model(**({"kind": kind} if domain.kind_field and kind != "accusation" else {}))
            for action in table.actions:
                shown = AskForm(action.asks, Asking(acting("center"), record))
                for field in shown:
                    assert str(field.label)
                    assert render_to_string("admin/junping/field.html", {"field": field})
