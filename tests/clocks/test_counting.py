"""domain.md, Counting days. The right-hand sides were worked out by hand on the notices' calendars."""

from datetime import date

import pytest

from junping.clocks.days import count, fixed
from tests.clocks.cast import SEEDED

CHINESE = r"[\u4e00-\u9fff]"


def _count(start, days, unit="calendar", **more):
    return count(date.fromisoformat(start), days, unit, calendar=SEEDED, **more)


def _span(first, last):
    return date.fromisoformat(first), date.fromisoformat(last)


@pytest.mark.parametrize(
    ("start", "days", "unit", "more", "raw", "due", "prudent"),
    [
        # --- the samples of domain.md
        ("2023-01-06", 15, "calendar", {}, "2023-01-21", "2023-01-28", "2023-01-20"),
        ("2024-08-02", 60, "calendar", {"extended": 30}, "2024-10-31", "2024-10-31", "2024-10-31"),
        ("2024-01-31", 1, "month", {}, "2024-02-29", "2024-02-29", "2024-02-29"),
        ("2026-12-07", 60, "calendar", {}, "2027-02-05", "2027-02-09", "2027-02-04"),
        (
            "2024-04-01", 30, "calendar", {"pauses": [_span("2024-04-15", "2024-04-24")]},
            "2024-05-11", "2024-05-11", "2024-05-11",
        ),
        # --- calendar days
        # 09-18 + 15 = 10-03, 国庆 to 10-07; before it 10-01, 10-02 off, 09-30 is a Wednesday.
        ("2026-09-18", 15, "calendar", {}, "2026-10-03", "2026-10-08", "2026-09-30"),
        # 8 days of September, 31 of October, 21 of November: a Saturday.
        ("2026-09-22", 60, "calendar", {}, "2026-11-21", "2026-11-23", "2026-11-20"),
        # The same with 30 more, counted in one run: 12-21 is a Monday.
        ("2026-09-22", 60, "calendar", {"extended": 30}, "2026-12-21", "2026-12-21", "2026-12-21"),
        # 02-28 is a Saturday, but a make-up day for 春节: a working day, nothing rolls.
        ("2026-02-13", 15, "calendar", {}, "2026-02-28", "2026-02-28", "2026-02-28"),
        # 春节 2020 was prolonged to 02-02 by 国办发明电〔2020〕1号; 02-01 was to be worked, and was not.
        ("2020-01-10", 15, "calendar", {}, "2020-01-25", "2020-02-03", "2020-01-23"),
        # 劳动节 2019 became 05-01 to 05-04 by 国办发明电〔2019〕3号, 05-05 (Sunday) was worked.
        ("2019-04-21", 10, "calendar", {}, "2019-05-01", "2019-05-05", "2019-04-30"),
        # 2018-12-31 off by the notice for 2019, for it Saturday 12-29 was worked.
        ("2018-12-16", 15, "calendar", {}, "2018-12-31", "2019-01-02", "2018-12-29"),
        ("2022-12-31", 30, "calendar", {}, "2023-01-30", "2023-01-30", "2023-01-30"),
        # --- working days
        # 09-24, 25, 26, Sunday 28, 29, 30 | 10-09, 10, Saturday 11 | 13..17 | 20.
        ("2025-09-23", 15, "working", {}, "2025-10-20", "2025-10-20", "2025-10-20"),
        # Saturday 02-14 is worked (1), 02-15 to 02-23 off, 24 (2), 25 (3).
        ("2026-02-13", 3, "working", {}, "2026-02-25", "2026-02-25", "2026-02-25"),
        # 10-08, 09, Saturday 10, 12, 13.
        ("2026-09-30", 5, "working", {}, "2026-10-13", "2026-10-13", "2026-10-13"),
        # 2027 has no notice: 02-04 (1), 除夕 02-05 to 初三 02-08 off, 09 (2), 10 (3).
        ("2027-02-03", 3, "working", {}, "2027-02-10", "2027-02-10", "2027-02-10"),
        # --- months
        ("2023-01-30", 1, "month", {}, "2023-02-28", "2023-02-28", "2023-02-28"),
        ("2026-03-31", 1, "month", {}, "2026-04-30", "2026-04-30", "2026-04-30"),
        # 02-15 lies in 春节 (to 02-23); the day before it is a make-up Saturday.
        ("2026-01-15", 1, "month", {}, "2026-02-15", "2026-02-24", "2026-02-14"),
        # 01-31 of a year without notice is a Sunday.
        ("2026-12-31", 1, "month", {}, "2027-01-31", "2027-02-01", "2027-01-29"),
        # 04-30 and 10 days: 05-10 is a Sunday, 05-09 a make-up Saturday.
        ("2026-03-31", 1, "month", {"extended": 10}, "2026-05-10", "2026-05-11", "2026-05-09"),
        # --- pauses
        # Two that overlap: each date once, so 10 as in the sample.
        (
            "2024-04-01", 30, "calendar",
            {"pauses": [_span("2024-04-18", "2024-04-24"), _span("2024-04-15", "2024-04-20")]},
            "2024-05-11", "2024-05-11", "2024-05-11",
        ),
        # None up to the start day: of 05-25..06-03 only 06-02 and 06-03 count out, 06-11 + 2 is a Saturday.
        (
            "2026-06-01", 10, "calendar", {"pauses": [_span("2026-05-25", "2026-06-03")]},
            "2026-06-13", "2026-06-15", "2026-06-12",
        ),
        # The tenth day, 06-11, lies in the pause: nine days before it, the tenth is the day after it.
        (
            "2026-06-01", 10, "calendar", {"pauses": [_span("2026-06-11", "2026-06-16")]},
            "2026-06-17", "2026-06-17", "2026-06-17",
        ),
        # Raw Saturday 06-13 stands; the Monday it would roll to is paused until Tuesday 16.
        (
            "2026-06-03", 10, "calendar", {"pauses": [_span("2026-06-14", "2026-06-16")]},
            "2026-06-13", "2026-06-17", "2026-06-12",
        ),
        # 06-02, 06-03 | paused Thursday to Tuesday | 10, 11, 12.
        (
            "2026-06-01", 5, "working", {"pauses": [_span("2026-06-04", "2026-06-09")]},
            "2026-06-12", "2026-06-12", "2026-06-12",
        ),
        # A month runs to 04-30; 4 dates out: 05-04, 劳动节 to 05-05.
        (
            "2026-03-31", 1, "month", {"pauses": [_span("2026-04-07", "2026-04-10")]},
            "2026-05-04", "2026-05-06", "2026-04-30",
        ),
        # --- short and unrolled
        # From Saturday one day: Sunday. No working day between, so the prudent day is the start itself.
        ("2026-11-21", 1, "calendar", {}, "2026-11-22", "2026-11-23", "2026-11-21"),
        ("2026-11-20", 1, "calendar", {}, "2026-11-21", "2026-11-23", "2026-11-20"),
        ("2023-01-06", 15, "calendar", {"roll": False}, "2023-01-21", "2023-01-21", "2023-01-20"),
    ],
)  # fmt: skip
def test_a_period_ends_on_the_day_worked_out_by_hand(start, days, unit, more, raw, due, prudent):
    counted = _count(start, days, unit, **more)
    assert (counted.raw_last_day, counted.due_on, counted.prudent_on) == tuple(
        map(date.fromisoformat, (raw, due, prudent))
    )
    assert counted.rolled == (raw != due)


