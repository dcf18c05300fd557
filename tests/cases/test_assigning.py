"""分派、退回、包案、协办: who handles a case, and who may not be given it."""

import pytest

from junping.workflow.refusals import Forbidden, NotFound
from tests.road import LEFT_OUT


def test_one_of_person_and_unit_is_enough_and_the_other_becomes_empty(road):
    matter = road.at("petition", "accepted")
    matter.do("center", "assign", handling_unit=LEFT_OUT)
    assert (matter.record.officer.username, matter.record.handling_unit) == ("officer", None)
    matter.do("center", "assign", officer=LEFT_OUT)
    assert (matter.record.officer, matter.record.handling_unit.name) == (None, "来坡湾村")
    assert matter.last.data["officer"] == ["officer", None]
    assert (matter.last.from_state, matter.last.to_state) == (None, None)


def test_neither_is_not_enough(road):
    matter = road.at("petition", "accepted")
    assert matter.invalid("center", "assign", officer=LEFT_OUT, handling_unit=LEFT_OUT) == {"officer": "required"}
    assert matter.invalid("center", "assign", officer="", handling_unit=None) == {"officer": "required"}


@pytest.mark.parametrize("who", ["nobody", "leader", "auditor", "admin", "neighbour", 7, ["officer"]])
def test_the_officer_is_somebody_of_the_scope_who_handles_cases(road, who):
    assert set(road.at("petition", "accepted").invalid("center", "assign", officer=who)) == {"officer"}


def test_what_is_unknown_and_what_is_out_of_scope_are_told_alike(road):
    matter = road.at("petition", "accepted")
    texts = {
        code: matter.refused("center", "assign", handling_unit=code).problems[0].message
        for code in ("999999999", "431224106000", "431224")
    }
    assert len(set(texts.values())) == 1


def test_a_deactivated_person_and_a_retired_unit_are_given_nothing(road):
    officer, far = road.cast.users["officer"], road.cast.units["far"]
    officer.is_active = False
    officer.save()
    far.retired_on = "2026-01-01"
    far.save()
    matter = road.at("petition", "accepted")
    assert matter.invalid("center", "assign", officer="officer", handling_unit=LEFT_OUT) == {"officer": "unknown"}
    assert matter.invalid("center", "assign", officer=LEFT_OUT, handling_unit=far.code) == {"handling_unit": "unknown"}


def test_the_handlers_are_told_and_the_helpers_see_it(road):
    matter = road.at("petition", "handling")
    assert {"officer", "handling"} <= set(matter.told())
    assert matter.allowed("helping") == ["note"]
    matter.do("helping", "note")
    assert isinstance(matter.refused("helping", "reply"), Forbidden)


def test_the_helping_units_are_the_whole_list(road):
    matter = road.at("petition", "handling")
    matter.do("center", "assign", co_units=[road.cast.code("far")])
    assert matter.last.data["co_units"] == [[road.cast.code("helping")], [road.cast.code("far")]]
    assert isinstance(matter.refused("helping", "note"), NotFound)
    matter.do("far", "note")
    assert matter.problem() == ""


def test_every_worker_of_exactly_the_handling_unit_handles_it(road):
    road.cast.add("handling2", "handling", "village")
    road.cast.add("watcher", "handling", "leader")
    matter = road.at("petition", "accepted")
    matter.do("center", "assign", officer=LEFT_OUT)
    assert "reply" in matter.allowed("handling2")
    assert isinstance(matter.refused("watcher", "reply"), NotFound)


def test_the_unit_above_the_handling_unit_does_not_handle_it(road):
    matter = road.at("petition", "accepted")
    matter.do("center", "assign", officer=LEFT_OUT, handling_unit=road.cast.code("grid"))
    assert isinstance(matter.refused("village", "reply"), Forbidden)
    assert "reply" in matter.allowed("grid")


def test_the_centre_assigns_itself(road):
    matter = road.at("dispute", "accepted")
    matter.do("center", "assign", officer="center", handling_unit=LEFT_OUT)
    matter.do("center", "settle")
    assert matter.status == "settled"


def test_what_is_accepted_but_not_assigned_is_not_answered(road):
    from junping.workflow.refusals import WrongState

    for kind, action in (("petition", "reply"), ("request", "reply"), ("dispute", "settle")):
        assert isinstance(road.at(kind, "accepted").refused("center", action), WrongState)


def test_a_case_sent_back_has_nobody_and_its_clocks_run_on(road):
    matter = road.at("petition", "handling")
    done = matter.do("officer", "send_back")
    record = matter.record
    assert (record.status, record.officer, record.handling_unit) == ("accepted", None, None)
    assert (matter.children.co_units, done.in_sight) == ([], False)
    assert matter.running() == {"handling": "2026-05-06"}
    assert "center" in matter.told()
    assert matter.problem() == ""


def test_only_who_handles_it_sends_it_back(road):
    for who in ("center", "leader"):
        assert isinstance(road.at("petition", "handling").refused(who, "send_back"), Forbidden)


@pytest.mark.parametrize("field", ["officer", "handling_unit", "co_units"])
def test_a_confidential_case_is_not_given_to_somebody_without_clearance(road, field):
    matter = road.log("petition", "center", confidential=True)
    matter.do("center", "accept")
    far = road.cast.code("far")
    given = {
        "officer": {"officer": "officer", "handling_unit": LEFT_OUT, "co_units": LEFT_OUT},
        "handling_unit": {"officer": LEFT_OUT, "handling_unit": far, "co_units": LEFT_OUT},
        "co_units": {"officer": "sealed_officer", "handling_unit": LEFT_OUT, "co_units": [far]},
    }
    assert matter.invalid("center", "assign", **given[field]) == {field: "barred"}


def test_a_village_never_sees_a_confidential_case_and_is_never_given_one_even_if_cleared(road):
    road.cast.add("cleared_village", "far", "village", cleared=True)
    matter = road.log("petition", "center", confidential=True)
    matter.do("center", "accept")
    given = {"handling_unit": LEFT_OUT, "co_units": LEFT_OUT}
    assert matter.invalid("center", "assign", officer="cleared_village", **given) == {"officer": "barred"}
    matter.do("center", "assign", officer="sealed_officer", **given)
    assert "reply" in matter.allowed("sealed_officer")
    assert isinstance(matter.refused("cleared_village", "note"), NotFound)


def test_a_leader_takes_charge_without_clearance_and_sees_what_he_answers_for(road):
    matter = road.log("petition", "center", confidential=True)
    assert isinstance(matter.refused("leader2", "comment"), NotFound)
    matter.do("leader", "take_charge", lead="leader2")
    assert (matter.record.lead.username, matter.told()["leader2"]) == (
        "leader2",
        f"{matter.number} 有新的办理情况，请进入系统查看。",
    )
    matter.do("leader2", "comment")


@pytest.mark.parametrize("lead", ["officer", "county_leader", "nobody", LEFT_OUT])
def test_the_lead_is_a_leader_of_the_scope(road, lead):
    assert set(road.log("petition").invalid("leader", "take_charge", lead=lead)) == {"lead"}


def test_only_leaders_take_charge(road):
    assert isinstance(road.log("petition").refused("center", "take_charge"), Forbidden)
