"""Records written offline, handed in at once: each stands alone, and a retry finds what is there."""

import pytest

from junping.api import bulk
from tests.api.cast import OTHER, case, hazard, new_key, refused

pytestmark = pytest.mark.django_db


def item(**more):
    return {**case(**more), "idempotency_key": new_key()}


def results(answer):
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()["results"]


def test_each_item_is_answered_in_its_place(people):
    items = [item(title="甲"), item(title=""), item(title="丙")]
    found = results(people.mine.post("cases/bulk/", {"items": items}))
    assert [r["status"] for r in found] == ["created", "invalid", "created"]
    assert [r["idempotency_key"] for r in found] == [i["idempotency_key"] for i in items]
    assert [r["number"] is None for r in found] == [False, True, False]
    assert [(e["field"], e["code"]) for e in found[1]["errors"]] == [("title", "required")]
    assert found[1]["errors"][0]["message"]
    assert found[0].keys() == {"idempotency_key", "status", "number", "errors"}
    titles = [row["title"] for row in people.mine.get("cases/?ordering=number").json()["results"]]
    assert titles == ["甲", "丙"]


def test_a_retry_finds_what_is_there_and_takes_what_was_put_right(people):
    items = [item(title="甲"), item(title="")]
    first = results(people.mine.post("cases/bulk/", {"items": items}))
    items[1]["title"] = "乙"
    again = results(people.mine.post("cases/bulk/", {"items": items}))
    assert [r["status"] for r in again] == ["exists", "created"]
    assert again[0]["number"] == first[0]["number"]
    assert people.mine.get("cases/?count=true").json()["count"] == 2


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ("text", "", "type"),
        (None, "", "type"),
        ([], "", "type"),
        ({}, "idempotency_key", "invalid"),
        (case(), "idempotency_key", "invalid"),
        ({**case(), "idempotency_key": "short"}, "idempotency_key", "invalid"),
        ({**case(), "idempotency_key": 12345678}, "idempotency_key", "invalid"),
        ({"idempotency_key": "bulk-000001"}, "kind", "required"),
        ({**case(unit=OTHER), "idempotency_key": "bulk-000001"}, "unit", "unknown"),
        ({**case(nonsense=1), "idempotency_key": "bulk-000001"}, "nonsense", "unknown"),
        ({**case(number="JP-2026-0001"), "idempotency_key": "bulk-000001"}, "number", "read_only"),
        ({**case(parties=[{"role": "applicant"}]), "idempotency_key": "bulk-000001"}, "parties.0.name", "required"),
    ],
)
def test_what_is_wrong_with_one_does_not_touch_the_others(people, wrong, field, code):
    found = results(people.mine.post("cases/bulk/", {"items": [item(), wrong, item()]}))
    assert [r["status"] for r in found] == ["created", "invalid", "created"]
    assert (field, code) in [(e["field"], e["code"]) for e in found[1]["errors"]]


def test_a_key_used_for_another_body_is_invalid(people):
    one = item()
    people.mine.post("cases/bulk/", {"items": [one]})
    found = results(people.mine.post("cases/bulk/", {"items": [{**one, "title": "别的"}, one]}))
    assert [r["status"] for r in found] == ["invalid", "exists"]
    assert [(e["field"], e["code"]) for e in found[0]["errors"]] == [("idempotency_key", "key_reused")]


def test_items_and_headers_share_one_space_of_keys(people):
    one, key = case(title="甲"), new_key()
    number = people.mine.post("cases/", one, **{"Idempotency-Key": key}).json()["number"]
    found = results(people.mine.post("cases/bulk/", {"items": [{**one, "idempotency_key": key}]}))
    assert (found[0]["status"], found[0]["number"]) == ("exists", number)
    other = item(title="乙")
    number = results(people.mine.post("cases/bulk/", {"items": [other]}))[0]["number"]
    key = {"Idempotency-Key": other.pop("idempotency_key")}
    again = people.mine.post("cases/", other, **key)
    assert (again.status_code, again.json()["number"], again["Idempotent-Replayed"]) == (201, number, "true")
    refused(people.mine.post("cases/", {**other, "title": "丙"}, **key), 422)
    refused(people.mine.post("hazards/", hazard(), **key), 422)


def test_the_same_key_twice_in_one_request_takes_effect_once(people):
    one = item()
    found = results(people.mine.post("cases/bulk/", {"items": [one, one, {**one, "title": "别的"}]}))
    assert [r["status"] for r in found] == ["created", "exists", "invalid"]


def test_the_whole_request_may_have_a_key_too(people):
    key, given = {"Idempotency-Key": new_key()}, {"items": [item(), item(title="")]}
    first = people.mine.post("cases/bulk/", given, **key)
    again = people.mine.post("cases/bulk/", given, **key)
    assert (again.json(), again["Idempotent-Replayed"]) == (first.json(), "true")
    refused(people.mine.post("cases/bulk/", {"items": [item()]}, **key), 422)


def test_an_item_cannot_have_the_key_of_the_whole_request(people):
    key = new_key()
    given = {"items": [{**case(), "idempotency_key": key}, item()]}
    found = results(people.mine.post("cases/bulk/", given, **{"Idempotency-Key": key}))
    assert [r["status"] for r in found] == ["invalid", "created"]
    assert results(people.mine.post("cases/bulk/", given, **{"Idempotency-Key": key})) == found


@pytest.mark.parametrize(
    ("value", "field", "code"),
    [
        ({}, "items", "required"),
        ({"items": []}, "items", "required"),
        ({"items": {}}, "items", "required"),
        ({"items": None}, "items", "required"),
        ({"items": [5] * 501}, "items", "too_many"),
        ({"items": [5], "dry_run": True}, "dry_run", "unknown"),
    ],
)
def test_what_is_no_bulk_at_all_is_400(people, value, field, code):
    refused(people.mine.post("cases/bulk/", value), 400, field, code)


def test_whoever_may_not_log_may_not_log_in_bulk(people):
    for person in (people.auditor, people.leader, people.admin):
        refused(person.post("cases/bulk/", {"items": [item()]}), 403)


def test_hazards_go_in_bulk_too(people):
    items = [{**hazard(), "idempotency_key": new_key()} for _ in range(3)]
    found = results(people.mine.post("hazards/bulk/", {"items": items}))
    assert [r["number"][-5:] for r in found] == ["H0001", "H0002", "H0003"]


def test_a_confidential_item_is_answered_by_its_number_alone(people):
    given = {**case("petition", petition_class="accusation"), "idempotency_key": new_key()}
    found = results(people.mine.post("cases/bulk/", {"items": [given]}))
    assert found[0]["status"] == "created"
    refused(people.mine.get(f"cases/{found[0]['number']}/"), 404)
    again = results(people.mine.post("cases/bulk/", {"items": [given]}))
    assert (again[0]["status"], again[0]["number"]) == ("exists", found[0]["number"])


def test_five_hundred_items_are_taken(people):
    items = [item(title=f"事{n}", parties=[{"role": "applicant", "name": "李四"}]) for n in range(bulk.MOST_ITEMS)]
    found = results(people.mine.post("cases/bulk/", {"items": items}))
    assert {r["status"] for r in found} == {"created"}
    assert len({r["number"] for r in found}) == 500
