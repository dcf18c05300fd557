"""A key takes effect once, on every POST there is: the first answer comes again, and nothing happens twice."""

import pytest

from junping.api.models import IdempotencyKey
from junping.history.models import Event
from tests.api.cast import MINE, OTHER, case, hazard, new_key, of, refused
from tests.api.test_acts import handled
from tests.api.test_cases import PARTY, valid_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    return {"Idempotency-Key": new_key()}


def same(first, again):
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    for name in ("ETag", "Location"):
        assert first.headers.get(name) == again.headers.get(name)


def test_logging_a_record(people, key):
    for path, given in (("cases/", case()), ("hazards/", hazard())):
        key = {"Idempotency-Key": new_key()}
        first = people.mine.post(path, given, **key)
        same(first, people.mine.post(path, given, **key))
        assert people.mine.get(f"{path}?count=true").json()["count"] == 1


def test_acting(people, key):
    record = people.mine.log()
    path = f"{of(record)}actions/note/"
    first = people.mine.post(path, {"text": "去过现场"}, **key)
    same(first, people.mine.post(path, {"text": "去过现场"}, **key))
    assert people.mine.get(of(record)).json()["version"] == 2


def test_handing_in_a_file(people, key):
    record = people.mine.log()
    path = f"{of(record)}attachments/"
    first = people.mine.upload(path, caption="界址图", headers=key)
    same(first, people.mine.upload(path, caption="界址图", headers=key))
    assert len(people.mine.get(path).json()) == 1
    for changed in ({"caption": "别的"}, {"name": "另一.txt"}, {"content": b"other"}, {"purpose": "evidence"}):
        refused(people.mine.upload(path, headers=key, **{"caption": "界址图", **changed}), 422)


def test_revealing(people, key):
    record = people.mine.log(parties=[{**PARTY, "id_number": valid_number()}])
    path = f"{of(record)}parties/{record['parties'][0]['id']}/reveal/"
    first = people.center.post(path, {"reason": "回访"}, **key)
    same(first, people.center.post(path, {"reason": "回访"}, **key))
    assert [e["action"] for e in people.center.get(of(record) + "events/").json()] == ["register", "reveal"]


def test_who_lost_the_right_to_reveal_does_not_get_it_by_repeating(people, key):
    record = handled(people, parties=[{**PARTY, "id_number": valid_number()}])
    path = f"{of(record)}parties/{record['parties'][0]['id']}/reveal/"
    people.center.act(record, "assign", {"officer": "officer", "co_units": [OTHER]})
    people.center.act(record, "assign", {"handling_unit": OTHER})
    assert people.other.post(path, {"reason": "回访"}, **key).status_code == 200
    people.center.act(record, "assign", {"officer": "officer", "co_units": [OTHER]})
    refused(people.other.post(path, {"reason": "回访"}, **key), 403)


def test_campaigns_and_visits(people, key):
    given = {"name": "大检查", "starts_on": "2026-01-01"}
    first = people.center.post("campaigns/", given, **key)
    same(first, people.center.post("campaigns/", given, **key))
    path, visit = f"campaigns/{first.json()['id']}/visits/", {"unit": MINE, "visited_on": "2026-01-02", "count": 30}
    key = {"Idempotency-Key": new_key()}
    same(people.mine.post(path, visit, **key), people.mine.post(path, visit, **key))
    assert people.center.get(f"campaigns/{first.json()['id']}/").json()["visited"] == 30
    refused(people.mine.post(path, {**visit, "count": 31}, **key), 422)


def test_the_order_of_keys_and_the_writing_of_numbers_make_no_other_body(people, key):
    people.mine.post(
        "cases/", '{"kind":"dispute","category":"land","title":"甲乙","source":"visit","people_count":2}', **key
    )
    again = people.mine.post(
        "cases/",
        '{ "source":"visit", "title":"\\u7532乙",\n"category":"land","people_count":2.0,"kind":"dispute"}',
        **key,
    )
    assert (again.status_code, again["Idempotent-Replayed"]) == (201, "true")


