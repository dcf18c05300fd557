from datetime import date

import pytest

from junping.clocks.calculator import CannotCalculate, answer

pytestmark = pytest.mark.django_db


def _answer(**query):
    return answer({name: value if isinstance(value, list) else [value] for name, value in query.items()})


def _problems(**query):
    with pytest.raises(CannotCalculate) as caught:
        _answer(**query)
    return {(problem.field, problem.code) for problem in caught.value.problems}


def test_the_answer_has_the_contracts_shape():
    given = _answer(start="2023-01-06", days="15")
    explanation = given.pop("explanation")
    assert given == {
        "start_on": date(2023, 1, 6),
        "raw_last_day": date(2023, 1, 21),
        "due_on": date(2023, 1, 28),
        "prudent_on": date(2023, 1, 20),
        "rolled": True,
        "provisional": False,
    }
    assert explanation[0] == "2023年1月6日起算，当日不计，从2023年1月7日数起。"


@pytest.mark.parametrize(
    ("query", "due"),
    [
        ({"start": "2024-08-02", "days": "60", "extended_days": "30"}, date(2024, 10, 31)),
        ({"start": "2024-01-31", "days": "1", "unit": "month"}, date(2024, 2, 29)),
        ({"start": "2026-12-07", "days": "60"}, date(2027, 2, 9)),
        ({"start": "2024-04-01", "days": "30", "pause": ["2024-04-15..2024-04-24"]}, date(2024, 5, 11)),
        (
            {"start": "2024-04-01", "days": "30", "pause": ["2024-04-15..2024-04-20", "2024-04-18..2024-04-24"]},
            date(2024, 5, 11),
        ),
        ({"start": "2025-09-23", "days": "15", "unit": "working"}, date(2025, 10, 20)),
        ({"start": "2023-01-06", "days": "15", "roll": "false"}, date(2023, 1, 21)),
        # The last moment of the day in Shanghai, then the first of the next.
        ({"start": "2023-01-06T15:59:59.9Z", "days": "15"}, date(2023, 1, 28)),
        ({"start": "2023-01-05T16:00:00Z", "days": "15"}, date(2023, 1, 28)),
        ({"start": "2023-01-06T23:59:59+08:00", "days": "15"}, date(2023, 1, 28)),
        ({"start": "2023-01-06T23:59:59 08:00", "days": "15"}, date(2023, 1, 28)),
    ],
)
def test_the_calculator_counts_as_the_clocks_do(query, due):
    assert _answer(**query)["due_on"] == due


def test_an_extension_and_a_pause_are_told():
    told = "\n".join(
        _answer(start="2024-04-01", days="30", extended_days="5", pause="2024-04-15..2024-04-24")["explanation"]
    )
    assert "延长 5 日，与原期限合并，从头一次数完。" in told
    assert "2024年4月15日至2024年4月24日中止，首尾两天在内，10 日不计入。" in told


def test_a_last_day_that_shall_not_roll_says_so():
    assert "按要求不顺延，当天 24 时届满。" in _answer(start="2023-01-06", days="15", roll="false")["explanation"]


@pytest.mark.parametrize(
    ("query", "problems"),
    [
        ({}, {("start", "required"), ("days", "required")}),
        ({"start": "", "days": ""}, {("start", "invalid"), ("days", "invalid")}),
        ({"start": "2023-02-30", "days": "15"}, {("start", "invalid")}),
        ({"start": "20230106", "days": "15"}, {("start", "invalid")}),
        ({"start": "2023-01-06T09:00:00", "days": "15"}, {("start", "invalid")}),
        ({"start": "9999-12-31T23:59:59-12:00", "days": "15"}, {("start", "invalid")}),
        ({"start": "1899-12-31", "days": "15"}, {("start", "invalid")}),
        ({"start": "２０２３-01-06", "days": "15"}, {("start", "invalid")}),
        ({"start": "2023-01-06", "days": "1" + "0" * 30}, {("days", "invalid")}),
        ({"start": "2023-01-06", "days": "-1"}, {("days", "invalid")}),
        ({"start": "2023-01-06", "days": "1.5"}, {("days", "invalid")}),
        ({"start": "2023-01-06", "days": "１５"}, {("days", "invalid")}),
        ({"start": "2023-01-06", "days": "NaN"}, {("days", "invalid")}),
        ({"start": "2023-01-06", "days": "0"}, {("", "out_of_range")}),
        ({"start": "2200-12-30", "days": "5"}, {("", "out_of_range")}),
        ({"start": "2023-01-06", "days": ["15", "16"]}, {("days", "duplicate")}),
        ({"start": "2023-01-06", "days": "15", "unit": "week"}, {("unit", "invalid")}),
        ({"start": "2023-01-06", "days": "15", "unit": "date"}, {("unit", "invalid")}),
        ({"start": "2023-01-06", "days": "15", "roll": "yes"}, {("roll", "invalid")}),
        ({"start": "2023-01-06", "days": "15", "pause": "2023-01-09"}, {("pause", "invalid")}),
        ({"start": "2023-01-06", "days": "15", "pause": "2023-01-09..2023-01-08"}, {("pause", "invalid")}),
        ({"start": "2023-01-06", "days": "15", "pause": ["2023-01-09..2023-01-10"] * 51}, {("pause", "too_many")}),
        ({"start": "2023-01-06", "days": "15", "weeks": "1"}, {("weeks", "unknown")}),
    ],
)
def test_a_query_that_cannot_be_answered_names_every_problem(query, problems):
    assert _problems(**query) == problems


def test_a_long_query_is_answered_quickly():
    pauses = [f"{1900 + n}-01-01..2199-12-31" for n in range(50)]
    assert _problems(start="1900-01-01", days="100000", unit="working", pause=pauses) == {("", "out_of_range")}


def test_the_calculator_asks_the_database_once(django_assert_num_queries):
    _answer(start="2023-01-06", days="15")
    with django_assert_num_queries(1):
        _answer(start="2026-12-07", days="60")
