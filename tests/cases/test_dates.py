"""When did it happen? What may lie in the past, what in the future, and what an act's own moment decides."""

from datetime import date

import pytest

from tests.cast import moment
from tests.road import LEFT_OUT

DONE = [
    ("petition", "registered", "center", "accept", "notified_on"),
    ("petition", "registered", "center", "decline", "notified_on"),
    ("petition", "handling", "leader", "extend", "notified_on"),
    ("petition", "handling", "officer", "reply", "delivered_on"),
    ("petition", "replied", "center", "request_review", "requested_on"),
    ("petition", "reviewing", "center", "review", "delivered_on"),
    ("petition", "reviewed", "center", "request_recheck", "requested_on"),
    ("petition", "rechecking", "center", "recheck", "delivered_on"),
    ("dispute", "handling", "officer", "settle", "effective_on"),
    ("dispute", "settled", "officer", "request_confirmation", "filed_on"),
    ("request", "handling", "officer", "reply", "delivered_on"),
    ("hazard", "registered", "village", "rectify_on_spot", "rectified_on"),
    ("hazard", "rectifying", "officer", "rectify", "rectified_on"),
    ("hazard", "rectified", "center", "pass", "inspected_on"),
    ("hazard", "rectified", "center", "fail", "inspected_on"),
]
SET = [
    ("petition", "registered", "leader", "supervise", "due_on"),
    ("dispute", "handling", "officer", "settle", "perform_by"),
    ("hazard", "registered", "center", "order", "due_on"),
    ("hazard", "rectified", "center", "fail", "due_on"),
    ("hazard", "closed", "center", "reopen", "due_on"),
    ("hazard", "rectifying", "officer", "ask_extension", "due_on"),
]


@pytest.mark.parametrize(("kind", "state", "who", "action", "field"), DONE)
def test_what_was_done_lies_neither_in_the_future_nor_before_the_receipt(road, kind, state, who, action, field):
    matter = road.at(kind, state)
    assert matter.invalid(who, action, **{field: "2026-03-03"}) == {field: "in_future"}
    assert matter.invalid(who, action, **{field: "2026-03-01"}) == {field: "too_early"}
    matter.do(who, action, **{field: "2026-03-02"})


@pytest.mark.parametrize(("kind", "state", "who", "action", "field"), SET)
def test_a_date_set_lies_not_before_the_day_of_the_act(road, time, kind, state, who, action, field):
    matter = road.at(kind, state)
    time.set("2026-03-10 09:00")
    assert matter.invalid(who, action, **{field: "2026-03-09"}) == {field: "too_early"}
    matter.do(who, action, **{field: "2026-03-10"})


def test_the_day_of_the_act_is_the_day_it_happened_not_the_day_it_is_entered(road, time):
    matter = road.log("petition")
    time.set("2026-03-10 09:00")
    matter.do("leader", "supervise", due_on="2026-03-05", occurred_at="2026-03-04T10:00:00+08:00")
    assert (matter.clock("supervision").started_on, matter.clock("supervision").due_on) == (
        date(2026, 3, 4),
        date(2026, 3, 5),
    )


def test_another_routes_day_is_set_too(road):
    assert road.log("petition").invalid("center", "accept", route="litigation", route_due_on="2026-03-01") == {
        "route_due_on": "too_early"
    }


@pytest.mark.parametrize("text", ["2026-02-30", "2026-3-2", "20260302", "2026-03-02T00:00:00+08:00", 20260302, ["x"]])
def test_a_date_is_written_in_one_way(road, text):
    assert road.log("petition").invalid("center", "accept", notified_on=text) == {"notified_on": "invalid"}


def test_an_act_keeps_when_it_happened_and_when_it_was_entered(road, time):
    matter = road.log("petition")
    time.set("2026-03-09 10:00")
    matter.do("center", "accept", occurred_at="2026-03-04T15:00:00+08:00", notified_on="2026-03-04")
    event = matter.last
    assert (event.at, event.occurred_at) == (moment("2026-03-09 10:00"), moment("2026-03-04 15:00"))
    assert matter.clock("handling").started_on == date(2026, 3, 4)
    assert matter.record.state_changed_at == moment("2026-03-04 15:00")


