"""A list is walked by key: no row twice, none skipped, both ways, whatever is added meanwhile."""

from datetime import date, timedelta

import pytest

from junping.org.models import Unit
from tests.api.test_body import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_stubs")]
UNITS = "/api/v1/units/"
ORDERINGS = ["code", "-code", "retired_on", "-retired_on"]


def grid(number, retired_on=None):
    return Unit(code=f"G{number:03d}", name=f"第{number}网格", level="grid", retired_on=retired_on)


@pytest.fixture
def grids(town):
    """23 grids; several on one day, several without a day."""
    days = [None if n % 3 == 0 else date(2026, 1, 1) + timedelta(days=n % 4) for n in range(23)]
    return Unit.objects.bulk_create([grid(n, days[n]) for n in range(23)])


def expected(ordering):
    name, falling = ordering.removeprefix("-"), ordering.startswith("-")
    rows = list(Unit.objects.filter(level="grid"))
    valued = [u for u in rows if getattr(u, name) is not None]
    valued.sort(key=lambda u: (getattr(u, name), u.pk), reverse=falling)
    empty = sorted((u for u in rows if getattr(u, name) is None), key=lambda u: u.pk, reverse=falling)
    return [u.code for u in valued + empty]


def walk(caller, start, link="next"):
    pages, url = [], start
    while url:
        answer = caller.get(url).json()
        pages.append([row["code"] for row in answer["results"]])
        url = answer[link]
    return pages


@pytest.mark.parametrize("ordering", ORDERINGS)
@pytest.mark.parametrize("size", [1, 4, 5, 23, 24])
def test_every_row_comes_once_and_in_order_forwards_and_backwards(caller, grids, ordering, size):
    start = f"{UNITS}?ordering={ordering}&page_size={size}"
    there = walk(caller, start)
    assert [code for page in there for code in page] == expected(ordering)
    assert all(len(page) == size for page in there[:-1])
    last = start
    while following := caller.get(last).json()["next"]:
        last = following
    back = walk(caller, last, "previous")
    assert [code for page in reversed(back) for code in page] == expected(ordering)


def test_rows_without_a_value_stand_last_in_both_directions(caller, grids):
    empty = {u.code for u in grids if u.retired_on is None}
    for ordering in ("retired_on", "-retired_on"):
        codes = [c for page in walk(caller, f"{UNITS}?ordering={ordering}&page_size=7") for c in page]
        assert set(codes[-len(empty) :]) == empty


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_rows_added_between_two_pages_shift_nothing(caller, grids, ordering):
    before = expected(ordering)
    answer = caller.get(f"{UNITS}?ordering={ordering}&page_size=5").json()
    codes = [row["code"] for row in answer["results"]]
    number = 100
    while answer["next"]:
        Unit.objects.bulk_create([grid(number), grid(number + 1, date(2026, 1, 2)), grid(number + 2, date(2025, 1, 1))])
        number += 3
        answer = caller.get(answer["next"]).json()
        codes += [row["code"] for row in answer["results"]]
    assert len(codes) == len(set(codes))
    assert [code for code in codes if code in before] == before


def test_links_are_absolute_and_keep_the_filters(caller, grids):
    answer = caller.get(f"{UNITS}?ordering=-code&page_size=5&open=true").json()
    assert answer["previous"] is None
    assert answer["next"].startswith("http://testserver/api/v1/units/?")
    assert {"ordering=-code", "page_size=5", "open=true"} <= set(answer["next"].partition("?")[2].split("&"))


def test_the_first_page_holds_fifty_rows(caller, town):
    Unit.objects.bulk_create([grid(n) for n in range(60)])
    assert len(caller.get(UNITS).json()["results"]) == 50


def test_the_count_is_given_only_when_asked_for(caller, grids):
    assert "count" not in caller.get(UNITS).json()
    assert "count" not in caller.get(f"{UNITS}?count=false").json()
    answer = caller.get(f"{UNITS}?count=true&page_size=5").json()
    assert answer["count"] == 23
    assert caller.get(answer["next"]).json()["count"] == 23


@pytest.mark.parametrize("size", ["0", "-1", "201", "abc", "", "1.0", "9" * 30, "١"])
def test_a_page_holds_one_to_two_hundred_rows(caller, size):
    refused(caller.get(f"{UNITS}?page_size={size}"), 400, "page_size", "invalid")


def test_an_edited_cursor_is_400(caller, grids):
    url = caller.get(f"{UNITS}?page_size=5").json()["next"]
    cursor = dict(part.split("=") for part in url.partition("?")[2].split("&"))["cursor"]
    for broken in ("x", "", cursor[:-1], "A" + cursor[1:], cursor + "A", cursor[: len(cursor) // 2], "x" * 10_000):
        refused(caller.get(f"{UNITS}?page_size=5&cursor={broken}"), 400, "cursor", "invalid")
    refused(caller.get(f"{UNITS}?ordering=-code&cursor={cursor}"), 400, "cursor", "invalid")


def test_an_empty_list_is_one_empty_page(caller, town):
    assert caller.get(UNITS).json() == {"next": None, "previous": None, "results": []}


@pytest.mark.parametrize("ordering", ["code", "retired_on"])
def test_a_page_costs_the_same_number_of_queries_wherever_it_lies(
    caller, grids, ordering, django_assert_max_num_queries
):
    url = f"{UNITS}?ordering={ordering}&page_size=4"
    caller.get(url)
    while url:
        # The token, the rows, and where the page reaches the rows without a value, those.
        with django_assert_max_num_queries(3):
            url = caller.get(url).json()["next"]
