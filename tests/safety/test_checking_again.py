"""整改、复查、销号、反弹: four eyes on every hazard, two inspectors on a major one."""

from datetime import date

import pytest

from junping.workflow.refusals import Forbidden, WrongState
from tests.cast import moment
from tests.road import LEFT_OUT
from tests.safety.test_ordering import FIVE


def test_what_is_reported_put_right_is_checked_within_ten_days(road, time):
    matter = road.at("hazard", "rectifying")
    time.set("2026-03-12 09:00")
    matter.do("handling", "rectify", rectified_on="2026-03-10", funds_spent=1280.5)
    assert (matter.clock("rectification").state, matter.clock("rectification").stopped_on) == ("met", date(2026, 3, 10))
    assert (matter.status, matter.running()) == ("rectified", {"recheck_hazard": "2026-03-23"})
    assert (matter.record.rectified_at, matter.last.data["funds_spent"]) == (moment("2026-03-10 00:00"), "1280.50")
    assert "center" in matter.told()


def test_put_right_after_its_day_is_missed(road, time):
    matter = road.log("hazard")
    matter.do("center", "order", due_on="2026-03-05")
    time.set("2026-03-06 09:00")
    matter.do("officer", "rectify")
    assert matter.clock("rectification").state == "missed"


def test_put_right_on_the_day_it_was_found_is_not_put_right_before(road):
    matter = road.log("hazard", found_at="2026-03-02T08:30:00+08:00")
    matter.do("center", "order")
    matter.do("village", "rectify")
    assert matter.record.rectified_at == moment("2026-03-02 09:00")


def test_who_found_it_puts_it_right_on_the_spot(road):
    matter = road.log("hazard")
    matter.do("village", "rectify_on_spot")
    assert (matter.status, matter.clock("dispatch").state, matter.record.measures) == ("rectified", "met", "当场清理")
    assert matter.running() == {"recheck_hazard": "2026-03-12"}


def test_a_major_hazard_is_not_put_right_on_the_spot(road):
    matter = road.log("hazard", level="major")
    assert isinstance(matter.refused("village", "rectify_on_spot"), WrongState)
    assert "rectify_on_spot" not in matter.allowed("village")


@pytest.mark.parametrize("action", ["rectify", "rectify_on_spot"])
def test_whoever_reported_it_put_right_never_passes_it(road, action):
    matter = road.at("hazard", "rectifying" if action == "rectify" else "registered")
    matter.do("center", action)
    assert isinstance(matter.refused("center", "pass"), Forbidden)
    assert "pass" not in matter.allowed("center")
    matter.do("center2", "pass")
    assert matter.status == "closed"


def test_but_may_find_that_it_fails(road):
    matter = road.at("hazard", "rectifying")
    matter.do("center", "rectify")
    matter.do("center", "fail")
    assert matter.status == "rectifying"


def test_once_another_has_put_it_right_the_first_may_pass_it(road):
    matter = road.at("hazard", "rectifying")
    matter.walk(("center", "rectify"), ("center2", "fail"), ("officer", "rectify"), ("center", "pass"))
    assert matter.status == "closed"


def test_a_hazard_that_passes_is_struck_off(road):
    matter = road.at("hazard", "rectified")
    matter.do("leader", "supervise")
    matter.do("center", "pass", note="符合要求")
    record = matter.record
    assert (record.status, record.due_on, record.supervised) == ("closed", None, False)
    assert record.closed_at == moment("2026-03-02 09:00")
    assert matter.clock("recheck_hazard").state == matter.clock("supervision").state == "met"


@pytest.mark.parametrize("inspectors", [LEFT_OUT, [], [" "], "周敏", [5]])
def test_a_check_names_its_inspectors(road, inspectors):
    assert set(road.at("hazard", "rectified").invalid("center", "pass", inspectors=inspectors)) == {"inspectors"}


def test_one_inspector_is_enough_for_a_general_hazard(road):
    matter = road.at("hazard", "rectified")
    matter.do("center", "pass", inspectors=["周敏"])
    assert matter.status == "closed"


@pytest.mark.parametrize("inspectors", [["周敏"], ["周敏", "周敏"], ["周敏", " 周敏 "], ["周敏", ""]])
def test_a_major_hazard_needs_two(road, inspectors):
    matter = road.log("hazard", level="major")
    matter.do("center", "order", **FIVE)
    matter.do("officer", "rectify")
    assert matter.invalid("center", "pass", inspectors=inspectors) == {"inspectors": "too_few"}
    matter.do("center", "pass", inspectors=["周敏", "李强"])
    assert matter.last.data["inspectors"] == ["周敏", "李强"]


def test_a_hazard_that_fails_is_put_right_anew_by_another_day(road, time):
    matter = road.at("hazard", "rectified")
    time.set("2026-03-09 09:00")
    matter.do("center", "fail", due_on="2026-03-31")
    assert (matter.status, matter.clock("recheck_hazard").state) == ("rectifying", "met")
    assert matter.running() == {"rectification": "2026-03-31"}
    assert (matter.record.rectified_at, matter.record.rectified_by) == (None, None)
    assert matter.record.officer.username == "officer"


@pytest.mark.parametrize("field", ["inspected_on", "inspectors", "reason", "due_on"])
def test_failing_needs_everything(road, field):
    assert road.at("hazard", "rectified").invalid("center", "fail", **{field: LEFT_OUT}) == {field: "required"}


def test_a_hazard_that_comes_back_is_put_right_again(road, time):
    matter = road.at("hazard", "closed")
    time.set("2026-05-06 09:00")
    matter.do("center", "reopen", due_on="2026-05-20")
    record = matter.record
    assert (record.status, record.closed_at, record.rectified_at) == ("rectifying", None, None)
    assert (matter.running(), record.due_on) == ({"rectification": "2026-05-20"}, date(2026, 5, 20))
    assert matter.last.data["closed_at"][1] is None
    matter.walk(("officer", "rectify"), ("center", "pass"))
    assert (matter.status, matter.problem()) == ("closed", "")


def test_only_the_centre_reopens(road):
    assert isinstance(road.at("hazard", "closed").refused("leader", "reopen"), Forbidden)
