"""A case as it goes in and as it comes out."""

from datetime import timedelta

import pytest

from junping.clocks.now import SHANGHAI, now, today
from tests.api.cast import MINE, OTHER, TOWN, case, of, refused

pytestmark = pytest.mark.django_db
PARTY = {
    "role": "applicant",
    "name": "李四",
    "id_type": "resident",
    "id_number": "431224199001011234",
    "phone": "13812340726",
    "address": "板溪村三组",
}
OUTPUT = {
    *("kind", "category", "title", "description", "source", "unit", "received_at", "occurred_on", "place"),
    *("longitude", "latitude", "people_count", "petition_class", "confidential", "is_backlog", "backlog_since"),
    *("recused", "parties", "number", "record_type", "status", "status_label", "officer", "lead", "handling_unit"),
    *("co_units", "outcome", "satisfaction", "due_on", "light", "is_repeat", "repeat_of", "created_at", "created_by"),
    *("closed_at", "extension_asked", "version"),
}


MADE_HERE = {
    *("number", "record_type", "status", "status_label", "officer", "lead", "handling_unit", "co_units", "outcome"),
    *("satisfaction", "due_on", "light", "is_repeat", "repeat_of", "created_at", "created_by", "closed_at"),
    *("extension_asked", "version"),
}


def valid_number(birth="19900101", sequence="123"):
    digits = f"431224{birth}{sequence}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]


def stamp(moment):
    return moment.astimezone(SHANGHAI).isoformat()


def test_the_whole_record_comes_back_with_the_actions_of_this_user(people):
    record = people.mine.log()
    assert OUTPUT | {"actions"} <= record.keys()
    assert [action["name"] for action in record["actions"]] == ["note"]
    seen = people.center.get(of(record)).json()
    assert {"accept", "decline", "refer", "void"} <= {action["name"] for action in seen["actions"]}
    for action in seen["actions"]:
        assert {"name", "label", "fields"} <= action.keys()
        for field in action["fields"]:
            assert {"name", "label", "type", "required"} <= field.keys()


def test_a_row_of_a_list_is_the_whole_record_without_its_actions(people):
    record = people.mine.log("petition", parties=[{"role": "applicant", "name": "李四"}])
    row = people.mine.get("cases/").json()["results"][0]
    whole = people.mine.get(of(record)).json()
    del whole["actions"]
    assert row == whole


def test_every_field_given_comes_back(people):
    given = {
        "description": "两家争一块田。\n多年未决。",
        "unit": MINE,
        "received_at": "2026-01-05T09:30:00+08:00",
        "occurred_on": "2026-01-04",
        "place": "三组",
        "longitude": 110.5931,
        "latitude": 27.9052,
        "people_count": 7,
        "is_backlog": True,
        "backlog_since": "2019-06-01",
    }
    record = people.center.log("petition", **given)
    assert {name: record[name] for name in given if name != "unit"} == {k: v for k, v in given.items() if k != "unit"}
    assert record["unit"] == {"code": MINE, "name": "板溪村"}
    assert record["petition_class"] == "appeal"
    assert record["created_by"] == {"username": "center", "name": "center"}
    assert (record["status"], record["status_label"], record["record_type"]) == ("registered", "已登记", "case")


def test_what_is_left_out_has_its_default(people):
    record = people.mine.log()
    assert record["unit"]["code"] == MINE
    assert (record["people_count"], record["confidential"], record["is_backlog"]) == (1, False, False)
    assert (record["description"], record["place"], record["parties"], record["recused"]) == ("", "", [], [])
    assert record["received_at"].endswith("+08:00")
    assert (record["longitude"], record["occurred_on"], record["outcome"], record["extension_asked"]) == (None,) * 4
    assert record["version"] == 1


def test_a_program_may_hand_in_every_field_and_leave_it_null(people):
    empty = dict.fromkeys(OUTPUT - MADE_HERE - case().keys())
    assert {"description", "unit", "petition_class", "parties", "confidential"} <= empty.keys()
    assert people.mine.log(**empty)["people_count"] == 1


