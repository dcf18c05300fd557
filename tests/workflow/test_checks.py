"""The order of the engine's answers, and what each of them leaves: nothing (contract.md, Order of checks)."""

import pytest
from django.db import transaction

from junping.workflow import engine
from junping.workflow.refusals import Forbidden, Invalid, NotFound, Stale, TooLate, WrongState
from tests.matrix import traces


class Key:
    """An idempotency key that writes down when it was asked."""

    def __init__(self):
        self.said = []

    def claim(self):
        self.said.append("claimed")

    def settle(self, done):
        self.said.append(f"settled {done.record.number}")


def test_what_is_out_of_scope_is_not_found_before_anything_is_said_of_it(road):
    matter = road.log("petition")
    for action in ("accept", "nonsense", "register", "correct"):
        assert isinstance(matter.refused("far", action), NotFound)


def test_an_action_that_the_kind_does_not_have_is_not_found_before_the_key_is_looked_at(road):
    matter, key = road.log("petition"), Key()
    for number, action in ((matter.number, "settle"), (matter.number, "register"), ("JP-2026-9999", "accept")):
        with pytest.raises(NotFound):
            engine.perform(matter.domain, number, action, road.cast.actor("center"), {}, once=key)
    assert key.said == []


def test_the_key_is_claimed_before_the_right_is_asked(road):
    matter, key = road.log("petition"), Key()
    with pytest.raises(Forbidden):
        engine.perform(matter.domain, matter.number, "accept", road.cast.actor("village"), {}, once=key)
    assert key.said == ["claimed"]


def test_the_key_is_settled_with_what_was_done(road):
    matter, key = road.log("petition"), Key()
    engine.perform(matter.domain, matter.number, "note", road.cast.actor("village"), {"text": "x"}, once=key)
    assert key.said == ["claimed", f"settled {matter.number}"]


def test_who_may_never_is_told_so_whatever_the_version_the_state_and_the_data(road):
    matter = road.at("petition", "closed")
    with pytest.raises(Forbidden):
        matter.act("village", "accept", {"nonsense": 1}, seen=99)


def test_the_version_comes_before_the_state(road):
    matter = road.at("petition", "closed")
    with pytest.raises(Stale):
        matter.act("center", "accept", {}, seen=1)
    with pytest.raises(WrongState):
        matter.act("center", "accept", {}, seen=matter.record.version)


def test_the_state_comes_before_the_data(road):
    with pytest.raises(WrongState):
        road.log("petition").act("center", "close", {"nonsense": 1})


def test_the_data_comes_before_what_only_the_data_shows(road, time):
    matter = road.at("petition", "handling")
    time.set("2026-08-01 09:00")
    with pytest.raises(Invalid):
        matter.do("leader", "extend", reason="")
    with pytest.raises(TooLate):
        matter.do("leader", "extend")


def test_the_wrong_state_names_what_this_user_may_do_now(road):
    matter = road.at("petition", "replied")
    refusal = matter.refused("center", "accept")
    assert refusal.allowed == ["request_review", "close", "mark_repeat", "urge", "note", "recuse"]


def test_an_unknown_field_is_never_passed_over(road):
    assert road.log("petition").invalid("center", "note", satisfaction=5, status="closed") == {
        "satisfaction": "unknown",
        "status": "unknown",
    }


def test_what_does_not_apply_is_refused_unless_it_is_empty(road):
    matter = road.log("proposal")
    assert matter.invalid("center", "accept", route="petition") == {"route": "not_applicable"}
    assert matter.invalid("center", "accept", route=False, route_due_on=[]) == dict.fromkeys(
        ("route", "route_due_on"), "not_applicable"
    )
    matter.do("center", "accept", route=None, route_due_on=None)


def test_an_empty_text_is_no_date_number_or_choice(road):
    matter = road.log("petition")
    given = {"occurred_on": "", "people_count": "", "longitude": "", "category": "", "is_backlog": "", "parties": ""}
    assert matter.invalid("center", "correct", **given).keys() == given.keys()
    matter.do("center", "correct", place="", description="")


def test_an_effect_that_fails_half_way_leaves_nothing(road, monkeypatch):
    matter = road.log("petition", parties=[{"role": "applicant", "name": "张三"}])
    before = traces(matter)
    monkeypatch.setattr("junping.workflow.writing.tell_them", lambda act: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        matter.act("center", "correct", {"title": "改过", "parties": [], "source": "assigned"})
    with pytest.raises(ZeroDivisionError):
        road.log("petition")
    assert traces(matter) == before
    monkeypatch.undo()
    assert matter.problem() == ""
    assert road.log("petition").number == "JP-2026-0002"


def test_an_act_belongs_to_the_transaction_it_is_called_in(road):
    matter = road.log("petition")
    with transaction.atomic():
        matter.do("center", "accept")
        transaction.set_rollback(True)
    assert (matter.status, len(matter.events), matter.problem()) == ("registered", 1, "")


def test_an_event_tells_who_did_it_for_which_unit_by_which_door(road):
    matter = road.log("petition")
    matter.do("center", "note", via="admin", text="打过电话")
    event = matter.last
    assert (event.actor_username, event.actor_name, event.actor_unit, event.via, event.note) == (
        "center",
        "某center",
        "均坪镇",
        "admin",
        "打过电话",
    )


@pytest.mark.parametrize("text", ["", "   ", None])
def test_a_note_without_a_text_is_none(road, text):
    assert road.log("petition").invalid("village", "note", text=text) == {"text": "required"}
