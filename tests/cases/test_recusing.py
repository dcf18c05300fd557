"""回避: who must not see a case does not see it, and is not given it, told of it or counted in it."""

import pytest

from junping.notify.models import Notice
from junping.workflow.refusals import NotFound
from tests.road import LEFT_OUT


def numbers(matter, who):
    return list(matter.domain.model.objects.visible_to(matter.cast.actor(who)).values_list("number", flat=True))


@pytest.mark.parametrize("who", ["center2", "leader2", "auditor", "village", "officer"])
def test_for_a_recused_user_the_case_does_not_exist_whatever_the_role(road, who):
    matter = road.at("petition", "handling")
    assert numbers(matter, who) == [matter.number]
    matter.do("center", "recuse", users=[who])
    assert numbers(matter, who) == []
    for action in ("note", "comment", "recuse", "nonsense"):
        assert isinstance(matter.refused(who, action), NotFound)


def test_the_list_is_the_whole_list_so_that_a_mistake_is_taken_back(road):
    matter = road.log("petition")
    matter.do("center", "recuse", users=["village", "officer"])
    matter.do("center", "recuse", users=["village2"])
    assert numbers(matter, "village") == [matter.number]
    assert numbers(matter, "village2") == []
    assert matter.last.data["recused"] == [["officer", "village"], ["village2"]]
    matter.do("center", "recuse", users=[])
    assert numbers(matter, "village2") == [matter.number]
    assert matter.problem() == ""


def test_the_list_must_be_given_and_so_must_the_reason(road):
    matter = road.log("petition")
    assert matter.invalid("center", "recuse", users=LEFT_OUT) == {"users": "required"}
    assert matter.invalid("center", "recuse", reason=LEFT_OUT) == {"reason": "required"}
    assert matter.invalid("center", "recuse", users=["nobody"]) == {"users.0": "unknown"}


def test_a_recused_officer_and_lead_are_taken_off_in_the_same_event(road):
    matter = road.at("petition", "handling")
    matter.do("leader", "take_charge", lead="leader2")
    events = len(matter.events)
    matter.do("center", "recuse", users=["officer", "leader2"])
    record = matter.record
    assert (record.officer, record.lead, record.handling_unit.code) == (None, None, road.cast.code("handling"))
    assert matter.last.data["officer"] == ["officer", None]
    assert matter.last.data["lead"] == ["leader2", None]
    assert (len(matter.events), record.status) == (events + 1, "handling")


def test_one_leader_must_stay_those_above_included(road):
    matter = road.log("petition")
    matter.do("center", "recuse", users=["leader", "leader2"])
    everybody = ["leader", "leader2", "county_leader"]
    assert matter.invalid("center", "recuse", users=everybody) == {"users": "no_leader_left"}
    assert numbers(matter, "county_leader") == [matter.number]


def test_the_leaders_that_stay_are_told_and_nobody_else(road):
    matter = road.log("petition")
    matter.do("center", "recuse", users=["leader2"])
    assert set(matter.told()) == {"leader", "county_leader"}


def test_of_a_confidential_case_a_leader_without_clearance_is_not_one_who_stays(road):
    matter = road.log("accusation")
    assert matter.invalid("center", "recuse", users=["leader", "county_leader"]) == {"users": "no_leader_left"}


def test_the_lead_who_sees_it_counts_as_a_leader_who_stays(road):
    matter = road.log("accusation")
    matter.do("leader", "take_charge", lead="leader2")
    matter.do("leader", "recuse", users=["leader", "county_leader"])
    assert set(matter.told()) >= {"leader2"}
    assert numbers(matter, "leader2") == [matter.number]


def test_who_recuses_himself_loses_sight_of_it(road):
    matter = road.log("petition")
    done = matter.do("leader2", "recuse", users=["leader2"])
    assert done.in_sight is False
    assert matter.do("center", "recuse", users=[]).in_sight is True


def test_at_registration_a_leader_must_stay_too(road):
    assert road.unfit(recused=["leader", "leader2", "county_leader"]) == {"recused": "no_leader_left"}
    matter = road.log("petition", recused=["leader"])
    assert numbers(matter, "leader") == []
    assert matter.last.data["recused"] == ["leader"]


def test_who_logs_a_case_against_himself_gets_the_receipt_only(road):
    _, done = road.logged("petition", "center2", recused=["center2"])
    assert done.in_sight is False


@pytest.mark.parametrize("field", ["officer", "handling_unit", "co_units"])
def test_neither_a_recused_person_nor_their_unit_is_given_the_case(road, field):
    matter = road.at("petition", "accepted")
    matter.do("center", "recuse", users=["officer2", "far"])
    far = road.cast.code("far")
    given = {
        "officer": {"officer": "officer2"},
        "handling_unit": {"handling_unit": far},
        "co_units": {"co_units": [far]},
    }
    assert matter.invalid("center", "assign", **given[field]) == {field: "barred"}


def test_a_recused_leader_does_not_take_charge(road):
    matter = road.log("petition", recused=["leader2"])
    assert matter.invalid("leader", "take_charge", lead="leader2") == {"lead": "barred"}


@pytest.mark.parametrize("body", ["某far", "长坪村", "431224105214", "请转 某far 同志"])
def test_it_is_not_referred_to_a_recused_person_or_their_unit(road, body):
    matter = road.log("petition", recused=["far"])
    assert matter.invalid("center", "refer", to_body=body) == {"to_body": "barred"}
    matter.do("center", "refer", to_body="溆浦县纪委监委")


def test_the_recused_are_told_nothing_that_happens_later(road):
    matter = road.at("petition", "handling")
    matter.do("center", "recuse", users=["officer", "handling"])
    Notice.objects.all().delete()
    matter.do("center", "urge")
    matter.do("center", "assign", officer="officer2", handling_unit=LEFT_OUT)
    assert set(matter.told()) == {"officer2"}


def test_hazards_are_recused_from_in_the_same_way(road):
    matter = road.at("hazard", "rectifying")
    matter.do("leader", "recuse", users=["officer"])
    assert (matter.record.officer, numbers(matter, "officer")) == (None, [])
    assert matter.problem() == ""
