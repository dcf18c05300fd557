"""PATCH puts typing errors right, and the history keeps the old value beside the new."""

import pytest

from tests.api.cast import MINE, case, hazard, of, refused
from tests.api.test_cases import PARTY, valid_number

pytestmark = pytest.mark.django_db


def last_event(people, record):
    return people.center.get(of(record) + "events/").json()[-1]


def test_each_change_is_an_event_with_the_old_and_the_new_value(people):
    record = people.mine.log(place="三组")
    answer = people.mine.patch(of(record), {"title": "排水纠纷", "place": "四组"})
    assert answer.status_code == 200
    assert (answer.json()["title"], answer.json()["place"], answer.json()["version"]) == ("排水纠纷", "四组", 2)
    assert answer["ETag"] == '"2"'
    event = last_event(people, record)
    assert (event["seq"], event["action"], event["label"], event["from"], event["to"]) == (
        *(2, "correct", "更正"),
        *(None, None),
    )
    assert event["data"]["title"] == ["界址争议", "排水纠纷"]
    assert event["data"]["place"] == ["三组", "四组"]
    assert event["actor"] == {"username": "mine", "name": "mine", "unit": "板溪村"}


def test_an_empty_patch_is_400_at_the_body_as_a_whole(people):
    record = people.mine.log()
    refused(people.mine.patch(of(record), {}), 400, "")
    assert people.mine.get(of(record)).json()["version"] == 1


@pytest.mark.parametrize(
    "field",
    [
        "kind",
        "unit",
        "received_at",
        "recused",
        "number",
        "status",
        "officer",
        "outcome",
        "due_on",
        "version",
        "created_by",
    ],
)
def test_what_never_changes_that_way_is_refused_as_read_only(people, field):
    record = people.mine.log()
    refused(people.mine.patch(of(record), {field: record[field]}), 400, field, "read_only")


def test_unknown_fields_and_the_time_of_a_correction_are_refused(people):
    record = people.mine.log()
    refused(people.mine.patch(of(record), {"nonsense": 1}), 400, "nonsense", "unknown")
    given = {"title": "新标题", "occurred_at": record["received_at"]}
    refused(people.mine.patch(of(record), given), 400, "occurred_at", "unknown")


def test_while_registered_its_own_unit_and_the_centre_may(people):
    record = people.center.log(unit=MINE)
    assert people.mine.patch(of(record), {"title": "村里改"}).status_code == 200
    assert people.center.patch(of(record), {"title": "镇里改"}).status_code == 200
    refused(people.leader.patch(of(record), {"title": "领导改"}), 403)
    refused(people.auditor.patch(of(record), {"title": "监督改"}), 403)


def test_later_only_the_centre_may_and_voided_nobody(people):
    record = people.mine.log()
    people.center.act(record, "accept")
    refused(people.mine.patch(of(record), {"title": "村里改"}), 409)
    assert people.center.patch(of(record), {"title": "镇里改"}).status_code == 200
    people.leader.act(record, "void", {"reason": "登记错误"})
    problem = refused(people.center.patch(of(record), {"title": "再改"}), 409)
    assert problem["code"] == "wrong_state"


def test_if_match_guards_a_correction(people):
    record = people.mine.log()
    assert people.center.patch(of(record), {"title": "一"}, **{"If-Match": '"1"'}).status_code == 200
    refused(people.mine.patch(of(record), {"title": "二"}, **{"If-Match": '"1"'}), 412)
    assert people.mine.patch(of(record), {"title": "二"}, **{"If-Match": "*"}).status_code == 200
    assert people.mine.patch(of(record), {"title": "三"}, **{"If-Match": '"2", "3"'}).status_code == 200
    for wrong in ('"x"', "4", 'W/"4"', "garbage", '""'):
        refused(people.mine.patch(of(record), {"title": "四"}, **{"If-Match": wrong}), 412)


def test_an_optional_field_is_emptied_by_null(people):
    record = people.mine.log(place="三组", occurred_on="2026-01-05", longitude=110.5, latitude=27.9)
    given = {"place": None, "occurred_on": None, "longitude": None, "latitude": None}
    answer = people.mine.patch(of(record), given).json()
    assert (answer["place"], answer["occurred_on"], answer["longitude"]) == ("", None, None)
    refused(people.mine.patch(of(record), {"title": None}), 400, "title", "required")
    refused(people.mine.patch(of(record), {"longitude": 110.5}), 400, "latitude", "required")


# Clocks that hang on a field


def deadlines(people, record):
    return {(c["rule"], c["state"]): c["due_on"] for c in people.center.get(of(record) + "deadlines/").json()}


def test_a_petition_that_becomes_a_proposal_gets_its_intake_clock(people):
    record = people.mine.log("petition", received_at="2026-01-05T09:00:00+08:00")
    assert ("intake", "running") not in deadlines(people, record)
    people.mine.patch(of(record), {"petition_class": "proposal"})
    assert deadlines(people, record)["intake", "running"] == "2026-01-08"
    assert last_event(people, record)["data"]["intake.due_on"] == [None, "2026-01-08"]
    people.mine.patch(of(record), {"petition_class": "appeal"})
    assert ("intake", "cancelled") in deadlines(people, record)


def test_a_petition_that_turns_out_to_be_assigned_gets_its_objection_clock(people):
    record = people.mine.log("petition", received_at="2026-01-05T09:00:00+08:00")
    people.mine.patch(of(record), {"source": "assigned"})
    assert "objection" in {rule for rule, _ in deadlines(people, record)}


