"""检举控告: registered and referred, and nothing of it reaches whom it accuses (信访工作条例 第二十二条第二款)."""

import re

import pytest

from junping.notify.models import Notice
from junping.workflow.models import Series
from junping.workflow.refusals import NotFound
from tests.road import LEFT_OUT


def sees(matter, who):
    return matter.domain.model.objects.visible_to(matter.cast.actor(who)).exists()


def test_an_accusation_is_confidential_from_its_first_moment(road):
    matter = road.log("accusation", "center", confidential=False)
    assert (matter.record.confidential, matter.events[0].action) == (True, "register")


def test_its_number_comes_from_a_random_series_and_leaves_no_gap(road):
    first, sealed, second = road.log("petition"), road.log("accusation"), road.log("petition")
    assert (first.number, second.number) == ("JP-2026-0001", "JP-2026-0002")
    assert re.fullmatch(r"JP-2026-[2-9A-HJ-NP-Z]{8}", sealed.number)
    assert dict(Series.objects.values_list("name", "last")) == {"JP-2026-": 2, "JP-2026-*": 1}


def test_its_description_may_stay_empty(road):
    assert road.log("accusation", description=LEFT_OUT).record.description == ""


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("center", True),
        ("leader", True),
        ("county_leader", True),
        ("center2", False),
        ("leader2", False),
        ("auditor", False),
        ("village", False),
        ("officer", False),
        ("admin", False),
    ],
)
def test_only_the_cleared_see_it(road, who, seen):
    assert sees(road.log("accusation"), who) is seen


@pytest.mark.parametrize("who", ["village", "officer", "center2"])
def test_whoever_hands_one_in_without_clearance_gets_the_receipt_and_never_sees_it_again(road, who):
    matter, done = road.logged("accusation", who)
    assert (done.in_sight, done.record.number) == (False, matter.number)
    assert isinstance(matter.refused(who, "note"), NotFound)


@pytest.mark.parametrize(
    "action", ["accept", "assign", "send_back", "reply", "close", "withdraw", "reopen", "suspend", "settle", "review"]
)
@pytest.mark.parametrize("who", ["center", "leader"])
def test_the_actions_that_an_accusation_lacks_do_not_exist(road, who, action):
    assert isinstance(road.log("accusation").refused(who, action), NotFound)


def test_it_is_referred_to_the_discipline_body(road):
    matter = road.log("accusation", recused=["far"])
    matter.do("center", "refer", to_body="溆浦县纪委监委")
    assert (matter.status, matter.clock("notice").state, matter.running()) == ("referred", "met", {})


@pytest.mark.parametrize("body", ["长坪村", "某far"])
def test_it_is_not_sent_to_the_accused_or_their_unit(road, body):
    assert road.log("accusation", recused=["far"]).invalid("center", "refer", to_body=body) == {"to_body": "barred"}


def test_the_accused_is_told_nothing_and_a_notice_names_the_number_alone(road):
    road.cast.add("accused", "town", "center", cleared=True)
    matter = road.log("accusation", recused=["accused"])
    matter.do("leader", "take_charge", lead="leader2")
    matter.walk(("center", "ask_reporter"), ("county_leader", "supervise"), ("center", "answer_supervision"))
    assert not sees(matter, "accused")
    texts = set(Notice.objects.values_list("text", flat=True))
    assert texts == {f"{matter.number} 有新的办理情况，请进入系统查看。"}
    assert not {"accused", "village", "auditor", "center2"} & set(matter.told())


def test_of_who_may_only_hand_in_nobody_is_told(road):
    matter = road.log("accusation")
    matter.do("center", "ask_reporter")
    assert matter.told() == {}


def test_a_petition_that_turns_out_to_be_one_is_sealed_and_keeps_its_number(road):
    matter = road.log("petition")
    done = matter.act("village", "correct", {"petition_class": "accusation"})
    record = matter.record
    assert (record.number, record.confidential, done.in_sight) == ("JP-2026-0001", True, False)
    assert isinstance(matter.refused("village", "note"), NotFound)
    assert isinstance(matter.refused("center", "accept"), NotFound)
    matter.do("center", "refer")


def test_an_accepted_petition_that_turns_out_to_be_one_can_still_be_referred(road):
    matter = road.at("petition", "accepted")
    matter.act("center", "correct", {"petition_class": "accusation"})
    assert matter.running() == {"handling": "2026-05-06"}
    matter.do("center", "refer")
    assert (matter.status, matter.running(), matter.problem()) == ("referred", {}, "")


@pytest.mark.parametrize("state", ["handling", "replied", "reviewing", "closed"])
def test_what_has_been_handled_is_voided_and_logged_anew_instead(road, state):
    matter = road.at("petition", state)
    with pytest.raises(Exception, match="提交的内容有误") as caught:
        matter.act("center", "correct", {"petition_class": "accusation"})
    assert [(p.field, p.code) for p in caught.value.problems] == [("petition_class", "wrong_state")]


@pytest.mark.parametrize("state", ["declined", "referred"])
def test_what_was_declined_or_referred_may_be_found_to_be_one(road, state):
    matter = road.at("petition", state)
    matter.act("center", "correct", {"petition_class": "accusation"})
    assert matter.record.confidential
    assert matter.allowed("center") == ["mark_repeat", "recuse"]


def test_away_from_an_accusation_and_from_confidentiality_it_goes_with_clearance(road):
    matter = road.log("accusation")
    matter.act("center", "correct", {"petition_class": "appeal", "confidential": False})
    assert (matter.record.petition_class, matter.record.confidential) == ("appeal", False)
    matter.do("center", "accept", notified_on="2026-03-02", route="petition")


def test_an_accusation_stays_confidential(road):
    matter = road.log("accusation")
    with pytest.raises(Exception, match="提交的内容有误") as caught:
        matter.act("center", "correct", {"confidential": False})
    assert [(p.field, p.code) for p in caught.value.problems] == [("confidential", "must_be_true")]


def test_no_figure_and_no_list_tells_the_accused_that_it_exists(road):
    """The differential test: whatever the accused can count is the same with and without the accusation."""
    from cases.models import Case

    road.log("petition")
    actor = road.cast.actor("far")

    def counted():
        rows = Case.objects.visible_to(actor)
        return list(rows.values_list("number", "status")), rows.count()

    before = counted()
    road.log("accusation", "center", unit=road.cast.code("far"), recused=["far"])
    assert counted() == before
    assert road.log("petition").number == "JP-2026-0002"
