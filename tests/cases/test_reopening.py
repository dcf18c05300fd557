"""重新办理: what comes back, and what does not."""

import pytest

from junping.clocks import reading
from junping.workflow.refusals import WrongState
from tests.road import LEFT_OUT


def test_reopening_empties_the_outcome_and_the_history_keeps_it(road):
    matter = road.at("petition", "closed")
    closed_at = matter.record.closed_at
    matter.do("center", "reopen")
    record, event = matter.record, matter.last
    assert (record.status, record.outcome, record.closed_at) == ("handling", None, None)
    assert (event.data["outcome"], event.from_state, event.to_state) == (["resolved", None], "closed", "handling")
    assert event.data["closed_at"][0].startswith(closed_at.astimezone().isoformat()[:4])


def test_reopening_cancels_what_still_runs_and_starts_rework(road):
    matter = road.at("dispute", "handling")
    matter.do("officer", "settle", perform_by="2026-06-30")
    matter.do("leader", "supervise")
    matter.do("center", "reopen")
    states = {clock.rule: clock.state for clock in matter.clocks}
    assert states == {
        "intake": "met",
        "mediation": "met",
        "confirmation_window": "cancelled",
        "performance": "cancelled",
        "revisit": "cancelled",
        "supervision": "cancelled",
        "rework": "running",
    }


def test_a_window_that_has_lapsed_no_longer_runs_and_is_not_cancelled(road, time):
    matter = road.at("petition", "closed")
    time.set("2026-05-11 09:00")
    matter.do("center", "reopen")
    assert reading.state(matter.clock("review_window"), time.today) == "lapsed"
    matter.do("officer", "reply")
    assert reading.state(matter.clock("review_window"), time.today) == "running"
    matter.do("center", "request_review")
    assert [reading.state(c, time.today) for c in matter.clocks if c.rule == "review_window"] == ["lapsed", "met"]


@pytest.mark.parametrize("who", ["center", "leader"])
@pytest.mark.parametrize("kind", ["petition", "dispute", "request"])
def test_centre_and_leader_reopen_every_kind(road, kind, who):
    matter = road.at(kind, "closed")
    matter.do(who, "reopen")
    assert (matter.status, matter.running()) == ("handling", {"rework": "2026-04-01"})


def test_a_settlement_that_did_not_hold_is_reopened_without_closing(road):
    matter = road.at("dispute", "settled")
    matter.do("center", "reopen")
    assert (matter.status, matter.clock("revisit").state) == ("handling", "cancelled")


@pytest.mark.parametrize("kind", ["petition", "dispute", "request"])
@pytest.mark.parametrize("state", ["registered", "accepted", "handling"])
def test_what_was_withdrawn_is_logged_anew_instead(road, kind, state):
    matter = road.at(kind, state)
    matter.do("center", "withdraw")
    assert (matter.record.outcome, matter.status) == ("withdrawn", "closed")
    assert isinstance(matter.refused("center", "reopen"), WrongState)
    assert "reopen" not in matter.allowed("center")


def test_what_was_closed_as_withdrawn_is_not_reopened_either(road):
    matter = road.at("petition", "replied")
    matter.do("center", "close", outcome="withdrawn")
    assert isinstance(matter.refused("center", "reopen"), WrongState)


def test_what_a_recheck_ended_is_not_reopened(road):
    matter = road.at("petition", "rechecking")
    matter.do("center", "recheck")
    assert isinstance(matter.refused("leader", "reopen"), WrongState)


def test_reopening_needs_a_reason(road):
    assert road.at("petition", "closed").invalid("center", "reopen", reason=LEFT_OUT) == {"reason": "required"}


def test_a_reopened_request_is_answered_and_closed_again(road):
    matter = road.at("request", "closed")
    matter.walk(("center", "reopen"), ("officer", "reply"))
    assert matter.clock("rework").state == "met"
    matter.do("center", "close", outcome="explained")
    assert (matter.record.outcome, matter.problem()) == ("explained", "")


def test_the_handler_of_before_handles_it_again_and_is_told(road):
    matter = road.at("petition", "closed")
    matter.do("center", "reopen")
    assert "officer" in matter.told()
    assert "reply" in matter.allowed("officer")