@pytest.mark.parametrize(
    ("start", "days", "provisional"),
    [
        ("2026-12-07", 60, True),
        ("2026-10-01", 60, False),
        # Ends on the last day of the last confirmed year.
        ("2026-12-01", 30, False),
        # The first counted day lies in 2018, the first confirmed year.
        ("2017-12-31", 10, False),
        ("2017-12-30", 10, True),
    ],
)
def test_a_count_that_touches_a_year_without_notice_is_provisional(start, days, provisional):
    assert _count(start, days).provisional is provisional


def test_a_roll_into_a_year_without_notice_is_provisional():
    # 2026-12-31 is a Thursday, so make it the second day of a pause that lasts into the new year.
    counted = _count("2026-12-20", 10, pauses=[_span("2026-12-30", "2027-01-02")])
    assert counted.due_on == date(2027, 1, 4)
    assert counted.provisional


def test_paused_days_are_those_left_out_before_the_end():
    pauses = [_span("2026-05-30", "2026-06-02"), _span("2026-06-02", "2026-06-04"), _span("2026-08-01", "2026-08-09")]
    assert _count("2026-06-01", 10, pauses=pauses).paused_days == 3


def test_a_day_fixed_by_a_person_does_not_move():
    counted = fixed(date(2026, 9, 25), date(2026, 10, 4), calendar=SEEDED)
    assert (counted.raw_last_day, counted.due_on, counted.rolled) == (date(2026, 10, 4), date(2026, 10, 4), False)
    assert counted.prudent_on == date(2026, 9, 30)
    assert not counted.provisional


def test_the_prudent_day_of_a_fixed_day_lies_not_before_the_start():
    counted = fixed(date(2026, 10, 2), date(2026, 10, 4), calendar=SEEDED)
    assert counted.prudent_on == date(2026, 10, 2)


def test_a_fixed_day_in_a_year_without_notice_is_not_provisional():
    assert not fixed(date(2026, 12, 1), date(2027, 3, 1), calendar=SEEDED).provisional


@pytest.mark.parametrize(("unit", "days"), [("calendar", 60), ("working", 15), ("month", 1)])
def test_no_year_that_a_person_may_type_breaks_the_count(unit, days):
    counted = [_count(f"{year}-11-20", days, unit) for year in range(1900, 2200)]
    certain = {one.start_on.year for one in counted if not one.provisional}
    assert set(range(2018, 2026)) <= certain <= set(range(2018, 2027))


@pytest.mark.parametrize(
    ("start", "days", "unit", "more"),
    [
        ("1899-12-31", 5, "calendar", {}),
        ("2201-01-01", 5, "calendar", {}),
        ("2200-12-30", 5, "calendar", {}),
        ("2200-12-30", 5, "working", {}),
        ("2200-12-30", 1, "month", {}),
        # The last day, 2200-12-28, is a Sunday; rolling stays inside, one in a pause to the end does not.
        ("2200-12-18", 10, "calendar", {"pauses": [_span("2200-12-29", "2200-12-31")]}),
        ("2026-01-01", 10**30, "calendar", {}),
        ("2026-01-01", 10**30, "month", {}),
        ("2026-01-01", 10, "calendar", {"extended": 10**30}),
        ("2026-01-01", 0, "calendar", {}),
        ("2026-01-01", -1, "working", {}),
        ("2026-01-01", 5, "calendar", {"extended": -1}),
        ("2026-01-01", 5, "weeks", {}),
        ("2026-01-01", 5, "calendar", {"pauses": [_span("2026-01-05", "2026-01-04")]}),
        ("2026-01-01", 5, "calendar", {"pauses": [_span("2026-01-05", "9999-12-31")]}),
    ],
)
def test_what_cannot_be_counted_is_refused_in_chinese(start, days, unit, more):
    with pytest.raises(ValueError, match=CHINESE):
        _count(start, days, unit, **more)
