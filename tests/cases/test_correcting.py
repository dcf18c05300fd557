"""更正: who may correct what, which clock is counted anew, and what of a party is kept."""

from datetime import date

import pytest

from junping.workflow.refusals import Forbidden, Invalid, WrongState
from tests.road import CASE_KINDS, problems_of

ID_NUMBER = "11010119900307461X"
PARTY = {"role": "applicant", "name": "张三", "id_number": ID_NUMBER, "phone": "13812340726", "address": "板溪村1组"}


def corrected(matter, who="center", **data):
    return matter.act(who, "correct", data)


def unfit(matter, who="center", **data):
    with pytest.raises(Invalid) as caught:
        corrected(matter, who, **data)
    return problems_of(caught.value)


@pytest.fixture
def number():
    from junping.vault.identity import check_digit

    return "11010119900307461" + check_digit("11010119900307461")


def test_each_change_is_an_event_with_the_old_and_the_new_value(road):
    matter = road.log("petition")
    corrected(matter, title="反映林地补偿", category="forest", longitude=110.5, latitude=27.9)
    event = matter.last
    assert event.action == "correct"
    assert event.data["title"] == ["反映占地补偿", "反映林地补偿"]
    assert event.data["category"] == ["land", "forest"]
    assert event.data["longitude"] == [None, "110.5"] or event.data["longitude"] == [None, "110.500000"]
    assert (event.from_state, event.to_state, matter.problem()) == (None, None, "")


@pytest.mark.parametrize("kind", CASE_KINDS[:1] + CASE_KINDS[3:])
def test_its_own_unit_corrects_while_it_is_registered_later_only_the_centre(road, kind):
    matter = road.log(kind)
    corrected(matter, "village2", place="二组")
    matter.do("center", "accept")
    with pytest.raises(WrongState):
        corrected(matter, "village", place="三组")
    corrected(matter, "center2", place="三组")
    assert matter.record.place == "三组"


def test_the_unit_it_is_about_corrects_what_the_centre_logged(road):
    matter = road.log("petition", "center")
    corrected(matter, "village", place="二组")
    with pytest.raises(Forbidden):
        corrected(matter, "leader", place="三组")


def test_a_voided_case_is_not_corrected(road):
    with pytest.raises(WrongState):
        corrected(road.at("petition", "voided"), title="x")


@pytest.mark.parametrize("name", ["kind", "unit", "received_at", "recused", "number", "status", "due_on", "version"])
def test_what_never_changes_that_way_is_an_unknown_field(road, name):
    assert unfit(road.log("petition"), **{name: "x"}) == {name: "unknown"}


def test_nothing_is_no_correction(road):
    assert unfit(road.log("petition")) == {"": "empty"}


@pytest.mark.parametrize("name", ["title", "category", "source", "petition_class"])
def test_what_is_required_is_not_emptied(road, name):
    assert unfit(road.log("petition"), **{name: None}) == {name: "required"}


def test_what_is_optional_is_emptied(road):
    matter = road.log("petition", place="二组", people_count=3, occurred_on="2026-02-01", backlog_since="2020-01-01")
    corrected(matter, place=None, people_count=None, occurred_on=None, description="", backlog_since=None)
    record = matter.record
    assert (record.place, record.people_count, record.occurred_on, record.description) == ("", 1, None, "")


def test_a_dispute_has_no_petition_class(road):
    assert unfit(road.log("dispute"), petition_class="appeal") == {"petition_class": "not_applicable"}


def test_a_point_is_corrected_whole(road):
    matter = road.log("petition")
    assert unfit(matter, longitude=110.5) == {"latitude": "required"}
    assert unfit(matter, longitude=110.5, latitude=91) == {"latitude": "out_of_range"}


def test_a_proposal_corrected_into_an_appeal_has_no_intake_and_back_again(road):
    matter = road.log("proposal")
    corrected(matter, petition_class="appeal")
    assert (matter.clock("intake").state, matter.running()) == ("cancelled", {"notice": "2026-03-17"})
    corrected(matter, petition_class="proposal")
    assert matter.running() == {"notice": "2026-03-17", "intake": "2026-03-05"}
    assert matter.last.data["intake.due_on"] == [None, "2026-03-05"]


def test_the_source_decides_on_the_objection(road, time):
    matter = road.log("petition")
    time.set("2026-03-04 09:00")
    corrected(matter, source="assigned")
    assert matter.running() == {"notice": "2026-03-17", "objection": "2026-03-09"}
    corrected(matter, source="letter")
    assert (matter.clock("objection").state, matter.running()) == ("cancelled", {"notice": "2026-03-17"})


def test_after_acceptance_neither_starts_any_more(road):
    matter = road.at("petition", "accepted")
    corrected(matter, source="assigned", petition_class="proposal")
    assert matter.running() == {"handling": "2026-05-06"}


