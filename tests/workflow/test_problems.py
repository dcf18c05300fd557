"""A broken table is refused, and the refusal says what is wrong."""

from dataclasses import replace

import pytest

from junping.clocks.rules import CALENDAR, DATE, ClockRule
from junping.workflow.conditions import Both, Either, Given, Not, RecordIs
from junping.workflow.fields import LongText, Names, Number, SetFor, Text
from junping.workflow.problems import problems
from junping.workflow.registry import domains
from junping.workflow.steps import cancels, extends, starts, stops
from junping.workflow.table import ANY, CENTER, NEW, OPEN, Action, ByField, RunningClock, Table

COLUMNS = {"status", "title", "outcome", "reporter_id"}
PLAN = ClockRule("plan", "整改", 10, CALENDAR, "某法")
FIXED = ClockRule("fixed", "督办", None, DATE, "督办通知")
WINDOW = ClockRule("window", "申请期限", 30, CALENDAR, "某法", window=True)

REGISTER = Action("register", "登记", who=(), when=NEW, then="open", clock=(starts(PLAN),))
CLOSE = Action(
    "close",
    "办结",
    who=(CENTER,),
    when=("open",),
    then="closed",
    asks=(Text("outcome", "结果"),),
    sets=("outcome",),
    clock=(stops(PLAN),),
    also=("end",),
)
VOID = Action("void", "作废", who=(CENTER,), when=ANY, then="voided", clock=(cancels(PLAN),))


def table(*actions: Action, states=("open", "closed", "voided"), **fields) -> Table:
    return Table(
        "thing",
        "事",
        states=tuple((name, name) for name in states),
        ends=fields.pop("ends", ("closed", "voided")),
        actions=actions or (REGISTER, CLOSE, VOID),
        **fields,
    )


def found(*tables: Table) -> list[str]:
    return problems(tables, {"end"}, COLUMNS)


def test_a_sound_table_has_no_problem():
    assert found(table()) == []


def test_the_tables_of_the_program_have_no_problem():
    assert [problems(tuple(d.tables.values()), d.effects, d.columns) for d in domains()] == [[], []]


def test_a_state_to_which_nothing_leads_is_unreachable():
    lonely = replace(CLOSE, name="wake", when=("asleep",))
    assert "thing: nothing leads to the state asleep" in found(
        table(REGISTER, CLOSE, VOID, lonely, states=("open", "asleep", "closed", "voided"))
    )


def test_a_state_brought_along_from_another_table_is_reachable():
    wake = replace(CLOSE, name="wake", when=("asleep",))
    states = ("open", "asleep", "closed", "voided")
    assert found(table(REGISTER, CLOSE, VOID, wake, states=states, entered_elsewhere=("asleep",))) == []


def test_a_state_that_can_only_be_voided_is_a_dead_end():
    lose = replace(CLOSE, name="lose", then="lost")
    said = found(table(REGISTER, CLOSE, VOID, lose, states=("open", "lost", "closed", "voided")))
    assert said == ["thing: no way leads from the state lost to an end"]


def test_two_states_that_lead_only_to_each_other_are_dead_ends():
    there = Action("there", "去", who=(CENTER,), when=("open",), then="away")
    back = Action("back", "回", who=(CENTER,), when=("away",), then="open")
    said = found(table(REGISTER, there, back, VOID, states=("open", "away", "voided"), ends=("voided",)))
    assert said.count("thing: no way leads from the state open to an end") == 1
    assert said.count("thing: no way leads from the state away to an end") == 1


def test_a_clock_that_nothing_stops_is_refused():
    running_on = replace(CLOSE, clock=())
    assert found(table(REGISTER, running_on)) == [
        "thing: nothing leads to the state voided",
        "thing: nothing stops the clock plan",
    ]


def test_a_window_needs_nothing_that_stops_it():
    offered = replace(CLOSE, clock=(stops(PLAN), starts(WINDOW)))
    assert found(table(REGISTER, offered, VOID)) == []


def test_a_clock_that_nothing_starts_is_refused():
    assert found(table(replace(REGISTER, clock=()), CLOSE, VOID)) == ["thing: nothing starts the clock plan"]


def test_an_action_cannot_need_a_clock_that_nothing_starts():
    ask = Action("ask", "申请", who=(CENTER,), when=("open",), needs_clock=RunningClock(rule=WINDOW, code="no_clock"))
    assert found(table(REGISTER, CLOSE, VOID, ask)) == ["thing: ask: needs the clock window, which nothing starts"]


def test_what_an_action_cannot_do_in_any_state_starts_and_needs_nothing():
    days = Number("days", "天数")
    never = Action("lengthen", "延期", who=(CENTER,), when=("elsewhere",), asks=(days,), clock=(extends(WINDOW),))
    other = table(
        replace(REGISTER, then="elsewhere", clock=()),
        replace(CLOSE, when=("elsewhere",), clock=()),
        replace(VOID, clock=()),
        states=("elsewhere", "closed", "voided"),
    )
    assert found(table(REGISTER, CLOSE, VOID, never), other) == []


def test_an_effect_that_the_domain_does_not_have_is_refused():
    assert found(table(REGISTER, replace(CLOSE, also=("end", "celebrate")), VOID)) == [
        "thing: close: there is no effect celebrate"
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("satisfaction", "sets satisfaction, which is not a field of the record"),
        ("title", "sets title, which is not asked"),
    ],
)
def test_what_an_action_sets_must_be_asked_and_be_a_field_of_the_record(name, text):
    asks = (Text("outcome", "结果"), Text("satisfaction", "满意度"))
    assert found(table(REGISTER, replace(CLOSE, asks=asks, sets=(name,)), VOID)) == [f"thing: close: {text}"]


