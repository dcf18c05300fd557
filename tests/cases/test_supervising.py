"""督办: a leader's demand with its own date; several may be open; one answer answers them all."""

from datetime import date

import pytest

from junping.workflow.refusals import NothingToAnswer
from tests.road import LEFT_OUT


def test_a_supervision_runs_to_its_own_day_and_does_not_move(road):
    matter = road.log("petition")
    matter.do("leader", "supervise", due_on="2026-03-07")  # a Saturday
    clock = matter.clock("supervision")
    assert (clock.unit, clock.days, clock.due_on, clock.prudent_on) == (
        "date",
        None,
        date(2026, 3, 7),
        date(2026, 3, 6),
    )
    assert (matter.record.due_on, matter.record.supervised) == (date(2026, 3, 7), True)


def test_several_supervisions_run_side_by_side_and_one_answer_ends_them(road, time):
    matter = road.at("petition", "handling")
    matter.do("leader", "supervise", due_on="2026-03-05")
    matter.do("county_leader", "supervise", due_on="2026-03-20")
    time.set("2026-03-10 09:00")
    matter.do("officer", "answer_supervision")
    assert [(c.state, c.stopped_on) for c in matter.clocks if c.rule == "supervision"] == [
        ("missed", date(2026, 3, 10)),
        ("met", date(2026, 3, 10)),
    ]
    assert matter.record.due_on == matter.clock("handling").due_on


def test_where_none_is_open_there_is_nothing_to_answer(road):
    matter = road.at("petition", "handling")
    matter.do("leader", "supervise")
    matter.do("center", "answer_supervision")
    refusal = matter.refused("center", "answer_supervision")
    assert (type(refusal), refusal.code) == (NothingToAnswer, "nothing_to_answer")
    assert "note" in refusal.allowed
    assert "answer_supervision" not in refusal.allowed


@pytest.mark.parametrize("action", ["reply", "withdraw", "close"])
def test_a_supervision_still_open_at_the_end_counts_as_answered_that_day(road, time, action):
    matter = road.at("petition", "replied" if action == "close" else "handling")
    matter.do("leader", "supervise", due_on="2026-03-20")
    time.set("2026-03-18 09:00")
    matter.do("officer" if action == "reply" else "center", action)
    clock = matter.clock("supervision")
    assert (clock.state, clock.stopped_on) == (("running", None) if action == "reply" else ("met", date(2026, 3, 18)))


def test_a_supervision_open_past_its_day_at_the_end_is_missed(road, time):
    matter = road.at("petition", "replied")
    matter.do("leader", "supervise", due_on="2026-03-03")
    time.set("2026-03-18 09:00")
    matter.do("center", "close")
    assert matter.clock("supervision").state == "missed"


def test_a_day_before_today_cannot_be_demanded(road):
    matter = road.log("petition")
    assert matter.invalid("leader", "supervise", due_on="2026-03-01") == {"due_on": "too_early"}
    assert matter.invalid("leader", "supervise", due_on=LEFT_OUT) == {"due_on": "required"}
    assert matter.invalid("leader", "supervise", text="  ") == {"text": "required"}


def test_the_handlers_are_told_of_the_demand_and_the_leaders_of_the_answer(road):
    matter = road.at("petition", "handling")
    matter.do("leader", "supervise")
    assert {"officer", "handling"} <= set(matter.told())
    matter.do("officer", "answer_supervision")
    assert matter.told()["leader"].startswith("督办回复：反映占地补偿")
