"""A hazard as it goes in, is put right, and comes out."""

import pytest

from tests.api.cast import MINE, OTHER, hazard, of, refused

pytestmark = pytest.mark.django_db
OUTPUT = {
    *("domain", "level", "title", "description", "source", "unit", "site", "site_contact", "found_at", "longitude"),
    *("latitude", "campaign", "visit", "legacy_since", "number", "status", "status_label", "responsible_unit"),
    *("responsible_person", "measures", "funds", "officer", "lead", "due_on", "light", "supervised", "rectified_at"),
    *("closed_at", "created_at", "created_by", "version", "actions"),
}
ORDER = {"responsible_unit": MINE, "measures": "更换线路", "due_on": "2099-01-01"}


def test_what_is_given_comes_back(people):
    given = {
        "site": "村小学",
        "site_contact": "校长",
        "description": "线路老化",
        "legacy_since": "2013-05-01",
        "longitude": 110.5931,
        "latitude": 27.9052,
        "found_at": "2026-01-05T09:30:00+08:00",
        "level": "major",
    }
    record = people.mine.log("hazard", **given)
    assert record.keys() >= OUTPUT
    assert {name: record[name] for name in given} == given
    assert (record["unit"]["code"], record["status"], record["status_label"]) == (MINE, "registered", "已登记")
    assert (record["version"], record["supervised"]) == (1, False)


def test_the_level_is_general_where_nothing_is_said(people):
    assert people.mine.log("hazard")["level"] == "general"


@pytest.mark.parametrize(
    ("more", "field", "code"),
    [
        ({"domain": None}, "domain", "required"),
        ({"domain": "nix"}, "domain", "not_a_choice"),
        ({"level": "huge"}, "level", "not_a_choice"),
        ({"title": ""}, "title", "required"),
        ({"source": None}, "source", "required"),
        ({"found_at": "2099-01-05T09:30:00+08:00"}, "found_at", "in_future"),
        ({"legacy_since": "2099-01-05"}, "legacy_since", "in_future"),
        ({"campaign": "1"}, "campaign", "invalid"),
        ({"campaign": 1.5}, "campaign", "invalid"),
        ({"visit": True}, "visit", "invalid"),
        ({"longitude": 110.5}, "latitude", "required"),
        ({"place": "三组"}, "place", "unknown"),
        ({"kind": "hazard"}, "kind", "unknown"),
        ({"measures": "x"}, "measures", "read_only"),
        ({"status": "closed"}, "status", "read_only"),
    ],
)
def test_what_cannot_be_taken_is_400_at_its_field(people, more, field, code):
    refused(people.mine.post("hazards/", hazard(**more)), 400, field, code)


def test_the_centre_must_name_the_unit(people):
    refused(people.center.post("hazards/", hazard()), 400, "unit", "required")


def test_a_hazard_goes_its_whole_way_and_no_one_checks_their_own_work(people):
    record = people.mine.log("hazard")
    body = people.center.act(record, "order", {**ORDER, "officer": "officer"})
    assert (body["status"], body["due_on"], body["responsible_unit"]["code"]) == ("rectifying", "2099-01-01", MINE)
    today = record["found_at"][:10]
    body = people.center.act(record, "rectify", {"report": "已更换", "rectified_on": today, "funds_spent": 1200.5})
    assert (body["status"], body["rectified_at"][:10]) == ("rectified", today)
    inspected = {"inspected_on": today, "inspectors": ["张三"]}
    refused(people.center.post(f"{of(record)}actions/pass/", inspected), 403)
    assert "pass" not in [action["name"] for action in body["actions"]]
    body = people.center2.act(record, "pass", inspected)
    assert (body["status"], body["status_label"]) == ("closed", "已销号")
    assert body["closed_at"]


def test_a_major_hazard_asks_for_more_and_its_actions_say_so(people):
    record = people.mine.log("hazard", level="major")
    problem = refused(people.center.post(f"{of(record)}actions/order/", ORDER), 400)
    assert {e["field"] for e in problem["errors"]} == {"funds", "plan", "interim_measures", "standard"}
    fields = {
        field["name"]: field["required"]
        for action in people.center.get(of(record)).json()["actions"]
        if action["name"] == "order"
        for field in action["fields"]
    }
    assert fields["plan"] is True
    assert fields["responsible_unit"] is False


def test_supervised_holds_from_the_first_supervision_until_it_is_struck_off(people):
    record = people.mine.log("hazard")
    people.center.act(record, "order", ORDER)
    assert people.leader.act(record, "supervise", {"text": "尽快", "due_on": "2099-01-01"})["supervised"] is True
    people.mine.act(record, "answer_supervision", {"text": "在办"})
    assert people.mine.get(of(record)).json()["supervised"] is True
    today = record["found_at"][:10]
    people.mine.act(record, "rectify", {"report": "已更换", "rectified_on": today})
    closed = people.center.act(record, "pass", {"inspected_on": today, "inspectors": ["张三"]})
    assert closed["supervised"] is False


def test_a_responsible_person_may_stand_for_the_unit(people):
    record = people.mine.log("hazard")
    refused(people.center.post(f"{of(record)}actions/order/", {"measures": "x", "due_on": "2099-01-01"}), 400)
    given = {"responsible_person": "业主王五", "measures": "停用", "due_on": "2099-01-01"}
    body = people.center.act(record, "order", given)
    assert (body["responsible_person"], body["responsible_unit"]) == ("业主王五", None)


def test_an_extension_asked_for_waits_on_the_record(people):
    record = people.mine.log("hazard")
    people.center.act(record, "order", {**ORDER, "responsible_unit": OTHER})
    body = people.other.act(record, "ask_extension", {"due_on": "2099-03-01", "reason": "雨季"})
    asked = body["extension_asked"]
    assert (asked["due_on"], asked["reason"], asked["by"]["username"]) == ("2099-03-01", "雨季", "other")
    assert asked["at"].endswith("+08:00")
    body = people.leader.act(record, "extend", {"due_on": "2099-02-01", "reason": "同意一个月"})
    assert (body["extension_asked"], body["due_on"]) == (None, "2099-02-01")