@pytest.mark.parametrize(
    "changed", [{"title": "别的"}, {"people_count": 2}, {"place": ""}, {"place": None}, {"confidential": False}]
)
def test_another_body_is_422_and_changes_nothing(people, key, changed):
    people.mine.post("cases/", case(), **key)
    problem = refused(people.mine.post("cases/", case(**changed), **key), 422)
    assert problem["code"] == "key_reused"
    assert people.mine.get("cases/?count=true").json()["count"] == 1


def test_another_path_is_422(people, key):
    record, second = people.mine.log(), people.mine.log()
    people.mine.act(record, "note", {"text": "x"}, **key)
    refused(people.mine.post(f"{of(second)}actions/note/", {"text": "x"}, **key), 422)
    refused(people.mine.post("hazards/", {"text": "x"}, **key), 422)


def test_the_same_key_of_another_user_is_another_key(people, key):
    first = people.mine.post("cases/", case(), **key)
    other = people.other.post("cases/", case(), **key)
    assert other.status_code == 201
    assert "Idempotent-Replayed" not in other
    assert other.json()["number"] != first.json()["number"]
    assert people.other.post("cases/", case(title="别的"), **key).status_code == 422


def test_a_request_that_failed_does_not_use_its_key_up(people, key):
    refused(people.mine.post("cases/", case(title=""), **key), 400)
    assert people.mine.post("cases/", case(), **key).status_code == 201
    record, key = people.mine.log(), {"Idempotency-Key": new_key()}
    path = f"{of(record)}actions/close/"
    refused(people.center.post(path, {"outcome": "resolved"}, **key), 409)
    refused(people.mine.post(path, {"outcome": "resolved"}, **key), 403)
    assert IdempotencyKey.objects.count() == 1


def test_a_replay_shows_the_record_as_it_is_now_under_the_first_status(people, key):
    record = people.mine.post("cases/", case(), **key).json()
    people.center.act(record, "accept")
    again = people.mine.post("cases/", case(), **key)
    assert (again.status_code, again.json()["status"], again["ETag"]) == (201, "accepted", '"2"')
    assert again["Location"].endswith(f"/api/v1/{of(record)}")


@pytest.mark.parametrize("more", [{"petition_class": "accusation"}, {"petition_class": "appeal", "confidential": True}])
def test_the_replay_of_what_may_not_be_read_gives_the_receipt(people, key, more):
    first = people.mine.post("cases/", case("petition", **more), **key)
    assert (first.status_code, set(first.json())) == (201, {"number", "received_at"})
    assert first["Location"].endswith(f"{first.json()['number']}/")
    same(first, people.mine.post("cases/", case("petition", **more), **key))
    refused(people.mine.get(f"cases/{first.json()['number']}/"), 404)
    key = {"Idempotency-Key": new_key()}
    cleared = people.center.post("cases/", case("petition", unit=MINE, **more), **key)
    assert "title" in cleared.json()
    same(cleared, people.center.post("cases/", case("petition", unit=MINE, **more), **key))


def test_what_is_kept_for_a_replay_holds_no_personal_data(people, key):
    given = case(title="张三的事", parties=[{**PARTY, "id_number": valid_number()}])
    people.mine.post("cases/", given, **key)
    kept = IdempotencyKey.objects.get()
    assert set(kept.answer) == {"number", "version"}


def test_the_key_the_record_and_its_first_event_come_together(people, key, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("junping.api.idempotency.Once.settle", full)
    refused(people.mine.post("cases/", case(), **key), 507)
    monkeypatch.undo()
    assert IdempotencyKey.objects.count() == 0
    assert Event.objects.filter(subject__startswith="case:").count() == 0
    assert people.mine.get("cases/").json()["results"] == []
    assert people.mine.post("cases/", case(), **key).json()["number"].endswith("-0001")


@pytest.mark.parametrize("wrong", ["short", "x" * 201, "with space in", "schlüssel", ""])
def test_what_is_no_key_is_400(people, wrong):
    header = {"Idempotency-Key": wrong}
    record = people.mine.log()
    refused(people.mine.post("cases/", case(), **header), 400, "Idempotency-Key", "invalid")
    refused(people.mine.post(f"{of(record)}actions/note/", {"text": "x"}, **header), 400, "Idempotency-Key")
    refused(people.mine.upload(f"{of(record)}attachments/", headers=header), 400, "Idempotency-Key")
    refused(people.center.post("campaigns/", {}, **header), 400, "Idempotency-Key")
