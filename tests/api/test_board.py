"""The board: every running clock of cases and hazards together, by due date."""

from datetime import timedelta

import pytest

from junping.clocks.now import now, today
from tests.api.cast import MINE, OTHER, TOWN, of, refused
from tests.api.test_acts import handled
from tests.api.test_cases import stamp

pytestmark = pytest.mark.django_db
SHAPE = {
    *("record_type", "number", "title", "status", "status_label", "unit", "officer", "lead", "rule", "label", "due_on"),
    *("prudent_on", "provisional", "light"),
}


def rows(person, path="board/"):
    answer = person.get(path)
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()["results"]


def ago(days):
    return stamp(now() - timedelta(days=days))


@pytest.fixture
def many(people):
    """Clocks of both kinds, many of them due on the same day."""
    for n in range(9):
        people.mine.log(title=f"事{n}", received_at=ago(n // 3))
        people.mine.log("hazard", title=f"患{n}", found_at=ago(n // 2))
    people.other.log("petition", title="信", received_at=ago(2))
    return people


def test_a_row_for_each_running_clock_with_what_the_contract_names(people):
    record = people.mine.log("petition", received_at="2026-01-05T09:00:00+08:00", source="assigned")
    people.leader.act(record, "take_charge", {"lead": "leader"})
    found = rows(people.center)
    assert [row.keys() for row in found] == [SHAPE]
    assert found[0] == {
        "record_type": "case",
        "number": record["number"],
        "title": "界址争议",
        "status": "registered",
        "status_label": "已登记",
        "unit": {"code": MINE, "name": "板溪村"},
        "officer": None,
        "lead": {"username": "leader", "name": "leader"},
        "rule": "notice",
        "label": "受理告知",
        "due_on": "2026-01-20",
        "prudent_on": "2026-01-20",
        "provisional": False,
        "light": "red",
    }


def test_windows_paused_and_stopped_clocks_are_left_out(people):
    record = handled(people)
    assert [row["rule"] for row in rows(people.center)] == ["mediation"]
    people.center.act(record, "suspend", {"reason": "一方外出"})
    assert rows(people.center) == []
    people.center.act(record, "resume")
    given = {"form": "oral", "terms": "各退一步", "effective_on": record["received_at"][:10]}
    people.officer.act(record, "settle", given)
    assert [row["rule"] for row in rows(people.center)] == ["revisit"]
    people.center.act(record, "close", {"outcome": "resolved"})
    assert [(row["rule"], row["status"]) for row in rows(people.center)] == [("revisit", "closed")]
    assert people.center.get(of(record)).json()["light"] == "grey"


def test_all_clocks_of_a_record_stand_there(people):
    record = handled(people)
    people.leader.act(record, "supervise", {"text": "尽快", "due_on": today().isoformat()})
    assert [row["rule"] for row in rows(people.center)] == ["supervision", "mediation"]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 19, 20])
def test_every_clock_comes_once_by_due_date_across_both_kinds_both_ways(many, size):
    whole = rows(many.center)
    assert len(whole) == 19
    dates = [row["due_on"] for row in whole]
    assert dates == sorted(dates)
    assert {row["record_type"] for row in whole} == {"case", "hazard"}
    url, there = f"board/?page_size={size}&count=true", []
    while url:
        page = many.center.get(url).json()
        assert page["count"] == 19
        there += page["results"]
        last, url = url, page["next"]
    assert there == whole
    url, back = last, []
    while url:
        page = many.center.get(url).json()
        back += reversed(page["results"])
        url = page["previous"]
    assert list(reversed(back)) == whole


def test_clocks_that_begin_between_two_pages_shift_nothing(many):
    whole = [(row["number"], row["rule"]) for row in rows(many.center)]
    page, met = many.center.get("board/?page_size=4").json(), []
    while True:
        met += [(row["number"], row["rule"]) for row in page["results"]]
        if not page["next"]:
            break
        many.mine.log(received_at=ago(6))
        many.mine.log("hazard")
        page = many.center.get(page["next"]).json()
    assert len(met) == len(set(met))
    assert [one for one in met if one in whole] == whole


@pytest.mark.parametrize(
    "query", [f"unit={MINE}", "record_type=case", "record_type=hazard", f"unit={OTHER}", "light=red"]
)
def test_filters_stay_while_paging(many, query):
    whole = rows(many.center, f"board/?{query}&page_size=200")
    url, there = f"board/?{query}&page_size=2", []
    while url:
        page = many.center.get(url).json()
        there += page["results"]
        url = page["next"]
    assert there == whole


def test_each_filter_finds_its_rows(people):
    record = handled(people, title="甲", received_at="2026-01-05T09:00:00+08:00")
    people.leader.act(record, "take_charge", {"lead": "leader"})
    people.other.log("hazard", title="乙")
    people.center.log("request", title="丙", unit=TOWN)
    due = people.center.get(of(record)).json()["due_on"]
    cases = {
        "record_type=case": {"甲", "丙"},
        "record_type=hazard": {"乙"},
        "officer=officer": {"甲"},
        "officer=none": {"乙", "丙"},
        "lead=leader": {"甲"},
        "lead=none": {"乙", "丙"},
        f"unit={OTHER}": {"乙"},
        f"unit={TOWN}": {"甲", "乙", "丙"},
        f"due_before={due}": {row["title"] for row in rows(people.center) if row["due_on"] <= due},
        "due_before=2026-01-01": set(),
    }
    for light in ("green", "yellow", "red", "grey"):
        cases[f"light={light}"] = {row["title"] for row in rows(people.center) if row["light"] == light}
    for query, titles in cases.items():
        assert {row["title"] for row in rows(people.center, f"board/?{query}")} == titles, query
    assert "甲" in cases[f"due_before={due}"]


def test_only_what_is_in_scope(many):
    assert len(rows(many.mine)) == 18
    assert len(rows(many.other)) == 1
    assert rows(many.officer) == rows(many.admin) == []
    assert len(rows(many.auditor)) == 19


@pytest.mark.parametrize(
    "query",
    [
        "light=blue",
        "record_type=visit",
        "cursor=x",
        "page_size=0",
        "kind=dispute",
        "ordering=due_on",
        "due_before=x",
        "unit=",
    ],
)
def test_what_it_does_not_take_is_400(people, query):
    refused(people.center.get(f"board/?{query}"), 400, query.partition("=")[0])


def test_a_cursor_of_a_list_is_none_of_the_board(many):
    url = many.center.get("cases/?page_size=1").json()["next"]
    cursor = url.partition("cursor=")[2].partition("&")[0]
    refused(many.center.get(f"board/?cursor={cursor}"), 400, "cursor", "invalid")
