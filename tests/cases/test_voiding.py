"""作废、撤回: nothing is deleted; a record is voided with a reason."""

import pytest

from junping.workflow.refusals import Forbidden, WrongState
from tests.road import CASE_KINDS, LEFT_OUT, ROADS

OTHERS = [(kind, state) for kind in ("petition", "dispute", "request") for state in ROADS[kind] if state != "voided"]


@pytest.mark.parametrize("kind", [*CASE_KINDS, "hazard"])
def test_the_centre_voids_what_has_just_been_registered(road, kind):
    matter = road.log(kind)
    matter.do("center", "note")
    matter.do("center", "void")
    assert (matter.status, matter.record.due_on, matter.running()) == ("voided", None, {})
    assert {clock.state for clock in matter.clocks} == {"cancelled"}


@pytest.mark.parametrize(("kind", "state"), [pair for pair in OTHERS if pair[1] != "registered"])
def test_later_only_a_leader_voids(road, kind, state):
    matter = road.at(kind, state)
    assert isinstance(matter.refused("center", "void"), WrongState)
    matter.do("leader", "void")
    assert (matter.status, matter.running()) == ("voided", {})


def test_whoever_is_centre_and_leader_voids_as_leader(road):
    road.cast.add("both", "town", "center,leader", cleared=True)
    matter = road.at("petition", "handling")
    matter.do("both", "void")
    assert matter.status == "voided"


def test_the_centre_voids_what_only_its_import_has_touched(road):
    matter = road.log("petition", "center", via="import")
    matter.do("center", "accept", via="import")
    matter.do("center", "assign", via="import")
    assert "void" in matter.allowed("center")
    matter.do("center", "void")
    assert matter.status == "voided"


def test_an_import_that_somebody_has_touched_is_like_any_other(road):
    matter = road.log("petition", "center", via="import")
    matter.do("center", "accept", via="import")
    matter.do("center2", "note")
    assert isinstance(matter.refused("center", "void"), WrongState)


def test_a_recalculation_by_the_system_is_no_touch(road):
    from junping.org.actor import system
    from junping.workflow import engine

    matter = road.log("petition", "center", via="import")
    matter.do("center", "accept", via="import")
    clock = matter.clock("handling")
    type(clock).objects.filter(pk=clock.pk).update(due_on="2026-05-07")
    assert engine.recalculate(matter.domain, matter.record.pk, system()) is not None
    assert matter.last.action == "recalculate"
    matter.do("center", "void")


def test_voiding_what_was_closed_empties_the_outcome(road):
    matter = road.at("dispute", "closed")
    matter.do("leader", "void")
    assert (matter.record.outcome, matter.record.closed_at, matter.last.data["outcome"]) == (
        None,
        None,
        ["resolved", None],
    )


def test_voiding_needs_a_reason_and_is_done_once(road):
    matter = road.log("petition")
    assert matter.invalid("center", "void", reason=LEFT_OUT) == {"reason": "required"}
    matter.do("center", "void")
    assert isinstance(matter.refused("leader", "void"), WrongState)


def test_a_village_never_voids(road):
    assert isinstance(road.log("petition").refused("village", "void"), Forbidden)


def test_of_a_voided_case_only_a_comment_a_recusal_a_repeat_and_a_reveal_are_left(road):
    matter = road.at("petition", "voided")
    assert matter.allowed("center") == ["mark_repeat", "recuse"]
    assert matter.allowed("leader") == ["comment", "recuse"]


@pytest.mark.parametrize("kind", ["petition", "dispute", "request"])
def test_a_withdrawal_closes_with_its_outcome_and_cancels_what_runs(road, kind):
    matter = road.at(kind, "handling")
    assert matter.invalid("center", "withdraw", reason=LEFT_OUT) == {"reason": "required"}
    matter.do("center", "withdraw")
    record = matter.record
    assert (record.status, record.outcome, matter.running(), record.due_on) == ("closed", "withdrawn", {}, None)
    assert record.closed_at is not None
    assert matter.clocks[-1].state == "cancelled"
