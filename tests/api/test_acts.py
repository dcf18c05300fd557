"""Acting on a record: when it happened, in which version and state, and what comes back."""

from datetime import timedelta

import pytest

from junping.clocks.now import now
from tests.api.cast import MINE, OTHER, new_key, of, refused
from tests.api.test_cases import stamp

pytestmark = pytest.mark.django_db


def handled(people, kind="dispute", **more):
    record = people.mine.log(kind, **more)
    people.center.act(record, "accept")
    return people.center.act(record, "assign", {"officer": "officer"})


def test_an_act_answers_the_whole_record_with_its_new_version(people):
    record = people.mine.log()
    answer = people.center.post(f"{of(record)}actions/accept/", {"note": "受理"})
    assert answer.status_code == 200
    assert answer["ETag"] == '"2"'
    body = answer.json()
    assert (body["status"], body["status_label"], body["version"]) == ("accepted", "已受理", 2)
    assert body == people.center.get(of(record)).json()


def test_a_case_goes_its_whole_way(people):
    record = handled(people)
    body = people.officer.act(
        record, "settle", {"form": "written", "terms": "各退一步", "effective_on": record["received_at"][:10]}
    )
    assert body["status"] == "settled"
    body = people.center.act(record, "close", {"outcome": "resolved"})
    assert (body["status"], body["outcome"]) == ("closed", "resolved")
    assert body["closed_at"]
    assert people.center.act(record, "follow_up", {"satisfaction": 5, "held": "yes"})["satisfaction"] == 5
    assert people.center.act(record, "reopen", {"reason": "又起纠纷"})["outcome"] is None


# occurred_at


def test_it_may_be_entered_late_and_the_event_keeps_both_times(people):
    record = people.mine.log(received_at="2026-01-05T09:00:00+08:00")
    people.center.act(record, "accept", {"occurred_at": "2026-01-06T10:00:00+08:00"})
    event = people.center.get(of(record) + "events/").json()[-1]
    assert event["occurred_at"].startswith("2026-01-06T10:00:00")
    assert event["at"] > event["occurred_at"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2026-01-04T09:00:00+08:00", "too_early"),
        ("2026-01-06T09:00:00", "invalid"),
        ("2026-01-06", "invalid"),
        ("2099-01-06T09:00:00+08:00", "in_future"),
        (20260106, "invalid"),
        ("yesterday", "invalid"),
    ],
)
def test_not_before_the_receipt_and_not_in_the_future(people, value, code):
    record = people.mine.log(received_at="2026-01-05T09:00:00+08:00")
    refused(people.center.post(f"{of(record)}actions/accept/", {"occurred_at": value}), 400, "occurred_at", code)


def test_a_clock_five_minutes_ahead_counts_as_now(people):
    record = people.mine.log()
    people.center.act(record, "accept", {"occurred_at": stamp(now() + timedelta(minutes=4))})
    refused(
        people.center.post(
            f"{of(record)}actions/note/", {"text": "x", "occurred_at": stamp(now() + timedelta(hours=1))}
        ),
        400,
        "occurred_at",
        "in_future",
    )


def test_not_before_the_last_act_that_changed_the_state(people):
    record = people.mine.log(received_at="2026-01-05T09:00:00+08:00")
    people.center.act(record, "accept", {"occurred_at": "2026-01-08T10:00:00+08:00"})
    people.center.act(record, "note", {"text": "x", "occurred_at": "2026-01-10T10:00:00+08:00"})
    path = f"{of(record)}actions/assign/"
    given = {"officer": "officer", "occurred_at": "2026-01-07T10:00:00+08:00"}
    refused(people.center.post(path, given), 400, "occurred_at", "too_early")
    assert people.center.post(path, {**given, "occurred_at": "2026-01-09T10:00:00+08:00"}).status_code == 200


def test_clocks_go_by_when_it_happened(people):
    record = people.mine.log(received_at="2026-01-05T09:00:00+08:00")
    people.center.act(record, "accept", {"occurred_at": "2026-01-07T10:00:00+08:00"})
    clocks = {c["rule"]: c for c in people.center.get(of(record) + "deadlines/").json()}
    assert (clocks["intake"]["state"], clocks["intake"]["stopped_on"]) == ("met", "2026-01-07")
    assert clocks["mediation"]["started_on"] == "2026-01-07"


def test_every_wrong_field_is_named_together_with_the_time(people):
    record = handled(people)
    given = {"form": "nix", "nonsense": 1, "occurred_at": "x"}
    problem = refused(people.officer.post(f"{of(record)}actions/settle/", given), 400)
    assert {e["field"] for e in problem["errors"]} == {"form", "terms", "effective_on", "nonsense", "occurred_at"}


# Versions


def test_the_version_is_the_seq_of_the_last_event(people):
    record = handled(people)
    events = people.center.get(of(record) + "events/").json()
    answer = people.center.get(of(record))
    assert answer.json()["version"] == events[-1]["seq"] == 3
    assert answer["ETag"] == '"3"'


