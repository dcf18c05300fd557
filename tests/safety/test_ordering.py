"""定级、整改通知、移送、退回: what a hazard needs before it is put right."""

from datetime import date

import pytest

from junping.workflow.refusals import Forbidden
from tests.road import LEFT_OUT

FIVE = {
    "funds": "50000元",
    "plan": "应急预案一份",
    "interim_measures": "断电停用",
    "standard": "重大火灾隐患判定方法 GB 35181",
}


def test_a_hazard_found_is_dispatched_within_two_working_days(road):
    """Found on a Friday; the Saturday was worked to make up for 春节."""
    matter = road.log("hazard", found_at="2026-02-27T10:00:00+08:00")
    assert matter.running() == {"dispatch": "2026-03-02"}


def test_an_order_fixes_the_day_and_it_does_not_move(road):
    matter = road.log("hazard")
    matter.do("center", "order", due_on="2026-03-07")  # a Saturday
    assert (matter.status, matter.clock("dispatch").state) == ("rectifying", "met")
    assert matter.running() == {"rectification": "2026-03-07"}
    assert matter.record.due_on == date(2026, 3, 7)


@pytest.mark.parametrize("who", ["center", "leader"])
def test_an_order_names_a_unit_or_a_person(road, who):
    matter = road.log("hazard")
    assert matter.invalid(who, "order", responsible_unit=LEFT_OUT) == {"responsible_unit": "required"}
    matter.do(who, "order", responsible_unit=LEFT_OUT, responsible_person="小卖部业主 王五")
    record = matter.record
    assert (record.responsible_unit, record.responsible_person) == (None, "小卖部业主 王五")


@pytest.mark.parametrize("field", ["measures", "due_on"])
def test_an_order_needs_measures_and_a_day(road, field):
    assert road.log("hazard").invalid("center", "order", **{field: LEFT_OUT}) == {field: "required"}


def test_the_responsible_unit_is_one_of_the_scope_and_still_there(road):
    matter = road.log("hazard")
    for code in ("431224106000", "431224", "000"):
        assert matter.invalid("center", "order", responsible_unit=code) == {"responsible_unit": "unknown"}


def test_an_order_goes_out_in_the_towns_name_unless_another_is_named(road):
    matter = road.log("hazard")
    matter.do("center", "order")
    assert (matter.record.authority, matter.last.data["authority"]) == ("均坪镇人民政府", "均坪镇人民政府")
    other = road.log("hazard")
    other.do("center", "order", authority="溆浦县消防救援大队")
    assert other.record.authority == "溆浦县消防救援大队"


def test_a_major_hazard_is_ordered_with_the_five_provisions_and_its_standard(road):
    matter = road.log("hazard", level="major")
    assert matter.invalid("center", "order") == dict.fromkeys(FIVE, "required")
    matter.do("center", "order", **FIVE)
    record = matter.record
    assert (record.funds, record.standard) == (FIVE["funds"], FIVE["standard"])
    assert (matter.last.data["plan"], matter.last.data["interim_measures"]) == (FIVE["plan"], FIVE["interim_measures"])


def test_for_a_general_hazard_money_and_plan_may_be_named_but_no_standard_of_major_ones(road):
    matter = road.log("hazard")
    assert matter.invalid("center", "order", standard="某标准") == {"standard": "not_applicable"}
    matter.do("center", "order", funds=3000)
    assert matter.record.funds == "3000元"


def test_the_officer_and_the_unit_are_told(road):
    matter = road.at("hazard", "rectifying")
    assert {"officer", "handling"} <= set(matter.told())


def test_grading_to_major_names_the_standard(road):
    matter = road.log("hazard")
    assert matter.invalid("center", "grade", level="major") == {"standard": "required"}
    matter.do("center", "grade", level="major", standard=FIVE["standard"])
    assert (matter.record.level, matter.record.standard, matter.status) == ("major", FIVE["standard"], "registered")
    assert matter.last.data["level"] == ["general", "major"]


def test_grading_to_major_while_it_is_being_put_right_asks_for_the_provisions_as_well(road):
    matter = road.at("hazard", "rectifying")
    assert matter.invalid("center", "grade", level="major") == dict.fromkeys(FIVE, "required")
    matter.do("center", "grade", level="major", **FIVE)
    assert (matter.record.level, matter.record.funds, matter.running()) == (
        "major",
        FIVE["funds"],
        {"rectification": "2026-12-31"},
    )


def test_grading_down_asks_for_a_reason_alone(road):
    matter = road.log("hazard", level="major")
    assert matter.invalid("center", "grade", reason=LEFT_OUT) == {"reason": "required"}
    matter.do("center", "grade", level="general")
    assert matter.record.level == "general"


def test_what_is_handed_over_is_the_departments(road):
    for state in ("registered", "rectifying"):
        matter = road.at("hazard", state)
        assert matter.invalid("leader", "hand_over", to_body=LEFT_OUT) == {"to_body": "required"}
        matter.do("leader", "hand_over")
        assert (matter.status, matter.running(), matter.record.due_on) == ("referred", {}, None)
        assert matter.clocks[-1].state == ("met" if state == "registered" else "cancelled")


def test_it_is_not_handed_over_to_a_recused_person(road):
    matter = road.log("hazard", recused=["far"])
    assert matter.invalid("center", "hand_over", to_body="长坪村") == {"to_body": "barred"}


@pytest.mark.parametrize("field", ["officer", "responsible_unit"])
def test_neither_a_recused_person_nor_their_unit_is_made_responsible(road, field):
    matter = road.log("hazard", recused=["far", "officer2"])
    given = {"officer": "officer2"} if field == "officer" else {"responsible_unit": road.cast.code("far")}
    assert matter.invalid("center", "order", **given) == {field: "barred"}


def test_a_hazard_sent_back_has_nobody_responsible_and_is_dispatched_anew(road, time):
    matter = road.log("hazard")
    matter.do("center", "order", responsible_person="业主")
    time.set("2026-03-05 09:00")
    done = matter.do("handling", "send_back")
    record = matter.record
    assert (record.status, record.officer, record.responsible_unit, record.responsible_person) == (
        "registered",
        None,
        None,
        "",
    )
    assert (matter.clock("rectification").state, matter.running()) == ("cancelled", {"dispatch": "2026-03-09"})
    assert done.in_sight is False
    assert matter.problem() == ""


def test_only_who_is_responsible_sends_it_back(road):
    for who in ("center", "leader", "village"):
        assert isinstance(road.at("hazard", "rectifying").refused(who, "send_back"), Forbidden)


def test_a_request_for_time_falls_away_when_it_is_sent_back(road):
    matter = road.at("hazard", "rectifying")
    matter.do("officer", "ask_extension", due_on="2027-01-15")
    assert matter.record.extension_asked["due_on"] == "2027-01-15"
    matter.do("officer", "send_back")
    assert matter.record.extension_asked is None