def test_a_dispute_that_turns_out_to_be_about_wages_is_mediated_within_15_days(people):
    record = people.mine.log(received_at="2026-01-05T09:00:00+08:00")
    people.center.act(record, "accept", {"occurred_at": "2026-01-06T09:00:00+08:00"})
    assert deadlines(people, record)["mediation", "running"] == "2026-02-06"
    people.center.patch(of(record), {"category": "wage"})
    assert deadlines(people, record)["mediation", "running"] == "2026-01-20"


# Confidentiality


def test_a_petition_may_become_an_accusation_and_keeps_its_number(people):
    record = people.mine.log("petition")
    answer = people.mine.patch(of(record), {"petition_class": "accusation"})
    assert (answer.status_code, answer.json()) == (200, {"number": record["number"], "version": 2})
    assert "ETag" not in answer
    refused(people.mine.get(of(record)), 404)
    seen = people.center.get(of(record)).json()
    assert (seen["petition_class"], seen["confidential"], seen["number"]) == ("accusation", True, record["number"])


def test_away_from_it_only_with_clearance(people):
    record = people.center.post("cases/", case("petition", petition_class="accusation", unit=MINE)).json()
    refused(people.center2.patch(of(record), {"petition_class": "appeal"}), 404)
    refused(people.center.patch(of(record), {"confidential": False}), 400, "confidential")
    answer = people.center.patch(of(record), {"petition_class": "appeal", "confidential": False})
    assert answer.status_code == 200
    assert people.mine.get(of(record)).status_code == 200


def test_confidential_to_false_only_with_clearance(people):
    record = people.center.log(unit=MINE, confidential=True)
    refused(people.mine.patch(of(record), {"confidential": False}), 404)
    assert people.center.patch(of(record), {"confidential": False}).json()["confidential"] is False


# Parties


def test_the_list_replaces_the_list_and_who_is_named_by_id_keeps_the_rest(people):
    number = valid_number()
    record = people.mine.log(parties=[{**PARTY, "id_number": number}, {"role": "respondent", "name": "王五"}])
    first = record["parties"][0]
    given = [{"id": first["id"], "address": "五组"}, {"role": "witness", "name": "赵六"}]
    answer = people.mine.patch(of(record), {"parties": given}).json()
    assert [(p["role"], p["name"]) for p in answer["parties"]] == [("applicant", "李四"), ("witness", "赵六")]
    kept = answer["parties"][0]
    assert (kept["id"], kept["address"]) == (first["id"], "五组")
    assert (kept["id_number"], kept["phone"]) == (first["id_number"], first["phone"])
    revealed = people.center.post(f"{of(record)}parties/{kept['id']}/reveal/", {"reason": "核对"}).json()
    assert (revealed["id_number"], revealed["phone"]) == (number, PARTY["phone"])


def test_the_event_tells_of_parties_without_a_number_in_full(people):
    number = valid_number()
    record = people.mine.log(parties=[{**PARTY, "id_number": number}])
    people.mine.patch(of(record), {"parties": [{"role": "applicant", "name": "李四", "phone": "13900001111"}]})
    told = str(people.center.get(of(record) + "events/").json())
    assert "李四" in told
    assert "138****0726" in told
    for secret in (number, PARTY["phone"], "13900001111"):
        assert secret not in told


def test_a_masked_value_is_refused(people):
    record = people.mine.log(parties=[{**PARTY, "id_number": valid_number()}])
    shown = record["parties"][0]
    refused(people.mine.patch(of(record), {"parties": [shown]}), 400, "parties.0.id_number", "masked")
    refused(people.mine.patch(of(record), {"parties": [shown]}), 400, "parties.0.phone", "masked")


def test_a_party_of_another_record_cannot_be_named(people):
    other = people.mine.log(parties=[{"role": "applicant", "name": "李四"}])
    record = people.mine.log(parties=[{"role": "applicant", "name": "王五"}])
    foreign = other["parties"][0]["id"]
    refused(people.mine.patch(of(record), {"parties": [{"id": foreign}]}), 400, "parties.0.id", "unknown")
    own = record["parties"][0]["id"]
    refused(people.mine.patch(of(record), {"parties": [{"id": own}, {"id": own}]}), 400, "parties.1.id", "unknown")
    refused(people.mine.patch(of(record), {"parties": [{"id": "1"}]}), 400, "parties.0.id", "invalid")


def test_an_empty_list_takes_all_parties_away(people):
    record = people.mine.log(parties=[{"role": "applicant", "name": "李四"}])
    assert people.mine.patch(of(record), {"parties": []}).json()["parties"] == []


# Hazards


def test_a_hazard_is_corrected_without_its_level_unit_and_time(people):
    record = people.mine.log("hazard")
    answer = people.mine.patch(of(record), {"title": "电线裸露", "domain": "electricity", "site": "村小学"}).json()
    assert (answer["title"], answer["domain"], answer["site"]) == ("电线裸露", "electricity", "村小学")
    for field in ("unit", "found_at", "level", "supervised", "measures"):
        refused(people.mine.patch(of(record), {field: record[field]}), 400, field, "read_only")
    refused(people.mine.patch(of(record), {"place": "三组"}), 400, "place", "unknown")


def test_search_finds_the_corrected_text_and_no_longer_the_old(people):
    record = people.mine.log(parties=[{"role": "applicant", "name": "欧阳海"}])
    people.mine.patch(of(record), {"title": "排水纠纷", "parties": [{"role": "applicant", "name": "司马光"}]})
    found = {q: len(people.mine.get(f"cases/?q={q}").json()["results"]) for q in ("界址", "欧阳", "排水", "司马光")}
    assert found == {"界址": 0, "欧阳": 0, "排水": 1, "司马光": 1}
    hazard_ = people.mine.log("hazard", **{k: v for k, v in hazard().items() if k != "domain"})
    people.mine.patch(of(hazard_), {"site": "村小学"})
    assert len(people.mine.get("hazards/?q=小学").json()["results"]) == 1
