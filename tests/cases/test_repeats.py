"""认定重复、进展、批示、催办、要求补充、查看全号: what leaves the state as it is."""

import pytest

from junping.workflow.refusals import Forbidden, NotFound
from tests.road import LEFT_OUT


def test_a_repeat_names_the_case_it_repeats_and_may_be_taken_back(road):
    first, again = road.log("petition"), road.log("petition")
    again.do("center", "mark_repeat", of=first.number)
    assert (again.record.repeat_of.number, again.record.is_repeat) == (first.number, True)
    assert again.last.data["repeat_of"] == [None, first.number]
    again.do("center", "mark_repeat", of="")
    assert (again.record.repeat_of, again.record.is_repeat) == (None, False)
    again.do("center", "mark_repeat", of=None)


def test_the_number_must_be_given_even_to_take_it_back(road):
    matter = road.log("petition")
    assert matter.invalid("center", "mark_repeat", of=LEFT_OUT) == {"of": "required"}
    assert matter.invalid("center", "mark_repeat", reason=LEFT_OUT) == {"reason": "required"}


def test_what_is_unknown_out_of_sight_or_itself_cannot_be_repeated(road):
    matter, sealed = road.log("petition"), road.log("accusation")
    elsewhere = road.log("petition", "neighbour", unit=road.cast.code("neighbour"))
    for number in ("JP-2026-9999", elsewhere.number, matter.number, 5):
        assert set(matter.invalid("center2", "mark_repeat", of=number)) == {"of"}
    assert matter.invalid("center2", "mark_repeat", of=sealed.number) == {"of": "unknown"}


def test_one_kind_may_repeat_another(road):
    request, petition = road.log("request"), road.log("petition")
    petition.do("center", "mark_repeat", of=request.number)
    assert petition.record.repeat_of.number == request.number


def test_the_reporter_is_told_what_to_add_and_answers_with_a_note(road):
    matter = road.log("petition")
    matter.do("center", "ask_reporter")
    assert set(matter.told()) == {"village", "village2"}
    matter.do("village", "note", text="地块在二组")
    assert (matter.last.note, matter.status) == ("地块在二组", "registered")


def test_whoever_handles_it_is_urged(road):
    matter = road.at("petition", "handling")
    matter.do("leader", "urge", text="三日内报结果")
    assert {"officer", "handling"} <= set(matter.told())
    assert isinstance(matter.refused("village", "urge"), Forbidden)


def test_a_reveal_tells_whose_number_was_read_and_why_but_never_the_number(road):
    matter = road.log("petition", parties=[{"role": "applicant", "name": "张三", "phone": "13812340726"}])
    party = matter.children.parties[0]
    matter.act("center", "reveal", {"party": party.public_id, "reason": "联系当事人"})
    event = matter.last
    assert (event.action, event.data["party_name"], event.data["reason"]) == ("reveal", "张三", "联系当事人")
    assert "13812340726" not in str(event.data)
    assert matter.problem() == ""


def test_a_reveal_needs_a_reason_and_a_party_of_this_case(road):
    matter = road.log("petition", parties=[{"role": "applicant", "name": "张三"}])
    party = matter.children.parties[0]
    with pytest.raises(Exception, match="提交的内容有误"):
        matter.act("center", "reveal", {"party": party.public_id})
    other = road.log("petition")
    with pytest.raises(NotFound):
        other.act("center", "reveal", {"party": party.public_id, "reason": "x"})


def test_whoever_only_helps_does_not_reveal(road):
    matter = road.at("petition", "handling", parties=[{"role": "applicant", "name": "张三"}])
    party = matter.children.parties[0]
    for who in ("helping", "village", "auditor"):
        with pytest.raises(Forbidden):
            matter.act(who, "reveal", {"party": party.public_id, "reason": "x"})
    matter.act("officer", "reveal", {"party": party.public_id, "reason": "x"})
