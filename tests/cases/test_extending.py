"""延期: a leader for petitions, the parties for disputes; together thirty days; never after the date."""

from datetime import date

import pytest

from junping.workflow.refusals import Forbidden, NoClock, TooLate
from tests.road import LEFT_OUT


def test_a_leader_lengthens_the_handling_of_a_petition(road):
    matter = road.at("petition", "handling")
    matter.do("leader", "extend", days=30)
    clock = matter.clock("handling")
    assert (clock.extended_days, clock.due_on, matter.record.due_on) == (30, date(2026, 6, 1), date(2026, 6, 1))
    assert matter.last.data["handling.due_on"] == ["2026-05-06", "2026-06-01"]


def test_the_days_are_counted_in_one_run_and_rolled_once(road, time):
    """60 from 2024-08-02 with 30 more is 2024-10-31, whatever lies between (domain.md, Samples)."""
    time.set("2024-08-02 09:00")
    matter = road.at("petition", "handling")
    matter.do("leader", "extend", days=30)
    assert matter.clock("handling").due_on == date(2024, 10, 31)


def test_extensions_together_are_no_longer_than_thirty_days(road):
    matter = road.at("petition", "handling")
    matter.do("leader", "extend", days=20)
    refusal = matter.refused("leader", "extend", days=11)
    assert "1 到 10" in refusal.problems[0].message
    matter.do("leader", "extend", days=10)
    assert matter.invalid("leader", "extend", days=1) == {"days": "too_long"}
    assert matter.clock("handling").extended_days == 30


@pytest.mark.parametrize("days", [0, -1, 31, "10", 1.5, True, None])
def test_days_are_a_whole_number_from_one_to_thirty(road, days):
    assert "days" in road.at("petition", "handling").invalid("leader", "extend", days=days)


@pytest.mark.parametrize("field", ["days", "reason", "notified_on"])
def test_an_extension_of_a_petition_needs_days_a_reason_and_the_petitioner_told(road, field):
    assert road.at("petition", "handling").invalid("leader", "extend", **{field: LEFT_OUT}) == {field: "required"}


def test_only_a_leader_extends_a_petition(road):
    matter = road.at("petition", "handling")
    for who in ("center", "officer"):
        assert isinstance(matter.refused(who, "extend"), Forbidden)


def test_the_last_day_itself_is_in_time(road, time):
    matter = road.at("petition", "handling")
    time.set("2026-05-06 23:59")
    matter.do("leader", "extend")
    assert matter.clock("handling").due_on > date(2026, 5, 6)


def test_after_the_date_it_is_too_late(road, time):
    matter = road.at("petition", "handling")
    time.set("2026-05-07 00:00")
    refusal = matter.refused("leader", "extend")
    assert (type(refusal), refusal.date) == (TooLate, date(2026, 5, 6))


def test_wrong_data_is_said_before_it_is_said_to_be_too_late(road, time):
    matter = road.at("petition", "handling")
    time.set("2026-05-07 09:00")
    assert matter.invalid("leader", "extend", days=31) == {"days": "out_of_range"}


def test_an_extension_approved_in_time_may_be_entered_later_and_says_so(road, time):
    matter = road.at("petition", "handling")
    time.set("2026-05-11 09:00")
    matter.do("leader", "extend", days=10, occurred_at="2026-05-06T17:00:00+08:00", notified_on="2026-05-06")
    event = matter.last
    assert (event.at.date().isoformat(), event.occurred_at.date().isoformat()) == ("2026-05-11", "2026-05-06")
    assert any(
        "2026年5月6日批准延长 10 日（2026年5月11日补录）" in line for line in matter.clock("handling").explanation
    )


def test_an_extension_entered_on_its_day_is_not_marked(road):
    matter = road.at("petition", "handling")
    matter.do("leader", "extend")
    assert not any("补录" in line for line in matter.clock("handling").explanation)
    assert any("某leader2026年3月2日批准延长 10 日" in line for line in matter.clock("handling").explanation)


def test_a_proposal_and_another_route_have_no_handling_to_extend(road):
    assert isinstance(road.at("proposal", "handling").refused("leader", "extend"), NoClock)
    by_court = road.log("petition")
    by_court.do("center", "accept", route="litigation", route_due_on="2026-08-01")
    by_court.do("center", "assign")
    assert isinstance(by_court.refused("leader", "extend"), NoClock)


def test_after_a_reopening_there_is_no_handling_to_extend(road):
    matter = road.at("petition", "closed")
    matter.do("center", "reopen")
    assert isinstance(matter.refused("leader", "extend"), NoClock)
    assert isinstance(matter.refused("center", "ask_extension"), NoClock)


def test_the_parties_agree_to_a_longer_mediation(road):
    matter = road.at("dispute", "handling")
    assert matter.invalid("officer", "extend", agreed_by_parties=LEFT_OUT) == {"agreed_by_parties": "required"}
    assert matter.invalid("officer", "extend", agreed_by_parties=False) == {"agreed_by_parties": "required"}
    matter.do("officer", "extend", days=10)
    matter.do("center", "extend", days=40)
    assert (matter.clock("mediation").extended_days, matter.clock("mediation").due_on) == (50, date(2026, 5, 22))


def test_a_labour_mediation_is_extended_by_agreement_as_well(road):
    matter = road.at("dispute", "handling", category="wage")
    matter.do("officer", "extend", days=10)
    assert matter.clock("mediation").due_on == date(2026, 3, 27)


def test_a_leader_does_not_extend_a_mediation(road):
    assert isinstance(road.at("dispute", "handling").refused("leader", "extend"), Forbidden)


def test_the_handler_asks_and_the_leaders_are_told(road):
    matter = road.at("petition", "handling")
    matter.do("officer", "ask_extension", days=15, reason="等鉴定")
    asked = matter.record.extension_asked
    assert asked == {
        "days": 15,
        "reason": "等鉴定",
        "by": {"username": "officer", "name": "某officer"},
        "at": "2026-03-02T09:00:00+08:00",
    }
    assert {"leader", "leader2", "county_leader"} <= set(matter.told())


@pytest.mark.parametrize("answer", ["extend", "comment"])
def test_the_request_waits_until_the_leader_answers(road, answer):
    matter = road.at("petition", "handling")
    matter.do("officer", "ask_extension")
    matter.do("center", "note")
    assert matter.record.extension_asked is not None
    matter.do("leader", answer)
    assert matter.record.extension_asked is None


def test_a_request_waits_on_when_the_case_is_sent_back_for_its_clock_runs_on(road):
    matter = road.at("petition", "handling")
    matter.walk(("officer", "ask_extension"), ("officer", "send_back"))
    assert matter.record.extension_asked is not None


@pytest.mark.parametrize(("who", "action"), [("officer", "reply"), ("center", "withdraw"), ("leader", "void")])
def test_a_request_falls_away_with_the_clock_it_is_about(road, who, action):
    matter = road.at("petition", "handling")
    matter.walk(("officer", "ask_extension"), (who, action))
    assert matter.record.extension_asked is None


def test_asking_for_more_than_the_law_allows_is_refused(road):
    assert road.at("petition", "handling").invalid("officer", "ask_extension", days=31) == {"days": "out_of_range"}
