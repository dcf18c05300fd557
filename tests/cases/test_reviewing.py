"""处理意见、复查、复核: the citizen's windows, and what a review and a recheck come to."""

from datetime import date

import pytest

from junping.clocks import reading
from junping.workflow.refusals import WindowPassed, WrongState
from tests.road import LEFT_OUT


def test_a_reply_stops_the_handling_on_its_delivery_and_opens_the_window(road, time):
    matter = road.at("petition", "handling")
    time.set("2026-03-12 09:00")
    matter.do("officer", "reply", delivered_on="2026-03-10")
    assert (matter.clock("handling").state, matter.clock("handling").stopped_on) == ("met", date(2026, 3, 10))
    window = matter.clock("review_window")
    assert (window.started_on, window.due_on) == (date(2026, 3, 10), date(2026, 4, 9))
    assert (matter.record.due_on, reading.clock_light(window, time.today)) == (None, "grey")


@pytest.mark.parametrize("field", ["opinion", "decision", "delivered_on"])
def test_a_reply_to_a_petition_needs_an_opinion_a_decision_and_its_delivery(road, field):
    assert road.at("petition", "handling").invalid("officer", "reply", **{field: LEFT_OUT}) == {field: "required"}


def test_a_reply_to_a_request_needs_no_decision(road):
    matter = road.at("request", "handling")
    assert matter.invalid("officer", "reply", decision="support") == {"decision": "unknown"}
    matter.do("officer", "reply")
    assert (matter.clock("answer").state, matter.clock("review_window")) == ("met", None)


def test_another_route_is_stopped_by_the_reply(road):
    matter = road.log("petition")
    matter.do("center", "accept", route="litigation", route_due_on="2026-08-01")
    matter.walk(("center", "assign"), ("officer", "reply"))
    assert matter.clock("route").state == "met"


def test_the_last_day_of_the_window_is_the_citizens(road, time):
    matter = road.at("petition", "replied")
    time.set("2026-04-01 23:00")
    matter.do("center", "request_review")
    assert (matter.status, matter.clock("review_window").state) == ("reviewing", "met")
    assert matter.running() == {"review": "2026-05-06"}


def test_the_window_goes_by_the_day_the_citizen_asked(road, time):
    matter = road.at("petition", "replied")
    time.set("2026-04-03 09:00")
    matter.do("center", "request_review", requested_on="2026-04-01")
    assert matter.clock("review_window").stopped_on == matter.clock("review").started_on == date(2026, 4, 1)


def test_after_the_window_the_answer_names_its_last_day(road, time):
    matter = road.at("petition", "replied")
    time.set("2026-04-02 09:00")
    refusal = matter.refused("center", "request_review")
    assert (type(refusal), refusal.date) == (WindowPassed, date(2026, 4, 1))
    assert "2026年4月1日" in refusal.detail
    # A request made in time may still be entered.
    assert "request_review" in matter.allowed("center")


def test_a_window_that_lapsed_reads_so_without_an_event(road, time):
    matter = road.at("petition", "replied")
    events = len(matter.events)
    time.set("2026-04-02 09:00")
    assert reading.state(matter.clock("review_window"), time.today) == "lapsed"
    assert len(matter.events) == events


def test_a_window_once_used_is_used(road):
    matter = road.at("petition", "reviewed")
    matter.do("center", "close")
    refusal = matter.refused("center", "request_review")
    assert (type(refusal), refusal.code) == (WrongState, "wrong_state")


def test_a_recheck_before_any_review_is_the_wrong_state_too(road):
    refusal = road.at("petition", "closed").refused("center", "request_recheck")
    assert (type(refusal), refusal.code) == (WrongState, "wrong_state")


def test_a_closed_petition_may_be_reviewed_while_the_window_runs(road):
    matter = road.at("petition", "closed")
    assert (matter.record.outcome, matter.running()) == ("resolved", {"review_window": "2026-04-01"})
    matter.do("center", "request_review")
    assert (matter.status, matter.record.outcome, matter.record.closed_at) == ("reviewing", None, None)
    assert matter.last.data["outcome"] == ["resolved", None]