def test_the_centre_must_name_the_unit_and_a_village_need_not(people):
    refused(people.center.post("cases/", case()), 400, "unit", "required")
    refused(people.officer.post("cases/", case()), 400, "unit", "required")
    assert people.center.log(unit=TOWN)["unit"]["code"] == TOWN


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("kind", None, "required"),
        ("kind", "complaint", "not_a_choice"),
        ("kind", 5, "not_a_choice"),
        ("category", None, "required"),
        ("category", "nix", "not_a_choice"),
        ("title", None, "required"),
        ("title", "", "required"),
        ("title", "  ", "required"),
        ("title", "x" * 201, "too_long"),
        ("title", 5, "invalid"),
        ("title", "第一行\n第二行", "characters"),
        ("title", "张\u202e三", "characters"),
        ("title", "张\u200b三", "characters"),
        ("title", "\ufeff张三", "characters"),
        ("title", "张\u0007三", "characters"),
        ("description", "x" * 20_001, "too_long"),
        ("description", "a\x0bb", "characters"),
        ("source", None, "required"),
        ("source", "rumour", "not_a_choice"),
        ("received_at", "2026-01-05T09:30:00", "invalid"),
        ("received_at", "2026-01-05", "invalid"),
        ("received_at", 1736039400, "invalid"),
        ("received_at", "2026-13-05T09:30:00+08:00", "invalid"),
        ("received_at", "2099-01-05T09:30:00+08:00", "in_future"),
        ("occurred_on", "2099-01-05", "in_future"),
        ("occurred_on", "2026-02-30", "invalid"),
        ("occurred_on", "2026-1-5", "invalid"),
        ("people_count", 0, "out_of_range"),
        ("people_count", -1, "out_of_range"),
        ("people_count", "5", "invalid"),
        ("people_count", 1.5, "invalid"),
        ("people_count", True, "invalid"),
        ("people_count", 10**12, "out_of_range"),
        ("confidential", "true", "invalid"),
        ("confidential", 1, "invalid"),
        ("is_backlog", "yes", "invalid"),
        ("longitude", "110.5", "invalid"),
        ("longitude", 181, "out_of_range"),
        ("parties", {}, "invalid"),
        ("parties", "李四", "invalid"),
        ("recused", ["nobody"], "unknown"),
        ("recused", "center", "invalid"),
        ("petition_class", "appeal", "not_applicable"),
        ("nonsense", 1, "unknown"),
        ("number", "JP-2026-0001", "read_only"),
        ("status", "closed", "read_only"),
        ("due_on", "2026-01-05", "read_only"),
        ("created_at", "2026-01-05T09:30:00+08:00", "read_only"),
        ("version", 1, "read_only"),
        ("actions", [], "read_only"),
    ],
)
def test_what_cannot_be_taken_is_400_at_its_field(people, field, value, code):
    problem = refused(people.mine.post("cases/", case(**{field: value})), 400)
    assert [(e["field"].partition(".")[0], e["code"]) for e in problem["errors"]] == [(field, code)]
    assert problem["errors"][0]["message"]
    assert people.mine.get("cases/").json()["results"] == []


def test_every_wrong_field_is_named_at_once(people):
    problem = refused(people.mine.post("cases/", {"kind": "dispute", "title": 5, "nonsense": 1}), 400)
    assert {e["field"] for e in problem["errors"]} == {"title", "nonsense", "category", "source"}


def test_a_petition_needs_its_class_and_the_others_have_none(people):
    refused(people.mine.post("cases/", case("petition", petition_class=None)), 400, "petition_class", "required")
    assert people.mine.log("dispute", petition_class=None)["petition_class"] is None


def test_longitude_and_latitude_come_together(people):
    refused(people.mine.post("cases/", case(longitude=110.5)), 400, "latitude", "required")
    refused(people.mine.post("cases/", case(latitude=27.9)), 400, "longitude", "required")


def test_a_clients_clock_may_be_five_minutes_ahead_and_then_it_is_now(people):
    ahead = now() + timedelta(minutes=4)
    assert people.mine.log(received_at=stamp(ahead))["received_at"] < stamp(ahead)
    refused(people.mine.post("cases/", case(received_at=stamp(now() + timedelta(minutes=6)))), 400, "received_at")


def test_another_offset_is_read_and_answered_in_our_own(people):
    record = people.mine.log(received_at="2026-01-05T01:30:00Z")
    assert record["received_at"] == "2026-01-05T09:30:00+08:00"


def test_text_is_normalised_and_trimmed_and_rare_characters_of_names_are_kept(people):
    record = people.mine.log(
        title="  e\u0301tude 界址  ",
        description="第一行\r\n第二行\n",
        parties=[{"role": "applicant", "name": "𠮷\ue000·买买提"}],
    )
    assert record["title"] == "\xe9tude 界址"
    assert record["description"] == "第一行\n第二行"
    assert record["parties"][0]["name"] == "𠮷\ue000·买买提"


def test_numbers_are_those_of_the_year_of_receipt(people):
    assert people.mine.log(received_at="2025-12-31T23:59:59+08:00")["number"] == "JP-2025-0001"
    assert people.mine.log(received_at="2025-12-31T16:00:00Z")["number"] == "JP-2026-0001"
    assert people.mine.log("hazard", found_at="2025-06-01T08:00:00+08:00")["number"] == "JP-2025-H0001"


# Parties


def test_a_partys_numbers_are_masked_in_every_output(people):
    number = valid_number()
    record = people.mine.log(parties=[{**PARTY, "id_number": number}])
    shown = record["parties"][0]
    assert shown["id_number"] == number[:6] + "*" * 10 + number[-2:]
    assert shown["phone"] == "138****0726"
    assert {k: shown[k] for k in ("role", "name", "id_type", "address")} == {
        k: PARTY[k] for k in ("role", "name", "id_type", "address")
    }
    everything = [
        record,
        people.mine.get("cases/").json(),
        people.mine.get(of(record)).json(),
        people.center.get(of(record) + "events/").json(),
        people.center.get(of(record) + "deadlines/").json(),
        people.center.get("board/").json(),
    ]
    assert number not in str(everything)
    assert "13812340726" not in str(everything)