def test_a_dispute_found_to_be_about_wages_is_counted_by_the_other_law(road, time):
    matter = road.log("dispute")
    time.set("2026-03-04 09:00")
    matter.walk(("center", "accept"), ("center", "assign"))
    matter.do("officer", "extend", days=5)
    corrected(matter, category="wage")
    clock = matter.clock("mediation")
    assert [c.state for c in matter.clocks if c.rule == "mediation"] == ["cancelled", "running"]
    assert (clock.started_on, clock.days, clock.extended_days) == (date(2026, 3, 2), 15, 5)
    assert (clock.due_on, matter.record.due_on) == (date(2026, 3, 23), date(2026, 3, 23))
    corrected(matter, category="debt")
    clock = matter.clock("mediation")
    assert (clock.started_on, clock.unit, clock.extended_days, clock.raw_last_day) == (
        date(2026, 3, 4),
        "month",
        5,
        date(2026, 4, 9),
    )
    assert matter.problem() == ""


def test_among_the_ordinary_categories_the_mediation_runs_on(road):
    matter = road.at("dispute", "accepted")
    corrected(matter, category="family")
    assert [c.state for c in matter.clocks if c.rule == "mediation"] == ["running"]


def test_a_suspended_labour_dispute_found_to_be_another_is_held_from_the_day_of_the_suspension(road, time):
    matter = road.at("dispute", "handling", category="labour")
    time.set("2026-03-06 09:00")
    matter.do("center", "suspend")
    time.set("2026-03-09 09:00")
    corrected(matter, category="neighbour")
    assert (matter.clock("mediation").state, matter.record.due_on) == ("paused", None)
    time.set("2026-03-11 09:00")
    matter.do("center", "resume")
    assert (matter.clock("mediation").paused_days, matter.clock("mediation").raw_last_day) == (5, date(2026, 4, 7))


def test_confidentiality_is_set_by_anybody_who_corrects_and_lifted_only_with_clearance(road):
    matter = road.log("petition")
    done = corrected(matter, "center2", confidential=True)
    assert done.in_sight is False
    corrected(matter, "center", confidential=False)
    assert matter.record.confidential is False


def test_parties_replace_the_list_and_one_named_by_its_id_keeps_what_is_not_given(road, number):
    from cases.parties import unmasked

    matter = road.log("petition", parties=[PARTY | {"id_number": number}, {"role": "witness", "name": "李四"}])
    zhang, _ = matter.children.parties
    corrected(matter, parties=[{"id": zhang.public_id, "name": "张三丰"}, {"role": "respondent", "name": "王五"}])
    parties = matter.children.parties
    assert [(p.pk == zhang.pk, p.role, p.name) for p in parties] == [
        (True, "applicant", "张三丰"),
        (False, "respondent", "王五"),
    ]
    assert unmasked(parties[0]) == {"id_number": number, "phone": "13812340726"}
    assert (parties[0].address, matter.problem()) == ("板溪村1组", "")
    old, new = matter.last.data["parties"]
    assert [p["name"] for p in old] == ["张三", "李四"]
    assert [p["name"] for p in new] == ["张三丰", "王五"]
    assert number not in str(matter.last.data)
    assert "13812340726" not in str(matter.last.data)


@pytest.mark.parametrize("name", ["id_number", "phone"])
def test_a_masked_value_is_refused(road, number, name):
    matter = road.log("petition", parties=[PARTY | {"id_number": number}])
    party = matter.children.parties[0]
    shown = {"id_number": party.id_number_mask, "phone": party.phone_mask}[name]
    assert "*" in shown
    assert unfit(matter, parties=[{"id": party.public_id, name: shown}]) == {f"parties.0.{name}": "masked"}
    assert road.unfit(parties=[PARTY | {"id_number": number, name: shown}]) == {f"parties.0.{name}": "masked"}


def test_a_party_of_another_case_and_one_named_twice_are_unknown(road):
    other = road.log("petition", parties=[{"role": "applicant", "name": "外人"}]).children.parties[0]
    matter = road.log("petition", parties=[{"role": "applicant", "name": "张三"}])
    own = matter.children.parties[0]
    assert unfit(matter, parties=[{"id": other.pk, "name": "x"}]) == {"parties.0.id": "unknown"}
    assert unfit(matter, parties=[{"id": own.public_id}, {"id": own.public_id}]) == {"parties.1.id": "unknown"}


def test_a_new_party_needs_a_role_and_a_name(road):
    assert unfit(road.log("petition"), parties=[{"phone": "13812340726"}]) == {
        "parties.0.role": "required",
        "parties.0.name": "required",
    }


def test_another_kind_of_paper_is_read_by_its_own_rule(road, number):
    matter = road.log(
        "petition", parties=[{"role": "applicant", "name": "张三", "id_type": "other", "id_number": "X-1"}]
    )
    party = matter.children.parties[0]
    assert unfit(matter, parties=[{"id": party.public_id, "id_type": "resident"}]) == {"parties.0.id_number": "invalid"}
    corrected(matter, parties=[{"id": party.public_id, "id_type": "resident", "id_number": number}])
    assert matter.children.parties[0].id_number_mask.startswith("110101")


def test_no_more_than_five_represent_the_others(road):
    people = [{"role": "representative", "name": f"代表{i}"} for i in range(6)]
    assert road.unfit(parties=people, people_count=30) == {"parties": "too_many"}
    matter = road.log("petition", parties=people[:5], people_count=30)
    assert unfit(matter, parties=people) == {"parties": "too_many"}


def test_an_empty_list_takes_every_party_away(road):
    matter = road.log("petition", parties=[{"role": "applicant", "name": "张三"}])
    corrected(matter, parties=[])
    assert (matter.children.parties, matter.problem()) == ([], "")
