"""The history of a record and its clocks, as the contract writes them; and what `reveal` shows."""

import hashlib

import pytest

from tests.api.cast import MINE, OTHER, case, of, refused
from tests.api.test_acts import handled
from tests.api.test_cases import PARTY, valid_number

pytestmark = pytest.mark.django_db
EVENT = {
    *("seq", "at", "occurred_at", "actor", "via", "action", "label", "from", "to", "note", "data", "prev_hash", "hash"),
}
CLOCK = {
    *("rule", "label", "basis", "started_on", "days", "unit", "extended_days", "paused_days", "raw_last_day", "due_on"),
    *("prudent_on", "warn_on", "provisional", "state", "stopped_on", "light", "explanation"),
}


def events(people, record):
    return people.center.get(of(record) + "events/").json()


def clocks(people, record):
    return {clock["rule"]: clock for clock in people.center.get(of(record) + "deadlines/").json()}


# Events


def test_the_history_counts_from_one_without_gaps_oldest_first(people):
    record = handled(people)
    people.officer.act(record, "note", {"text": "去过现场"})
    story = events(people, record)
    assert [e["seq"] for e in story] == [1, 2, 3, 4]
    assert [e["action"] for e in story] == ["register", "accept", "assign", "note"]
    assert [(e["from"], e["to"]) for e in story] == [
        (None, "registered"),
        ("registered", "accepted"),
        ("accepted", "handling"),
        (None, None),
    ]
    assert all(e.keys() == EVENT for e in story)
    assert {e["via"] for e in story} == {"api"}
    assert [e["note"] for e in story][-1] == "去过现场"


def test_each_event_hangs_on_the_one_before(people):
    story = events(people, handled(people))
    assert [e["prev_hash"] for e in story[1:]] == [e["hash"] for e in story[:-1]]
    assert all(len(e["hash"]) == len(hashlib.sha256().hexdigest()) for e in story)


def test_the_actors_unit_is_its_name_at_that_time(people):
    record = people.mine.log()
    type(people.units[MINE]).objects.filter(code=MINE).update(name="新板溪村")
    people.mine.__class__(people.mine.user)
    assert events(people, record)[0]["actor"] == {"username": "mine", "name": "mine", "unit": "板溪村"}


def test_data_is_one_flat_object_of_changes_and_of_what_was_given(people):
    record = people.mine.log("petition")
    people.center.act(record, "accept", {"unreachable": True, "route": "petition", "note": "受理"})
    people.center.act(record, "assign", {"officer": "officer", "co_units": [OTHER]})
    registered, accepted, assigned = (event["data"] for event in events(people, record))
    assert registered["title"] == "界址争议"
    assert registered["unit"] == MINE
    assert (accepted["unreachable"], accepted["route"]) == (True, "petition")
    assert accepted["handling.due_on"][0] is None
    assert assigned["officer"] == [None, "officer"]
    assert assigned["co_units"] == [[], [OTHER]]


def test_one_act_is_one_event_its_clocks_included(people):
    record = people.mine.log("petition", received_at="2026-01-05T09:00:00+08:00")
    before = len(events(people, record))
    people.center.act(record, "accept", {"notified_on": "2026-01-06", "route": "petition"})
    after = events(people, record)
    assert len(after) == before + 1
    assert after[-1]["data"]["notified_on"] == "2026-01-06"


def test_no_event_holds_a_number_in_full(people):
    number = valid_number()
    record = people.mine.log(parties=[{**PARTY, "id_number": number}])
    party = record["parties"][0]["id"]
    people.center.post(f"{of(record)}parties/{party}/reveal/", {"reason": "回访"})
    people.center.patch(of(record), {"parties": [{"id": party, "phone": "13900001111"}]})
    told = people.center.get(of(record) + "events/").content.decode()
    for secret in (number, PARTY["phone"], "13900001111"):
        assert secret not in told


def test_files_and_reveals_are_events_too(people):
    record = people.mine.log(parties=[PARTY | {"id_number": ""}])
    file = people.mine.upload(of(record) + "attachments/", purpose="evidence").json()
    people.center.post(f"{of(record)}parties/{record['parties'][0]['id']}/reveal/", {"reason": "回访"})
    attached, revealed = events(people, record)[1:]
    assert (attached["action"], revealed["action"]) == ("attach", "reveal")
    assert (attached["data"]["file"], attached["data"]["sha256"]) == (file["name"], file["sha256"])
    assert revealed["data"]["reason"] == "回访"
    assert people.center.get(of(record)).json()["version"] == 3


# Clocks


def test_a_clock_has_the_contracts_shape(people):
    record = people.mine.log("petition", received_at="2023-01-06T10:00:00+08:00")
    answer = people.mine.get(of(record) + "deadlines/").json()
    assert [clock.keys() for clock in answer] == [CLOCK]
    clock = answer[0]
    del clock["explanation"]
    assert clock == {
        "rule": "notice",
        "label": "受理告知",
        "basis": {"law": "信访工作条例", "article": "第二十三条"},
        "started_on": "2023-01-06",
        "days": 15,
        "unit": "calendar",
        "extended_days": 0,
        "paused_days": 0,
        "raw_last_day": "2023-01-21",
        "due_on": "2023-01-28",
        "prudent_on": "2023-01-20",
        "warn_on": clock["warn_on"],
        "provisional": False,
        "state": "running",
        "stopped_on": None,
        "light": "red",
    }