@pytest.mark.parametrize(
    ("id_number", "masked"),
    [
        ("A12345678901", "A12345****01"),
        ("A1234567890", "***********"),
        ("E1234567", "********"),
    ],
)
def test_an_identity_number_of_under_twelve_characters_is_stars_alone(people, id_number, masked):
    record = people.mine.log(parties=[{**PARTY, "id_type": "passport", "id_number": id_number}])
    assert record["parties"][0]["id_number"] == masked


@pytest.mark.parametrize(("phone", "masked"), [("13812340726", "138****0726"), ("0745333123", "*" * 10)])
def test_a_phone_of_under_eleven_characters_is_stars_alone(people, phone, masked):
    assert people.mine.log(parties=[{**PARTY, "id_number": "", "phone": phone}])["parties"][0]["phone"] == masked


@pytest.mark.parametrize(
    "id_number",
    ["431224199001011235", "43122419900101123", "431224199013011234", "431224209901011234", "abc", "x" * 41],
)
def test_a_residents_number_must_be_one_and_a_wrong_one_is_handed_in_as_other(people, id_number):
    refused(people.mine.post("cases/", case(parties=[{**PARTY, "id_number": id_number}])), 400, "parties.0.id_number")
    if len(id_number) <= 40:
        people.mine.log(parties=[{**PARTY, "id_type": "other", "id_number": id_number}])


def test_full_width_digits_and_a_small_x_are_folded(people):
    number = next(n for n in (valid_number(sequence=f"{i:03d}") for i in range(1, 99)) if n.endswith("X"))
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else "x" for c in number)
    record = people.mine.log(parties=[{**PARTY, "id_number": wide}])
    path = f"{of(record)}parties/{record['parties'][0]['id']}/reveal/"
    assert people.center.post(path, {"reason": "核对身份"}).json()["id_number"] == number


@pytest.mark.parametrize(
    ("party", "field", "code"),
    [
        ({"role": "applicant"}, "parties.1.name", "required"),
        ({"name": "李四"}, "parties.1.role", "required"),
        ({"role": "judge", "name": "李四"}, "parties.1.role", "not_a_choice"),
        ({"role": "applicant", "name": "李四", "id_type": "card"}, "parties.1.id_type", "not_a_choice"),
        ({"role": "applicant", "name": "李四", "nonsense": 1}, "parties.1.nonsense", "unknown"),
        ({"role": "applicant", "name": "李四", "id": 1}, "parties.1.id", "unknown"),
        ({"role": "applicant", "name": "李四", "phone": 138}, "parties.1.phone", "invalid"),
        ({"role": "applicant", "name": "李四", "phone": "138****0726"}, "parties.1.phone", "masked"),
        ({"role": "applicant", "name": "李\u202e四"}, "parties.1.name", "characters"),
        ("李四", "parties.1", "invalid"),
    ],
)
def test_a_wrong_party_is_named_by_its_place(people, party, field, code):
    given = case(parties=[{"role": "respondent", "name": "王五"}, party])
    problem = refused(people.mine.post("cases/", given), 400, field, code)
    assert len(problem["errors"]) == 1


def test_at_most_five_representatives(people):
    five = [{"role": "representative", "name": f"代表{n}"} for n in range(5)]
    people.mine.log("petition", parties=five, people_count=60)
    refused(people.mine.post("cases/", case(parties=[*five, five[0]])), 400, "parties", "too_many")


# The clocks that start


def test_a_petition_received_on_6_january_2023_shows_its_notice_due_on_the_28th_and_says_why(people):
    record = people.mine.log("petition", received_at="2023-01-06T10:00:00+08:00")
    assert record["due_on"] == "2023-01-28"
    assert record["light"] == "red"
    clock = people.mine.get(of(record) + "deadlines/").json()[0]
    assert (clock["rule"], clock["raw_last_day"], clock["due_on"]) == ("notice", "2023-01-21", "2023-01-28")
    assert clock["basis"] == {"law": "信访工作条例", "article": "第二十三条"}
    assert any("春节" in line for line in clock["explanation"])


def test_a_record_has_the_light_of_its_clocks(people):
    record = people.mine.log()
    assert record["light"] in {"green", "yellow"}
    assert record["due_on"] > today().isoformat()


def test_a_unit_handed_a_record_by_its_code_is_one_in_the_tree(people):
    refused(people.center.post("cases/", case(unit="4312")), 400, "unit", "unknown")
    refused(people.center.post("cases/", case(unit=5)), 400, "unit", "invalid")
    assert people.center.log(unit=OTHER)["unit"]["name"] == "向家塘村"
