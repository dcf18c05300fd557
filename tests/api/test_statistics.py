"""Figures: each cell's link returns exactly the rows that were counted."""

from itertools import combinations

import pytest
from django.db import connection

from cases.models import Case
from junping.history import triggers
from tests.api.cast import MINE, OTHER, TOWN, case, refused
from tests.api.test_acts import handled

pytestmark = pytest.mark.django_db
CASE = ("kind", "status", "category", "unit", "source", "month", "outcome")
HAZARD = ("status", "domain", "unit", "source", "month", "level")


def cells(person, query):
    answer = person.get(f"statistics/?{query}")
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()["cells"]


def counted(person, url):
    return person.get(url + ("&" if "?" in url else "?") + "count=true&page_size=1").json()["count"]


@pytest.fixture
def town(people):
    """Records over the turn of a year, in several states; some confidential; one handled by another village."""
    for n, moment in enumerate(("2025-12-31T23:59:59+08:00", "2026-01-01T00:00:00+08:00", "2026-02-28T23:00:00+08:00")):
        people.mine.log("dispute", category="land", source="visit", received_at=moment)
        people.other.log("request", category="welfare", source="hotline", received_at=moment)
        people.mine.log("hazard", domain="fire", found_at=moment, level="major" if n else "general")
        people.other.log("hazard", domain="toilet", source="door_knock", found_at=moment)
    closed = people.mine.log("petition", received_at="2026-01-15T09:00:00+08:00")
    people.center.act(closed, "withdraw", {"reason": "和解"})
    voided = people.center.log("request", unit=TOWN, received_at="2026-01-15T09:00:00+08:00")
    people.leader.act(voided, "void", {"reason": "登记错误"})
    people.center.post("cases/", case("petition", petition_class="accusation", unit=MINE))
    record = people.mine.log(received_at="2026-01-20T09:00:00+08:00")
    people.center.act(record, "accept")
    people.center.act(record, "assign", {"handling_unit": OTHER})
    return people


def of_row(row):
    """A row's own values, as a cell's key would name them."""
    return {**row, "unit": row["unit"]["code"], "month": (row.get("received_at") or row.get("found_at"))[:7]}


def queries(record_type, names):
    for size in (0, 1, 2, 3):
        for by in combinations(names, size):
            yield f"record_type={record_type}" + (f"&by={','.join(by)}" if by else "")


def some_groups_of_three(asked):
    return [query for n, query in enumerate(asked) if query.count(",") < 2 or n % 3 == 0]


def every_seventh(asked):
    return asked[::7]


@pytest.mark.parametrize(
    ("period", "picked"),
    [
        ("", some_groups_of_three),
        pytest.param("", list, marks=pytest.mark.experiment),
        ("&from=2026-01-01", every_seventh),
        ("&to=2025-12-31", every_seventh),
        ("&from=2026-01-15&to=2026-02-28", every_seventh),
        ("&from=2027-01-01", every_seventh),
    ],
)
@pytest.mark.parametrize(("record_type", "names"), [("case", CASE), ("hazard", HAZARD)])
def test_the_rows_of_every_cell_are_exactly_those_counted(town, settings, record_type, names, period, picked):
    settings.RATE = 0
    total = cells(town.center, f"record_type={record_type}{period}")[0]["count"]
    for query in picked(list(queries(record_type, names))):
        found = cells(town.center, query + period)
        assert sum(cell["count"] for cell in found) == total
        for cell in found:
            assert counted(town.center, cell["rows"]) == cell["count"], cell


@pytest.mark.parametrize("name", ["mine", "other", "center2", "officer", "auditor", "leader", "admin"])
def test_so_it_is_for_everybody_in_their_own_scope(town, name):
    person = getattr(town, name)
    for query in (
        "record_type=case&by=unit,status",
        "record_type=case&by=month,kind",
        "record_type=hazard&by=unit,domain",
    ):
        met = []
        for cell in cells(person, query):
            rows = person.get(cell["rows"]).json()["results"]
            assert len(rows) == cell["count"], cell
            assert all(of_row(row)[name] == value for row in rows for name, value in cell["key"].items()), cell
            met += [row["number"] for row in rows]
        assert len(met) == len(set(met))


