"""延期: a later day for a hazard, by a leader, before the day has passed."""

from datetime import date

import pytest

from junping.workflow.refusals import Forbidden, NoClock, TooLate
from tests.road import LEFT_OUT


@pytest.fixture
def matter(road):
    found = road.log("hazard")
    found.do("center", "order", due_on="2026-03-20")
    return found


def test_a_leader_puts_the_day_off_and_the_explanation_says_so(matter):
    matter.do("leader", "extend", due_on="2026-04-05")
    clock = matter.clock("rectification")
    assert (clock.due_on, matter.record.due_on, len(matter.clocks)) == (date(2026, 4, 5), date(2026, 4, 5), 2)
    assert any("某leader2026年3月2日批准由2026年3月20日改到2026年4月5日" in line for line in clock.explanation)
    assert {"officer", "handling"} <= set(matter.told())


@pytest.mark.parametrize("due_on", ["2026-03-20", "2026-03-19"])
def test_the_new_day_is_later(matter, due_on):
    assert matter.invalid("leader", "extend", due_on=due_on) == {"due_on": "too_early"}


def test_on_the_day_itself_it_is_not_too_late(matter, time):
    time.set("2026-03-20 23:59")
    matter.do("leader", "extend", due_on="2026-03-31")
    assert matter.clock("rectification").due_on == date(2026, 3, 31)


def test_once_the_day_has_passed_it_is(matter, time):
    time.set("2026-03-21 00:00")
    refusal = matter.refused("leader", "extend", due_on="2026-03-31")
    assert (type(refusal), refusal.date) == (TooLate, date(2026, 3, 20))


def test_approved_in_time_and_entered_late_it_is_marked(matter, time):
    time.set("2026-03-25 09:00")
    matter.do("leader", "extend", due_on="2026-03-31", occurred_at="2026-03-20T10:00:00+08:00")
    assert any("（2026年3月25日补录）" in line for line in matter.clock("rectification").explanation)


@pytest.mark.parametrize("field", ["due_on", "reason"])
def test_it_needs_a_day_and_a_reason(matter, field):
    assert matter.invalid("leader", "extend", **{field: LEFT_OUT}) == {field: "required"}


def test_only_a_leader_extends_and_the_others_ask(matter):
    for who in ("center", "officer"):
        assert isinstance(matter.refused(who, "extend"), Forbidden)
    matter.do("officer", "ask_extension", due_on="2026-04-05", reason="等材料")
    asked = matter.record.extension_asked
    assert (asked["due_on"], asked["reason"], asked["by"]["username"]) == ("2026-04-05", "等材料", "officer")
    matter.do("leader", "extend", due_on="2026-04-05")
    assert matter.record.extension_asked is None


@pytest.mark.parametrize(("who", "action"), [("leader", "comment"), ("officer", "rectify"), ("leader", "hand_over")])
def test_a_request_is_answered_by_a_comment_or_falls_away(matter, who, action):
    matter.do("center", "ask_extension", due_on="2026-04-05")
    matter.do(who, action)
    assert matter.record.extension_asked is None


def test_where_no_day_was_fixed_there_is_nothing_to_put_off(road):
    found = road.log("hazard", "center", via="import")
    found.do("center", "order", via="import", due_on=LEFT_OUT)
    assert isinstance(found.refused("leader", "extend"), NoClock)
    assert isinstance(found.refused("officer", "ask_extension"), NoClock)
