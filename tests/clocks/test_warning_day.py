"""When the light turns yellow: domain.md, light. November 2026 begins on a Sunday and has no holiday."""

from datetime import date

import pytest

from junping.clocks.days import count, fixed, warn_on
from tests.clocks.cast import SEEDED


@pytest.mark.parametrize(
    ("start", "days", "unit", "turns"),
    [
        # Prudent Friday 11-20; Wednesday, Thursday and Friday are the three left on Tuesday.
        ("2026-09-22", 60, "calendar", "2026-11-17"),
        # Prudent Monday 11-16: Thursday 12, Friday 13, Monday 16 are left on Wednesday.
        ("2026-11-02", 10, "working", "2026-11-11"),
        # A third of three working days is one: Thursday 11-05 is prudent, one is left on Wednesday.
        ("2026-11-02", 3, "working", "2026-11-04"),
        # A third of two is none, so one: not yellow on the day it starts.
        ("2026-11-02", 2, "working", "2026-11-03"),
        # One day: yellow from the start, for one working day is left.
        ("2026-11-02", 1, "working", "2026-11-02"),
        # Eight days: two. Prudent Tuesday 11-10: Monday and Tuesday are left on Friday; the first such day.
        ("2026-11-02", 8, "calendar", "2026-11-06"),
        # A month counts with its days (30): three. Prudent Wednesday 12-02.
        ("2026-11-02", 1, "month", "2026-11-27"),
    ],
)
def test_the_light_turns_yellow_on_the_day_worked_out_by_hand(start, days, unit, turns):
    counted = count(date.fromisoformat(start), days, unit, calendar=SEEDED)
    assert warn_on(counted, days, unit, calendar=SEEDED) == date.fromisoformat(turns)


@pytest.mark.parametrize(
    ("start", "due", "turns"),
    [
        # Nine days: three. Wednesday 11-11 is prudent; Monday, Tuesday, Wednesday are left on Friday.
        ("2026-11-02", "2026-11-11", "2026-11-06"),
        # Four days: one. Friday 11-06 is prudent.
        ("2026-11-02", "2026-11-06", "2026-11-05"),
        # Sunday: Friday is prudent. Six days: two.
        ("2026-11-02", "2026-11-08", "2026-11-04"),
        ("2026-11-02", "2026-11-02", "2026-11-02"),
        # Over 国庆: prudent 09-30, its own start.
        ("2026-09-30", "2026-10-04", "2026-09-30"),
    ],
)
def test_a_fixed_day_warns_by_a_third_of_the_days_from_start_to_due(start, due, turns):
    counted = fixed(date.fromisoformat(start), date.fromisoformat(due), calendar=SEEDED)
    assert warn_on(counted, None, "date", calendar=SEEDED) == date.fromisoformat(turns)


def test_the_setting_may_be_lower_but_never_under_one():
    counted = count(date(2026, 9, 22), 60, "calendar", calendar=SEEDED)
    assert warn_on(counted, 60, "calendar", calendar=SEEDED, at_most=1) == date(2026, 11, 19)
    assert warn_on(counted, 60, "calendar", calendar=SEEDED, at_most=0) == date(2026, 11, 19)