def test_a_cell_names_its_key_in_values_and_labels(town):
    found = cells(town.center, "record_type=case&by=kind,unit&to=2025-12-31")
    assert sorted(cell["key"]["kind"] for cell in found) == ["dispute", "request"]
    cell = next(cell for cell in found if cell["key"]["kind"] == "dispute")
    assert cell["key"] == {"kind": "dispute", "unit": MINE}
    assert cell["labels"] == {"kind": "矛盾纠纷", "unit": "板溪村"}
    assert cell["count"] == 1
    assert cell["rows"].startswith("http://testserver/api/v1/cases/?")


def test_months_are_those_of_shanghai(town):
    found = {cell["key"]["month"]: cell for cell in cells(town.center, "record_type=case&by=month")}
    assert found["2025-12"]["count"] == 2
    assert found["2026-02"]["count"] == 2
    assert found["2025-12"]["labels"]["month"] == "2025年12月"
    assert "received_from=2025-12-01" in found["2025-12"]["rows"]
    assert "received_to=2025-12-31" in found["2025-12"]["rows"]


def test_voided_ones_are_counted_under_their_own_status(town):
    found = {cell["key"]["status"]: cell["count"] for cell in cells(town.center, "record_type=case&by=status")}
    assert found["voided"] == 1


def test_a_unit_is_counted_without_its_subtree(town):
    found = {cell["key"]["unit"]: cell["count"] for cell in cells(town.center, "record_type=case&by=unit")}
    assert found[TOWN] == 1


def test_empty_values_are_null(town):
    found = {cell["key"]["outcome"]: cell for cell in cells(town.center, "record_type=case&by=outcome")}
    assert set(found) == {None, "withdrawn"}
    assert found[None]["labels"]["outcome"] == "未填"
    assert "outcome=none" in found[None]["rows"]


def test_what_a_ledger_left_empty_is_null_too_and_its_rows_are_found(town):
    number = town.mine.log()["number"]
    triggers.remove(connection)
    Case.objects.filter(number=number).update(source="", category="")
    found = cells(town.center, "record_type=case&by=source,category")
    cell = next(cell for cell in found if cell["key"] == {"source": None, "category": None})
    rows = town.center.get(cell["rows"]).json()["results"]
    assert [row["number"] for row in rows] == [number]
    assert (rows[0]["source"], rows[0]["category"]) == (None, None)


def test_without_groups_there_is_one_cell(town, people):
    found = cells(town.center, "record_type=hazard")
    assert [(cell["key"], cell["labels"], cell["count"]) for cell in found] == [({}, {}, 6)]
    assert cells(people.admin, "record_type=case")[0]["count"] == 0


def test_groups_come_in_the_order_asked_for_and_at_most_three(town):
    found = cells(town.center, "record_type=case&by=status,kind,source")
    assert list(found[0]["key"]) == ["status", "kind", "source"]
    refused(town.center.get("statistics/?record_type=case&by=status,kind,source,unit"), 400, "by", "invalid")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "record_type"),
        ("record_type=visit", "record_type"),
        ("record_type=case&by=level", "by"),
        ("record_type=case&by=domain", "by"),
        ("record_type=hazard&by=kind", "by"),
        ("record_type=case&by=kind,kind", "by"),
        ("record_type=case&by=", "by"),
        ("record_type=case&from=2026", "from"),
        ("record_type=case&to=x", "to"),
        ("record_type=case&unit=431224105207", "unit"),
    ],
)
def test_what_it_does_not_take_is_400(people, query, field):
    refused(people.center.get(f"statistics/?{query}"), 400, field)


@pytest.mark.parametrize("ends", ["from=0001-01-01", "to=9999-12-31", "from=9999-12-31", "to=0001-01-01"])
def test_the_ends_of_the_calendar_are_days_like_others(town, ends):
    for cell in cells(town.center, f"record_type=case&by=kind,month&{ends}"):
        assert counted(town.center, cell["rows"]) == cell["count"]


def test_handled_by_another_village_it_counts_there_too(people):
    record = handled(people)
    people.center.act(record, "assign", {"handling_unit": OTHER})
    found = cells(people.other, "record_type=case&by=unit")
    assert [(cell["key"]["unit"], cell["count"]) for cell in found] == [(MINE, 1)]
    assert counted(people.other, found[0]["rows"]) == 1
