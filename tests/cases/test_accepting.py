"""受理: what must be known to accept, and which clock starts."""

from datetime import date

import pytest

from tests.road import LEFT_OUT


def test_a_petitioner_is_told_in_writing_and_the_notice_is_stopped_on_that_day(road, time):
    matter = road.log("petition")
    time.set("2026-03-06 15:00")
    matter.do("center", "accept", notified_on="2026-03-04")
    assert (matter.clock("notice").state, matter.clock("notice").stopped_on) == ("met", date(2026, 3, 4))


def test_without_the_day_of_the_notice_a_petition_is_not_accepted(road):
    assert road.log("petition").invalid("center", "accept", notified_on=LEFT_OUT) == {"notified_on": "required"}


def test_whose_name_and_address_are_unclear_need_not_be_told(road):
    matter = road.log("petition")
    matter.do("center", "accept", notified_on=LEFT_OUT, unreachable=True)
    assert matter.clock("notice").state == "cancelled"


def test_somebody_told_is_not_unreachable(road):
    assert road.log("petition").invalid("center", "accept", unreachable=True) == {"notified_on": "not_applicable"}


def test_a_notice_given_late_is_missed(road, time):
    matter = road.log("petition")
    time.set("2026-03-20 09:00")
    matter.do("center", "accept")
    assert (matter.clock("notice").due_on, matter.clock("notice").state) == (date(2026, 3, 17), "missed")


def test_an_appeal_is_accepted_by_a_route(road):
    matter = road.log("petition")
    assert matter.invalid("center", "accept", route=LEFT_OUT) == {"route": "required"}
    assert matter.invalid("center", "accept", route="lottery") == {"route": "not_a_choice"}


def test_the_petition_route_starts_sixty_days(road):
    matter = road.at("petition", "accepted")
    assert (matter.clock("handling").days, matter.running()) == (60, {"handling": "2026-05-06"})


@pytest.mark.parametrize("route", ["litigation", "arbitration", "party_appeal", "administrative", "statutory_duty"])
def test_another_route_runs_to_the_day_that_route_sets(road, route):
    matter = road.log("petition")
    assert matter.invalid("center", "accept", route=route) == {"route_due_on": "required"}
    matter.do("center", "accept", route=route, route_due_on="2026-08-01")
    assert matter.running() == {"route": "2026-08-01"}


def test_the_petition_route_takes_no_day_of_its_own(road):
    assert road.log("petition").invalid("center", "accept", route_due_on="2026-08-01") == {
        "route_due_on": "not_applicable"
    }


def test_a_proposal_has_no_route_and_is_answered_in_ten_working_days(road):
    matter = road.log("proposal")
    assert set(matter.running()) == {"notice", "intake"}
    assert matter.invalid("center", "accept", route="petition") == {"route": "not_applicable"}
    matter.do("center", "accept")
    assert matter.running() == {"answer": "2026-03-16"}


def test_a_proposal_accepted_late_has_missed_its_intake(road, time):
    matter = road.log("proposal")
    time.set("2026-03-06 09:00")
    matter.do("center", "accept")
    assert (matter.clock("intake").due_on, matter.clock("intake").state) == (date(2026, 3, 5), "missed")


def test_what_the_county_assigned_may_be_objected_to_for_five_working_days(road, time):
    matter = road.log("petition", source="assigned")
    assert matter.running() == {"notice": "2026-03-17", "objection": "2026-03-09"}
    time.set("2026-03-04 09:00")
    matter.do("center", "accept")
    assert matter.clock("objection").state == "met"


@pytest.mark.parametrize("action", ["accept", "decline", "refer"])
def test_an_objection_that_lapsed_stays_lapsed_whatever_follows(road, time, action):
    from junping.clocks import reading

    matter = road.log("petition", source="assigned")
    time.set("2026-03-10 09:00")
    matter.do("center", action)
    clock = matter.clock("objection")
    assert (reading.state(clock, time.today), clock.stopped_on) == ("lapsed", None)


def test_a_petition_from_a_village_gives_nobody_a_right_to_object(road):
    assert road.log("petition").clock("objection") is None


def test_a_dispute_is_mediated_within_a_month(road):
    matter = road.at("dispute", "accepted")
    assert (matter.clock("intake").state, matter.running()) == ("met", {"mediation": "2026-04-02"})


@pytest.mark.parametrize("category", ["labour", "wage"])
def test_a_labour_dispute_is_mediated_within_fifteen_days_of_receipt(road, time, category):
    matter = road.log("dispute", category=category)
    time.set("2026-03-04 09:00")
    matter.do("center", "accept")
    clock = matter.clock("mediation")
    assert (clock.started_on, clock.days, clock.unit) == (date(2026, 3, 2), 15, "calendar")
    assert (clock.law, clock.article) == ("劳动争议调解仲裁法", "第十四条")


def test_a_request_is_answered_within_ten_working_days(road):
    matter = road.log("request")
    assert matter.running() == {"intake": "2026-03-05"}
    matter.do("center", "accept")
    assert matter.running() == {"answer": "2026-03-16"}


@pytest.mark.parametrize("action", ["decline", "refer"])
def test_declining_and_referring_a_petition_ask_for_the_notice_too(road, action):
    matter = road.log("petition")
    assert matter.invalid("center", action, notified_on=LEFT_OUT) == {"notified_on": "required"}
    matter.do("center", action, notified_on=LEFT_OUT, unreachable=True)
    assert (matter.clock("notice").state, matter.record.due_on) == ("cancelled", None)


def test_referring_an_accepted_petition_cancels_its_handling(road):
    matter = road.at("petition", "accepted")
    matter.do("center", "refer")
    assert (matter.status, matter.clock("handling").state, matter.running()) == ("referred", "cancelled", {})


def test_a_dispute_is_declined_for_a_reason_alone(road):
    matter = road.log("dispute")
    assert matter.invalid("center", "decline", reason=LEFT_OUT) == {"reason": "required"}
    matter.do("center", "decline")
    assert (matter.status, matter.clock("intake").state) == ("declined", "met")
