"""调解: an agreement, its performance, its confirmation by the court; or none."""

from datetime import date

import pytest

from junping.clocks import reading
from junping.workflow.refusals import WindowPassed, WrongState
from tests.road import LEFT_OUT


def test_an_agreement_stops_the_mediation_and_starts_what_follows(road, time):
    matter = road.at("dispute", "handling")
    time.set("2026-03-12 09:00")
    matter.do("officer", "settle", effective_on="2026-03-10", perform_by="2026-06-30")
    assert (matter.status, matter.clock("mediation").state, matter.clock("mediation").stopped_on) == (
        "settled",
        "met",
        date(2026, 3, 12),
    )
    assert matter.running() == {
        "confirmation_window": "2026-04-09",
        "performance": "2026-06-30",
        "revisit": "2026-04-13",
    }
    assert (matter.clock("performance").started_on, matter.record.due_on) == (date(2026, 3, 10), date(2026, 4, 13))


def test_an_agreement_performed_at_once_has_no_performance_to_wait_for(road):
    assert road.at("dispute", "settled").clock("performance") is None


@pytest.mark.parametrize("field", ["form", "terms", "effective_on"])
def test_an_agreement_has_a_form_terms_and_a_day(road, field):
    assert road.at("dispute", "handling").invalid("officer", "settle", **{field: LEFT_OUT}) == {field: "required"}


def test_an_oral_agreement_is_written_down_as_well(road):
    matter = road.at("dispute", "handling")
    matter.do("officer", "settle", form="oral", terms="当面赔礼")
    assert matter.last.data["terms"] == "当面赔礼"


def test_performance_may_not_be_due_before_the_day_of_the_agreement(road):
    assert road.at("dispute", "handling").invalid("officer", "settle", perform_by="2026-03-01") == {
        "perform_by": "too_early"
    }


def test_closing_stops_the_performance_and_leaves_window_and_revisit(road):
    matter = road.at("dispute", "handling")
    matter.do("officer", "settle", perform_by="2026-06-30")
    matter.do("center", "close")
    assert matter.clock("performance").state == "met"
    assert set(matter.running()) == {"confirmation_window", "revisit"}
    assert (matter.record.due_on, matter.record.warn_on) == (None, None)


@pytest.mark.parametrize(("held", "state"), [("yes", "met"), ("partly", "running"), ("no", "running")])
def test_a_revisit_ends_the_performance_only_where_it_was_kept(road, held, state):
    matter = road.at("dispute", "handling")
    matter.do("officer", "settle", perform_by="2026-06-30")
    matter.do("officer", "follow_up", held=held)
    assert (matter.clock("performance").state, matter.clock("revisit").state) == (state, "met")


def test_a_revisit_after_closing_is_missed_when_it_comes_late(road, time):
    matter = road.at("dispute", "closed")
    time.set("2026-05-06 09:00")
    matter.do("center", "follow_up", satisfaction=3)
    assert (matter.clock("revisit").state, matter.record.satisfaction) == ("missed", 3)


@pytest.mark.parametrize("satisfaction", [0, 6, "5", None])
def test_satisfaction_is_a_number_from_one_to_five(road, satisfaction):
    assert "satisfaction" in road.at("dispute", "settled").invalid("officer", "follow_up", satisfaction=satisfaction)


def test_every_case_is_followed_up_and_a_text_is_optional(road):
    for kind in ("petition", "request"):
        matter = road.at(kind, "closed")
        matter.do("center", "follow_up", satisfaction=4, held="partly", text="还有意见")
        assert (matter.record.satisfaction, matter.last.note, matter.status) == (4, "还有意见", "closed")


@pytest.mark.parametrize("state", ["settled", "closed"])
def test_confirmation_is_asked_for_while_the_window_runs(road, time, state):
    matter = road.at("dispute", state)
    time.set("2026-03-20 09:00")
    matter.do("officer", "request_confirmation", filed_on="2026-03-18")
    assert (matter.clock("confirmation_window").state, matter.status) == ("met", state)
    assert isinstance(matter.refused("officer", "request_confirmation"), WrongState)


def test_after_the_window_there_is_no_confirmation(road, time):
    matter = road.at("dispute", "settled")
    time.set("2026-04-02 09:00")
    refusal = matter.refused("officer", "request_confirmation")
    assert (type(refusal), refusal.date) == (WindowPassed, date(2026, 4, 1))
    matter.do("officer", "request_confirmation", filed_on="2026-04-01")
    assert matter.clock("confirmation_window").stopped_on == date(2026, 4, 1)


def test_what_cannot_be_mediated_is_closed_unresolved_with_advice(road):
    matter = road.at("dispute", "handling")
    assert matter.invalid("officer", "mediation_failed", advised_route=LEFT_OUT) == {"advised_route": "required"}
    matter.do("officer", "mediation_failed", advised_route="arbitration")
    record = matter.record
    assert (record.status, record.outcome, matter.clock("mediation").state) == ("closed", "unresolved", "met")
    assert record.closed_at is not None
    assert matter.running() == {}


def test_a_failed_mediation_may_be_taken_up_again(road):
    matter = road.at("dispute", "handling")
    matter.walk(("officer", "mediation_failed"), ("center", "reopen"))
    assert (matter.status, matter.record.outcome, matter.running()) == ("handling", None, {"rework": "2026-04-01"})
    matter.do("officer", "mediation_failed")
    assert matter.clock("rework").state == "met"


def test_a_mediation_that_failed_leaves_no_window_to_lapse(road, time):
    matter = road.at("dispute", "handling")
    matter.do("officer", "mediation_failed")
    time.pass_days(100)
    assert {reading.state(clock, time.today) for clock in matter.clocks} == {"met"}
