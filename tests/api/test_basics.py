"""Who am I, which units, values and actions are there; the calendar and the deadline calculator."""

import pytest
from django.test import Client

from tests.api.cast import MINE, OTHER, TOWN, of, refused

pytestmark = pytest.mark.django_db


def test_me_is_the_tokens_user_with_its_unit_and_token(people):
    body = people.mine.get("me/").json()
    assert body.pop("token").keys() == {"name", "expires_at"}
    unit = {"code": MINE, "name": "板溪村", "level": "village"}
    assert body == {"username": "mine", "name": "mine", "roles": ["village"], "unit": unit}
    assert people.mine.get("me/").json()["token"]["name"] == "测试"
    assert people.mine.get("me/").json()["token"]["expires_at"].endswith("+08:00")


def test_a_browser_has_no_token(people):
    browser = Client()
    browser.force_login(people.center.user)
    assert browser.get("/api/v1/me/").json()["token"] is None


def test_several_roles_are_named(people):
    type(people.mine.user).objects.filter(username="mine").update(roles="leader,village")
    assert people.mine.get("me/").json()["roles"] == ["leader", "village"]


def test_units_are_the_tree_in_scope(people):
    whole = people.center.get("units/").json()
    assert [(u["code"], u["level"], u["parent"]) for u in whole] == [
        (TOWN, "town", None),
        (MINE, "village", TOWN),
        (OTHER, "village", TOWN),
    ]
    assert people.mine.get("units/").json() == [{"code": MINE, "name": "板溪村", "level": "village", "parent": None}]


def test_options_name_every_enumeration_and_the_actions_of_each_kind(people):
    body = people.mine.get("options/").json()
    assert set(body) == {"enumerations", "actions"}
    for name, options in body["enumerations"].items():
        assert options, name
        assert all(set(option) == {"value", "label"} for option in options)
    assert {"kind", "category", "source", "outcome", "domain", "level"} <= set(body["enumerations"])
    assert {"value": "land", "label": "土地"} in body["enumerations"]["category"]
    assert set(body["actions"]) == {"petition", "dispute", "request", "hazard"}
    for actions in body["actions"].values():
        for action in actions:
            assert set(action) == {"name", "label", "from", "to", "fields"}
            for field in action["fields"]:
                assert {"name", "label", "type", "required"} <= set(field)


def test_options_name_only_what_has_a_route_below_actions(people):
    body = people.mine.get("options/").json()
    record = people.mine.log()
    for action in body["actions"]["dispute"]:
        assert people.center.post(f"{of(record)}actions/{action['name']}/", {"nonsense": 1}).status_code != 404
    names = {action["name"] for actions in body["actions"].values() for action in actions}
    assert not names & {"register", "correct", "attach", "reveal"}
    accept = next(action for action in body["actions"]["dispute"] if action["name"] == "accept")
    assert (accept["from"], accept["to"]) == (["registered"], "accepted")
    note = next(action for action in body["actions"]["dispute"] if action["name"] == "note")
    assert note["to"] is None


# The calendar


def test_a_year_with_its_notice_names_days_off_and_make_up_working_days(people):
    body = people.mine.get("calendar/2023/").json()
    assert (body["year"], body["provisional"]) == (2023, False)
    assert body["notice"]
    assert {"date": "2023-01-28", "name": "春节调休上班"} in body["working_days"]
    assert "2023-01-22" in [day["date"] for day in body["days_off"]]
    assert all(set(day) == {"date", "name"} for day in body["days_off"] + body["working_days"])


def test_a_year_without_its_notice_is_provisional(people):
    body = people.mine.get("calendar/2031/").json()
    assert (body["provisional"], body["notice"], body["working_days"]) == (True, None, [])
    assert "2031-10-01" in [day["date"] for day in body["days_off"]]


@pytest.mark.parametrize("year", ["1899", "2201", "0", "99999999999999", "abc", "20 23", "-1"])
def test_a_year_beyond_all_counting_is_404(people, year):
    refused(people.mine.get(f"calendar/{year}/"), 404)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("start=2023-01-06&days=15", {"raw_last_day": "2023-01-21", "due_on": "2023-01-28", "rolled": True}),
        ("start=2024-08-02&days=60&extended_days=30", {"due_on": "2024-10-31"}),
        ("start=2024-01-31&days=1&unit=month", {"due_on": "2024-02-29"}),
        ("start=2026-12-07&days=60", {"due_on": "2027-02-09", "provisional": True}),
        ("start=2024-04-01&days=30&pause=2024-04-15..2024-04-24", {"due_on": "2024-05-11"}),
        ("start=2023-01-06&days=15&roll=false", {"due_on": "2023-01-21", "rolled": False}),
        ("start=2023-01-06T23:30:00%2B08:00&days=15", {"start_on": "2023-01-06"}),
        ("start=2023-01-06T23:30:00Z&days=15", {"start_on": "2023-01-07"}),
        ("start=2026-01-05&days=3&unit=working", {"due_on": "2026-01-08"}),
        ("start=2024-04-01&days=30&pause=2024-04-15..2024-04-16&pause=2024-04-18..2024-04-18", {"rolled": True}),
    ],
)
def test_the_calculator_counts_as_the_domain_says(people, query, expected):
    answer = people.mine.get(f"calendar/due/?{query}")
    assert answer.status_code == 200, answer.content.decode()
    body = answer.json()
    assert body.keys() == {
        *("start_on", "raw_last_day", "due_on", "prudent_on", "rolled", "provisional", "explanation"),
    }
    assert {name: body[name] for name in expected} == expected
    assert body["explanation"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("days=15", "start"),
        ("start=2023-01-06", "days"),
        ("start=2023-02-30&days=1", "start"),
        ("start=2023-01-06T09:00:00&days=1", "start"),
        ("start=2023-01-06&days=-1", "days"),
        ("start=2023-01-06&days=1.5", "days"),
        ("start=2023-01-06&days=1&unit=week", "unit"),
        ("start=2023-01-06&days=1&roll=1", "roll"),
        ("start=2023-01-06&days=1&pause=2024-04-15", "pause"),
        ("start=2023-01-06&days=1&pause=2024-04-15..2024-04-14", "pause"),
        ("start=2023-01-06&days=1&nonsense=1", "nonsense"),
        ("start=2023-01-06&days=1&days=2", "days"),
    ],
)
def test_what_the_calculator_cannot_read_is_400_at_its_parameter(people, query, field):
    refused(people.mine.get(f"calendar/due/?{query}"), 400, field)


def test_everybody_may_ask_the_calendar(people):
    for person in people.everybody:
        for path in ("me/", "units/", "options/", "calendar/2026/", "calendar/due/?start=2026-01-05&days=1"):
            assert person.get(path).status_code == 200