def test_a_petition_closed_after_its_review_may_be_rechecked_while_the_window_runs(road, time):
    matter = road.at("petition", "reviewed")
    matter.do("center", "close")
    time.set("2026-04-01 09:00")
    matter.do("center", "request_recheck")
    assert (matter.status, matter.record.outcome, matter.running()) == ("rechecking", None, {"recheck": "2026-05-06"})


@pytest.mark.parametrize("field", ["requested_on", "body"])
def test_who_reviews_and_since_when_must_be_said(road, field):
    assert road.at("petition", "replied").invalid("center", "request_review", **{field: LEFT_OUT}) == {
        field: "required"
    }


@pytest.mark.parametrize("decision", ["uphold", "change"])
def test_a_review_opens_the_window_for_a_recheck(road, decision):
    matter = road.at("petition", "reviewing")
    matter.do("center", "review", decision=decision)
    assert (matter.status, matter.clock("review").state) == ("reviewed", "met")
    assert matter.running() == {"recheck_window": "2026-04-01"}


def test_a_review_that_sends_back_starts_thirty_days_of_rework(road, time):
    matter = road.at("petition", "reviewing")
    time.set("2026-03-20 09:00")
    matter.do("center", "review", decision="send_back", delivered_on="2026-03-19")
    assert (matter.status, matter.clock("review").stopped_on) == ("handling", date(2026, 3, 19))
    assert (matter.running(), matter.clock("recheck_window")) == ({"rework": "2026-04-20"}, None)
    assert matter.record.officer.username == "officer"


def test_the_rework_is_answered_and_may_be_reviewed_again(road, time):
    matter = road.at("petition", "reviewing")
    matter.do("center", "review", decision="send_back")
    time.set("2026-03-10 09:00")
    matter.do("officer", "reply")
    assert (matter.clock("rework").state, matter.running()) == ("met", {"review_window": "2026-04-09"})
    matter.do("center", "request_review")
    assert matter.status == "reviewing"


def test_the_days_of_a_hearing_do_not_count(road, time):
    """30 from 2024-04-01 with a hearing 04-15..04-24 is 2024-05-11, a make-up Saturday (domain.md, Samples)."""
    time.set("2024-03-20 09:00")
    matter = road.at("petition", "reviewed")
    time.set("2024-04-01 09:00")
    matter.do("center", "request_recheck")
    time.set("2024-04-26 09:00")
    matter.do("center", "hearing", **{"from": "2024-04-15", "to": "2024-04-24"})
    clock = matter.clock("recheck")
    assert (clock.paused_days, clock.due_on, matter.record.due_on) == (10, date(2024, 5, 11), date(2024, 5, 11))
    assert any("听证" in line for line in clock.explanation)


def test_a_hearing_ends_after_it_begins_and_within_reason(road):
    matter = road.at("petition", "rechecking")
    assert matter.invalid("center", "hearing", **{"from": "2026-03-05", "to": "2026-03-04"}) == {"to": "too_early"}
    assert matter.invalid("center", "hearing", **{"from": "2026-03-05", "to": "2200-12-31"}) == {"to": "out_of_range"}
    assert matter.clock("recheck").pauses == []


def test_a_recheck_closes_the_petition_for_good(road):
    matter = road.at("petition", "rechecking")
    matter.do("center", "recheck", outcome="partly_resolved")
    record = matter.record
    assert (record.status, record.outcome, matter.clock("recheck").state) == ("closed", "partly_resolved", "met")
    assert record.closed_at is not None
    assert (matter.running(), record.due_on) == ({}, None)
    for action in ("reopen", "request_review", "request_recheck"):
        assert isinstance(matter.refused("center", action), WrongState)


@pytest.mark.parametrize("field", ["decision", "opinion", "outcome", "delivered_on"])
def test_a_recheck_needs_everything(road, field):
    assert road.at("petition", "rechecking").invalid("center", "recheck", **{field: LEFT_OUT}) == {field: "required"}


def test_a_recheck_upholds_or_changes_and_never_sends_back(road):
    assert road.at("petition", "rechecking").invalid("center", "recheck", decision="send_back") == {
        "decision": "not_a_choice"
    }


def test_a_recheck_asked_for_too_late_names_the_day(road, time):
    matter = road.at("petition", "reviewed")
    time.set("2026-04-07 09:00")
    refusal = matter.refused("center", "request_recheck")
    assert (type(refusal), refusal.date) == (WindowPassed, date(2026, 4, 1))