def test_a_day_fixed_by_a_person_has_no_number_of_days(people):
    record = people.mine.log("hazard", found_at="2026-01-05T09:00:00+08:00")
    order = {"responsible_unit": MINE, "measures": "更换", "due_on": "2026-01-31"}
    people.center.act(record, "order", {**order, "occurred_at": "2026-01-05T10:00:00+08:00"})
    clock = clocks(people, record)["rectification"]
    assert (clock["days"], clock["unit"], clock["due_on"]) == (None, "date", "2026-01-31")


def test_an_extension_keeps_the_rules_days_and_tells_who_approved_it(people):
    record = people.mine.log("petition", received_at="2024-08-02T09:00:00+08:00")
    given = {"notified_on": "2024-08-05", "route": "petition", "occurred_at": "2024-08-02T10:00:00+08:00"}
    people.center.act(record, "accept", given)
    people.center.act(record, "assign", {"officer": "officer", "occurred_at": "2024-08-03T10:00:00+08:00"})
    extension = {"days": 30, "reason": "案情复杂", "notified_on": "2024-09-20"}
    people.leader.act(record, "extend", {**extension, "occurred_at": "2024-09-20T10:00:00+08:00"})
    clock = clocks(people, record)["handling"]
    assert (clock["days"], clock["extended_days"], clock["due_on"]) == (60, 30, "2024-10-31")
    assert any("leader" in line for line in clock["explanation"])


def test_a_stopped_clock_is_met_or_missed_and_grey(people):
    record = people.mine.log(received_at="2026-01-05T09:00:00+08:00")
    people.center.act(record, "accept", {"occurred_at": "2026-01-07T10:00:00+08:00"})
    late = people.mine.log(received_at="2026-01-05T09:00:00+08:00")
    people.center.act(late, "accept")
    met, missed = clocks(people, record)["intake"], clocks(people, late)["intake"]
    assert (met["state"], met["light"], met["stopped_on"]) == ("met", "grey", "2026-01-07")
    assert missed["state"] == "missed"


def test_a_window_past_its_date_reads_lapsed_without_an_event(people):
    record = people.mine.log("petition", source="assigned", received_at="2026-01-05T09:00:00+08:00")
    clock = clocks(people, record)["objection"]
    assert (clock["state"], clock["light"]) == ("lapsed", "grey")
    assert len(events(people, record)) == 1


# Reveal


def test_reveal_shows_the_party_unmasked_to_centre_handler_and_leader(people):
    number = valid_number()
    record = handled(people, parties=[{**PARTY, "id_number": number}])
    path = f"{of(record)}parties/{record['parties'][0]['id']}/reveal/"
    for person in (people.center, people.officer, people.leader):
        answer = person.post(path, {"reason": "回访"})
        assert answer.status_code == 200
        assert answer.json() == record["parties"][0] | {"id_number": number, "phone": PARTY["phone"]}
    refused(people.mine.post(path, {"reason": "回访"}), 403)
    refused(people.auditor.post(path, {"reason": "回访"}), 403)
    refused(people.other.post(path, {"reason": "回访"}), 404)


@pytest.mark.parametrize(
    ("value", "field", "code"),
    [
        ({}, "reason", "required"),
        ({"reason": ""}, "reason", "required"),
        ({"reason": 5}, "reason", "invalid"),
        ({"reason": "x" * 5001}, "reason", "too_long"),
        ({"reason": "回访", "party": 1}, "party", "unknown"),
        ({"reason": "回访", "occurred_at": "2026-01-05T09:00:00+08:00"}, "occurred_at", "unknown"),
        ({"reason": "回访", "nonsense": 1}, "nonsense", "unknown"),
    ],
)
def test_reveal_takes_a_reason_and_nothing_else(people, value, field, code):
    record = people.mine.log(parties=[{"role": "applicant", "name": "李四"}])
    path = f"{of(record)}parties/{record['parties'][0]['id']}/reveal/"
    refused(people.center.post(path, value), 400, field, code)
    refused(people.mine.post(path, value), 403)
    assert len(events(people, record)) == 1


@pytest.mark.parametrize("party", ["0", "999999", "9" * 30, "-1", "abc", "1.0"])
def test_a_party_that_is_none_of_the_record_is_404(people, party):
    record = people.mine.log(parties=[{"role": "applicant", "name": "李四"}])
    refused(people.center.post(f"{of(record)}parties/{party}/reveal/", {"reason": "回访"}), 404)
    refused(people.center.post(f"{of(record)}parties/{party}/reveal/", {}), 404)
    assert len(events(people, record)) == 1


def test_the_party_of_another_record_is_404(people):
    first = people.mine.log(parties=[{"role": "applicant", "name": "李四"}])
    second = people.mine.log(parties=[{"role": "applicant", "name": "王五"}])
    foreign = first["parties"][0]["id"]
    refused(people.center.post(f"{of(second)}parties/{foreign}/reveal/", {"reason": "回访"}), 404)


def test_every_look_at_a_confidential_record_is_noted_with_its_door(people):
    from junping.workflow.models import Reading

    record = people.center.post("cases/", case("petition", petition_class="accusation", unit=MINE)).json()
    for below in ("", "events/", "deadlines/", "attachments/"):
        people.leader.get(of(record) + below)
    people.auditor.get(of(record))
    noted = list(Reading.objects.values_list("username", "number", "via"))
    assert noted == [("leader", record["number"], "api")] * 4