def test_if_match_guards_an_act(people):
    record = people.mine.log()
    path = f"{of(record)}actions/note/"
    assert people.mine.post(path, {"text": "一"}, **{"If-Match": '"1"'}).status_code == 200
    problem = refused(people.mine.post(path, {"text": "二"}, **{"If-Match": '"1"'}), 412)
    assert "改过" in problem["detail"]
    assert people.mine.post(path, {"text": "二"}, **{"If-Match": '"2"'}).status_code == 200


@pytest.mark.parametrize("tag", ['"1"', '"x", "1"', 'W/"1"', "*"])
def test_a_get_that_knows_the_version_is_304(people, tag):
    record = people.mine.log()
    answer = people.mine.get(of(record), **{"If-None-Match": tag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", '"1"')


def test_a_get_that_knows_an_older_version_is_200(people):
    record = people.mine.log()
    people.mine.act(record, "note", {"text": "x"})
    assert people.mine.get(of(record), **{"If-None-Match": '"1"'}).status_code == 200


# Wrong state


def test_a_wrong_state_says_what_this_user_may_do_now(people):
    record = people.mine.log()
    problem = refused(people.center.post(f"{of(record)}actions/close/", {"outcome": "resolved"}), 409)
    assert problem["code"] == "wrong_state"
    offered = [action["name"] for action in people.center.get(of(record)).json()["actions"]]
    assert problem["allowed_actions"] == offered
    problem = refused(people.leader.post(f"{of(record)}actions/close/", {"outcome": "resolved"}), 409)
    assert "accept" not in problem["allowed_actions"]


def test_what_only_the_clocks_show_has_a_code_of_its_own(people):
    record = handled(people)
    refused(people.officer.post(f"{of(record)}actions/answer_supervision/", {"text": "x"}), 409)
    assert people.officer.post(f"{of(record)}actions/answer_supervision/", {}).json()["code"] == "nothing_to_answer"
    danger = people.mine.log("hazard")
    assert people.leader.post(f"{of(danger)}actions/extend/", {}).json()["code"] == "wrong_state"


# Out of one's own sight


def test_an_officer_who_sends_back_gets_the_receipt_and_the_same_again(people):
    record, key = handled(people), {"Idempotency-Key": new_key()}
    path = f"{of(record)}actions/send_back/"
    answer = people.officer.post(path, {"reason": "不归我办"}, **key)
    assert (answer.status_code, answer.json()) == (200, {"number": record["number"], "version": 4})
    assert "ETag" not in answer
    refused(people.officer.get(of(record)), 404)
    again = people.officer.post(path, {"reason": "不归我办"}, **key)
    assert (again.status_code, again.json(), again["Idempotent-Replayed"]) == (200, answer.json(), "true")
    refused(people.officer.post(path, {"reason": "不归我办"}), 404)
    refused(people.officer.post(path, {"reason": "别的"}, **key), 404)
    refused(people.officer2.post(path, {"reason": "不归我办"}, **key), 404)


def test_recusing_oneself_gives_the_receipt_and_the_same_again(people):
    record, key = people.mine.log(), {"Idempotency-Key": new_key()}
    given = {"users": ["center2"], "reason": "亲属是当事人"}
    answer = people.center2.post(f"{of(record)}actions/recuse/", given, **key)
    assert answer.json() == {"number": record["number"], "version": 2}
    people.center.act(record, "note", {"text": "x"})
    again = people.center2.post(f"{of(record)}actions/recuse/", given, **key)
    assert (again.status_code, again.json(), again["Idempotent-Replayed"]) == (200, answer.json(), "true")
    refused(people.center2.get(of(record)), 404)


def test_a_village_that_sends_a_hazard_back_keeps_it_in_sight_where_it_is_its_own(people):
    record = people.mine.log("hazard")
    people.center.act(record, "order", {"responsible_unit": MINE, "measures": "更换", "due_on": "2099-01-01"})
    assert people.mine.act(record, "send_back", {"reason": "产权不在村"})["status"] == "registered"
    other = people.mine.log("hazard")
    people.center.act(other, "order", {"responsible_unit": OTHER, "measures": "更换", "due_on": "2099-01-01"})
    answer = people.other.act(other, "send_back", {"reason": "不归我村"})
    assert answer == {"number": other["number"], "version": 3}


def test_an_offered_action_succeeds_and_one_that_is_not_offered_does_not(people):
    record = handled(people)
    for person in people.everybody:
        answer = person.get(of(record))
        if answer.status_code != 200:
            continue
        offered = {action["name"] for action in answer.json()["actions"]}
        for name in (
            "accept",
            "assign",
            "note",
            "comment",
            "urge",
            "settle",
            "close",
            "supervise",
            "void",
            "send_back",
        ):
            status = person.post(f"{of(record)}actions/{name}/", {"nonsense": 1}).status_code
            assert (status == 400) == (name in offered), (person.username, name, status)
