"""中止与恢复: whole dates out of the count, from the day of the suspension to the day before the resumption."""

from datetime import date

from tests.road import LEFT_OUT


def test_a_suspended_mediation_has_no_date_and_no_light(road):
    matter = road.at("dispute", "suspended")
    clock, record = matter.clock("mediation"), matter.record
    assert (clock.state, clock.due_on, record.due_on, record.warn_on) == ("paused", None, None, None)


def test_the_dates_of_a_suspension_do_not_count(road, time):
    matter = road.at("dispute", "handling")
    time.set("2026-03-10 16:00")
    matter.do("center", "suspend")
    time.set("2026-03-20 08:00")
    matter.do("center", "resume")
    clock = matter.clock("mediation")
    assert (clock.state, clock.paused_days, clock.raw_last_day, clock.due_on) == (
        "running",
        10,
        date(2026, 4, 12),
        date(2026, 4, 13),
    )
    assert any("2026年3月10日至2026年3月19日中止（某center决定）" in line for line in clock.explanation)
    assert matter.record.due_on == date(2026, 4, 13)


def test_what_is_resumed_on_the_same_day_loses_nothing(road):
    matter = road.at("dispute", "suspended")
    matter.do("center", "resume")
    assert (matter.clock("mediation").paused_days, matter.running()) == (0, {"mediation": "2026-04-02"})


def test_suspending_and_resuming_entered_late_count_by_when_they_happened(road, time):
    matter = road.at("dispute", "handling")
    time.set("2026-03-25 09:00")
    matter.do("center", "suspend", occurred_at="2026-03-10T09:00:00+08:00")
    matter.do("center", "resume", occurred_at="2026-03-12T09:00:00+08:00")
    assert (matter.clock("mediation").paused_days, matter.clock("mediation").raw_last_day) == (2, date(2026, 4, 4))


def test_two_suspensions_are_added(road, time):
    matter = road.at("dispute", "handling")
    for suspended, resumed in (("2026-03-04", "2026-03-06"), ("2026-03-10", "2026-03-13")):
        time.set(suspended)
        matter.do("center", "suspend")
        time.set(resumed)
        matter.do("center", "resume")
    assert matter.clock("mediation").paused_days == 5


def test_the_fifteen_days_of_a_labour_dispute_run_on(road):
    matter = road.at("dispute", "suspended", category="labour")
    assert (matter.status, matter.clock("mediation").state) == ("suspended", "running")
    matter.do("center", "resume")
    assert (matter.clock("mediation").paused_days, matter.clock("mediation").state) == (0, "running")


def test_the_answer_to_a_request_is_held_as_well(road, time):
    matter = road.at("request", "suspended")
    assert (matter.clock("answer").state, matter.record.due_on) == ("paused", None)
    time.set("2026-03-09 09:00")
    matter.do("center", "resume")
    # The day it started on is not counted anyway: four working days are left out.
    assert (matter.clock("answer").paused_days, matter.clock("answer").due_on) == (6, date(2026, 3, 20))


def test_a_supervision_is_not_held(road):
    matter = road.at("dispute", "handling")
    matter.do("leader", "supervise", due_on="2026-03-09")
    matter.do("center", "suspend")
    assert (matter.running(), matter.record.due_on) == ({"supervision": "2026-03-09"}, date(2026, 3, 9))


def test_a_suspended_case_may_be_withdrawn(road):
    matter = road.at("dispute", "suspended")
    matter.do("center", "withdraw")
    assert (matter.status, matter.record.outcome, matter.clock("mediation").state) == (
        "closed",
        "withdrawn",
        "cancelled",
    )


def test_suspending_needs_a_reason(road):
    assert road.at("dispute", "handling").invalid("center", "suspend", reason=LEFT_OUT) == {"reason": "required"}


def test_a_petition_cannot_be_suspended(road):
    from junping.workflow.refusals import NotFound

    assert isinstance(road.at("petition", "handling").refused("center", "suspend"), NotFound)