def test_an_unknown_state_in_when_is_refused():
    assert found(table(REGISTER, replace(CLOSE, when=("open", "opne")), VOID)) == [
        "thing: close: there is no state opne"
    ]


def test_a_state_of_another_table_is_known():
    other = table(replace(REGISTER, then="resting"), replace(CLOSE, when=("resting",)), states=("resting", "closed"))
    shared = replace(CLOSE, when=("open", "resting"))
    assert found(table(REGISTER, shared, VOID), replace(other, ends=("closed",))) == []


def test_an_unknown_target_and_an_unknown_end_are_refused():
    said = found(table(REGISTER, CLOSE, VOID, replace(CLOSE, name="lose", then="lost"), ends=("closed", "done")))
    assert "thing: lose: leads to lost, no state of this table" in said
    assert "thing: there is no state done" in said


def test_each_branch_of_a_decision_must_lead_to_a_state():
    decide = replace(CLOSE, then=ByField("verdict", (("no", "nowhere"),), otherwise="closed"))
    said = found(table(REGISTER, decide, VOID))
    assert "thing: close: leads to nowhere, no state of this table" in said
    assert "thing: close: the next state hangs on verdict, which is not asked" in said


def test_names_are_given_once():
    said = found(table(REGISTER, CLOSE, CLOSE, VOID, states=("open", "open", "closed", "voided")))
    assert {"thing: two states are called open", "thing: two actions are called close"} <= set(said)
    twice = replace(CLOSE, asks=(Text("outcome", "结果"), LongText("outcome", "结果")))
    assert found(table(REGISTER, twice, VOID)) == ["thing: close: asks twice for outcome"]


@pytest.mark.parametrize(
    "condition",
    [
        RecordIs("colour", "red"),
        Not(RecordIs("colour", "red")),
        Both(RecordIs("title", "x"), RecordIs("colour", "red")),
        Either(RecordIs("title", "x"), Not(RecordIs("colour", "red"))),
    ],
)
@pytest.mark.parametrize("place", ["required", "only_if"])
def test_a_condition_on_an_unknown_field_of_the_record_is_refused(condition, place):
    asks = (Text("outcome", "结果", **{place: condition}),)
    assert found(table(REGISTER, replace(CLOSE, asks=asks), VOID)) == [
        "thing: close: a condition looks at colour, which is no field of the record"
    ]


@pytest.mark.parametrize("place", ["required", "only_if"])
def test_a_condition_on_data_looks_only_at_what_was_asked_before(place):
    asks = (Text("outcome", "结果", **{place: Given("after")}), Text("after", "后面"))
    assert found(table(REGISTER, replace(CLOSE, asks=asks), VOID)) == [
        "thing: close: a condition looks at after, which is not asked before it"
    ]
    assert found(table(REGISTER, replace(CLOSE, asks=tuple(reversed(asks))), VOID)) == []


def test_the_conditions_of_names_actions_and_clock_steps_are_looked_at_too():
    colour = RecordIs("colour", "red")
    for broken in (
        replace(CLOSE, asks=(Text("outcome", "结果"), Names("inspectors", "复查人", two_if=colour))),
        replace(CLOSE, needs=colour),
        replace(CLOSE, narrower=((CENTER, colour),)),
        replace(CLOSE, clock=(stops(PLAN, only_if=colour),)),
    ):
        assert found(table(REGISTER, broken, VOID)) == [
            "thing: close: a condition looks at colour, which is no field of the record"
        ]


def test_a_clock_step_hangs_on_a_day_that_is_there():
    broken = replace(CLOSE, clock=(stops(PLAN, on="delivered_on"),))
    assert found(table(REGISTER, broken, VOID)) == [
        "thing: close: the clock plan hangs on delivered_on, which is neither asked nor a field of the record"
    ]


def test_a_clock_whose_day_a_person_fixes_is_given_one_and_no_other_is():
    demand = Action(
        "demand", "督办", who=(CENTER,), when=OPEN, asks=(SetFor("due_on", "期限"),), clock=(starts(FIXED),)
    )
    answer = Action("answer", "回复", who=(CENTER,), when=OPEN, clock=(stops(FIXED),))
    assert found(table(REGISTER, CLOSE, VOID, demand, answer)) == [
        "thing: demand: the clock fixed needs day fixed by a person"
    ]
    right = replace(demand, clock=(starts(FIXED, to="due_on"),))
    assert found(table(REGISTER, CLOSE, VOID, right, answer)) == []
    wrong = replace(demand, clock=(starts(PLAN, to="due_on"),))
    assert found(table(REGISTER, CLOSE, VOID, wrong)) == [
        "thing: demand: the clock plan takes no day fixed by a person"
    ]


def test_one_of_several_and_the_one_who_may_not_must_be_known():
    broken = replace(CLOSE, one_of=("officer",), not_by="nobody_id")
    assert found(table(REGISTER, broken, VOID)) == [
        "thing: close: one of officer is required, which is not asked",
        "thing: close: not by nobody_id, which is no field of the record",
    ]


def test_the_system_check_names_a_broken_table(monkeypatch):
    from django.core.checks import run_checks

    from junping.workflow import registry

    cases = registry.domain("case")
    petition = cases.tables["petition"]
    without_register = replace(petition, actions=petition.actions[1:])
    broken = replace(cases, tables={**cases.tables, "petition": without_register})
    monkeypatch.setitem(registry._DOMAINS, "case", broken)
    said = [error.msg for error in run_checks() if error.id == "workflow.E001"]
    assert "petition: nothing leads to the state registered" in said
    assert "petition: nothing starts the clock notice" in said