def test_five_minutes_ahead_count_as_now_and_more_do_not(road):
    matter = road.log("petition")
    matter.do("center", "note", occurred_at="2026-03-02T09:05:00+08:00")
    assert matter.last.occurred_at == moment("2026-03-02 09:00")
    assert matter.invalid("center", "note", occurred_at="2026-03-02T09:05:01+08:00") == {"occurred_at": "in_future"}


def test_nothing_happens_before_the_receipt(road, time):
    matter = road.log("petition", received_at="2026-03-01T20:00:00+08:00")
    assert matter.invalid("center", "note", occurred_at="2026-03-01T19:59:59+08:00") == {"occurred_at": "too_early"}
    matter.do("center", "note", occurred_at="2026-03-01T20:00:00+08:00")


def test_nothing_happens_before_the_last_act_that_changed_the_state(road, time):
    matter = road.log("petition")
    time.set("2026-03-04 09:00")
    matter.do("center", "accept")
    time.set("2026-03-10 09:00")
    matter.do("center", "note")
    assert matter.invalid("center", "assign", occurred_at="2026-03-04T08:59:59+08:00") == {"occurred_at": "too_early"}
    matter.do("center", "assign", occurred_at="2026-03-04T09:00:00+08:00")


@pytest.mark.parametrize("value", ["2026-03-02", "2026-03-02T09:00:00", "yesterday", 5, True, []])
def test_a_moment_comes_with_its_offset(road, value):
    assert road.log("petition").invalid("center", "note", occurred_at=value) == {"occurred_at": "invalid"}


def test_an_offset_of_another_zone_is_the_same_moment(road):
    matter = road.log("petition", received_at="2026-03-02T00:30:00Z")
    assert matter.record.received_at == moment("2026-03-02 08:30")


def test_the_day_is_the_day_in_shanghai(road):
    """23:30 UTC on the first is the morning of the second."""
    matter = road.log("petition", received_at="2026-03-01T23:30:00+00:00")
    assert matter.clock("notice").started_on == date(2026, 3, 2)


def test_a_moment_that_is_wrong_is_told_beside_the_other_faults(road):
    assert road.log("petition").invalid("center", "note", occurred_at="2027-01-01T00:00:00+08:00", text=LEFT_OUT) == {
        "occurred_at": "in_future",
        "text": "required",
    }


def test_a_petition_of_2023_01_06_is_answered_by_2023_01_28_and_says_why(road, time):
    time.set("2023-01-06 10:00")
    matter = road.log("petition")
    clock = matter.clock("notice")
    assert (clock.raw_last_day, clock.due_on, clock.prudent_on) == (
        date(2023, 1, 21),
        date(2023, 1, 28),
        date(2023, 1, 20),
    )
    assert clock.explanation[0] == "2023年1月6日登记，当日不计，从2023年1月7日数起。"
    told = "".join(clock.explanation)
    for said in (
        "15 日",
        "2023年1月21日（星期六），春节放假",
        "2023年1月28日（星期六），春节调休上班",
        "信访工作条例第二十三条",
    ):
        assert said in told
    time.set("2023-01-28 23:59")
    matter.do("center", "accept")
    assert matter.clock("notice").state == "met"


def test_an_appeal_of_late_2026_ends_in_a_year_without_a_notice_and_says_so(road, time):
    """60 from 2026-12-07 is 2027-02-09, provisional (domain.md, Samples)."""
    time.set("2026-12-07 09:00")
    clock = road.at("petition", "accepted").clock("handling")
    assert (clock.due_on, clock.provisional) == (date(2027, 2, 9), True)
    assert any(line.startswith("暂定：2027年的放假安排还没有录入") for line in clock.explanation)


def test_a_month_ends_on_the_months_last_day(road, time):
    """1 month from 2024-01-31 is 2024-02-29 (domain.md, Samples)."""
    time.set("2024-01-31 09:00")
    assert road.at("dispute", "accepted").clock("mediation").due_on == date(2024, 2, 29)
