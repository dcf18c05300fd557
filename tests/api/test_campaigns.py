"""Campaigns are made by the centre, the units hand in visits; counted is what lies in one's scope."""

import pytest

from tests.api.cast import MINE, OTHER, TOWN, hazard, of, refused

pytestmark = pytest.mark.django_db
SHAPE = {"id", "name", "starts_on", "ends_on", "domains", "target", "visited", "findings", "rectified"}


def campaign(people, **more):
    answer = people.center.post("campaigns/", {"name": "改厕摸排", "starts_on": "2026-01-01", **more})
    assert answer.status_code == 201, answer.content.decode()
    return answer.json()


def visit(person, drive, **more):
    answer = person.post(f"campaigns/{drive['id']}/visits/", {"visited_on": "2026-01-02", **more})
    assert answer.status_code == 201, answer.content.decode()
    return answer.json()


def test_the_centre_makes_a_campaign(people):
    given = {
        "name": "改厕摸排",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "domains": ["toilet"],
        "target": 717,
    }
    answer = people.center.post("campaigns/", given)
    body = answer.json()
    assert body == {"id": body["id"], **given, "visited": 0, "findings": 0, "rectified": 0}
    assert answer["Location"] == f"http://testserver/api/v1/campaigns/{body['id']}/"
    assert people.mine.get(answer["Location"]).json() == body
    assert people.mine.get("campaigns/?count=true").json() == {
        "next": None,
        "previous": None,
        "count": 1,
        "results": [body],
    }


def test_nobody_else_does(people):
    for person in (people.mine, people.officer, people.leader, people.auditor, people.admin):
        refused(person.post("campaigns/", {"nonsense": 1}), 403)


@pytest.mark.parametrize(
    ("more", "field", "code"),
    [
        ({"name": None}, "name", "required"),
        ({"name": "x" * 101}, "name", "too_long"),
        ({"starts_on": None}, "starts_on", "required"),
        ({"starts_on": "2026-01-01T00:00:00+08:00"}, "starts_on", "invalid"),
        ({"ends_on": "2025-12-31"}, "ends_on", "too_early"),
        ({"domains": "toilet"}, "domains", "invalid"),
        ({"domains": ["nix"]}, "domains", "not_a_choice"),
        ({"target": "717"}, "target", "invalid"),
        ({"target": 0}, "target", "out_of_range"),
        ({"visited": 5}, "visited", "unknown"),
    ],
)
def test_a_campaign_that_cannot_be(people, more, field, code):
    refused(people.center.post("campaigns/", {"name": "大检查", "starts_on": "2026-01-01", **more}), 400, field, code)


def test_visits_are_summed_by_their_count_and_findings_counted_in_scope(people):
    drive = campaign(people)
    made = visit(people.mine, drive, unit=MINE, count=30, visitor="王主任", people=90, result="均已告知")
    assert (made["unit"]["code"], made["count"], made["people"]) == (MINE, 30, 90)
    visit(people.mine, drive, unit=MINE, household="李四", address="三组")
    visit(people.other, drive, unit=OTHER, count=12)
    first = people.mine.log("hazard", campaign=drive["id"], visit=made["id"], domain="toilet")
    people.mine.log("hazard", visit=made["id"], domain="toilet")
    people.other.log("hazard", campaign=drive["id"])
    voided = people.mine.log("hazard", campaign=drive["id"])
    people.leader.act(voided, "void", {"reason": "登记错误"})
    people.mine.act(first, "rectify_on_spot", {"measures": "加盖", "rectified_on": first["found_at"][:10]})
    seen = {
        name: tuple(
            getattr(people, name).get(f"campaigns/{drive['id']}/").json()[k]
            for k in ("visited", "findings", "rectified")
        )
        for name in ("mine", "other", "center", "leader", "auditor", "officer")
    }
    assert seen == {
        "mine": (31, 2, 1),
        "other": (12, 1, 0),
        "center": (43, 3, 1),
        "leader": (43, 3, 1),
        "auditor": (43, 3, 1),
        "officer": (0, 0, 0),
    }


def test_a_visit_counts_one_where_nothing_is_said(people):
    drive = campaign(people)
    assert visit(people.mine, drive, unit=MINE)["count"] == 1


def test_visits_are_listed_in_scope_the_newest_first(people):
    drive = campaign(people)
    for day in (2, 5, 3):
        visit(people.mine, drive, unit=MINE, visited_on=f"2026-01-0{day}")
    visit(people.other, drive, unit=OTHER)
    path = f"campaigns/{drive['id']}/visits/"
    rows = people.mine.get(path).json()["results"]
    assert [row["visited_on"][-1] for row in rows] == ["5", "3", "2"]
    assert people.center.get(f"{path}?count=true&page_size=3").json()["count"] == 4
    assert people.other.get(path).json()["results"][0]["unit"]["code"] == OTHER
    assert people.officer.get(path).json()["results"] == []


@pytest.mark.parametrize(
    ("more", "field", "code"),
    [
        ({"unit": None}, "unit", "required"),
        ({"unit": OTHER}, "unit", "unknown"),
        ({"unit": TOWN}, "unit", "unknown"),
        ({"unit": "431224105999"}, "unit", "unknown"),
        ({"visited_on": None}, "visited_on", "required"),
        ({"visited_on": "2099-01-01"}, "visited_on", "in_future"),
        ({"visited_on": "2025-12-31"}, "visited_on", "too_early"),
        ({"count": 0}, "count", "out_of_range"),
        ({"count": "3"}, "count", "invalid"),
        ({"people": -1}, "people", "out_of_range"),
        ({"household": "x" * 101}, "household", "too_long"),
        ({"nonsense": 1}, "nonsense", "unknown"),
    ],
)
def test_a_visit_that_cannot_be(people, more, field, code):
    drive = campaign(people)
    given = {"unit": MINE, "visited_on": "2026-01-02", **more}
    refused(people.mine.post(f"campaigns/{drive['id']}/visits/", given), 400, field, code)


def test_who_hands_in_no_visits_is_403_and_where_nothing_is_to_be_seen_404(people):
    drive = campaign(people)
    path = f"campaigns/{drive['id']}/visits/"
    for person in (people.officer, people.leader, people.auditor):
        refused(person.post(path, {"nonsense": 1}), 403)
    refused(people.admin.post(path, {}), 404)
    refused(people.admin.get(path), 404)
    refused(people.admin.get(f"campaigns/{drive['id']}/"), 404)
    for unknown in ("999", "9" * 30):
        refused(people.mine.post(f"campaigns/{unknown}/visits/", {"nonsense": 1}), 404)
        refused(people.mine.get(f"campaigns/{unknown}/visits/"), 404)
        refused(people.mine.get(f"campaigns/{unknown}/"), 404)


def test_a_hazard_names_the_visit_that_found_it(people):
    drive, other = campaign(people), campaign(people, name="大检查")
    made = visit(people.mine, drive, unit=MINE)
    record = people.mine.log("hazard", visit=made["id"])
    assert (record["campaign"], record["visit"]) == (drive["id"], made["id"])
    refused(people.mine.post("hazards/", hazard(visit=made["id"], campaign=other["id"])), 400, "visit", "mismatch")
    assert people.mine.patch(of(record), {"visit": None, "campaign": None}).json()["campaign"] is None


def test_campaigns_have_the_contracts_shape(people):
    assert campaign(people).keys() == SHAPE
