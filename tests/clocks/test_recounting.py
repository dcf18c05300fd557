"""A year's notice arrives: which clocks hang on it, and what becomes of them."""

from datetime import date

import pytest

from junping.clocks import loading, moves
from junping.clocks.statutory import statutory_days
from junping.clocks.work_calendar import Day
from tests.clocks.cast import (
    HANDLING,
    MEDIATION,
    NOTICE,
    REVIEW_WINDOW,
    SUPERVISION,
    MatterClock,
    make_clock_table,
    start,
)

pytestmark = pytest.mark.django_db
NOTICE_2027 = "国办发明电〔2026〕9号"


def _days_2027(**more):
    """The statutory days, 除夕 02-05 to 02-12 off, Saturday 02-13 worked."""
    days = {day: Day(False, name) for day, name in statutory_days(2027).items()}
    days |= {date(2027, 2, n): Day(False, "春节") for n in range(6, 13)}
    return days | {date(2027, 2, 13): Day(True, "春节调休上班")}


def test_a_notice_settles_a_provisional_date():
    clock = start(HANDLING, date(2026, 12, 7))
    assert (clock.due_on, clock.provisional) == (date(2027, 2, 9), True)
    loading.write_year(2027, NOTICE_2027, _days_2027())
    assert moves.recount(clock) is True
    assert (clock.due_on, clock.prudent_on, clock.provisional) == (date(2027, 2, 13), date(2027, 2, 4), False)
    assert NOTICE_2027 in clock.explanation[-1]
    assert moves.recount(clock) is False


def test_a_clock_whose_date_stays_is_still_no_longer_provisional():
    clock = start(NOTICE, date(2026, 12, 30))
    loading.write_year(2027, NOTICE_2027, _days_2027())
    due_on = clock.due_on
    assert moves.recount(clock) is True
    assert (clock.due_on, clock.provisional) == (due_on, False)


def test_the_clocks_that_hang_on_a_year_are_those_running_into_or_through_it():
    make_clock_table()
    hangs = [
        start(HANDLING, date(2026, 12, 7)),
        start(REVIEW_WINDOW, date(2026, 12, 20)),
        start(SUPERVISION, date(2026, 12, 1), due=date(2027, 1, 20)),
        start(HANDLING, date(2027, 3, 1)),
        start(HANDLING, date(2026, 12, 1), days=500),
        start(NOTICE, date(2027, 12, 30)),
    ]
    ended = start(HANDLING, date(2026, 12, 8))
    moves.stop(ended, date(2026, 12, 20))
    held = start(MEDIATION, date(2026, 12, 10))
    moves.pause(held, date(2026, 12, 15))
    others = [ended, held, start(HANDLING, date(2026, 9, 22)), start(HANDLING, date(2028, 1, 3))]
    MatterClock.objects.bulk_create([*hangs, *others])
    assert set(loading.hanging_on(MatterClock.objects.all(), 2027)) == set(hangs)


def test_a_suspended_clock_is_counted_by_the_new_notice_when_it_goes_on():
    clock = start(MEDIATION, date(2026, 12, 15))
    moves.pause(clock, date(2027, 1, 4))
    loading.write_year(2027, NOTICE_2027, _days_2027())
    assert moves.recount(clock) is False
    moves.resume(clock, date(2027, 1, 25))
    # Raw 2027-01-15 and 21 dates: 02-05, 除夕.
    assert (clock.raw_last_day, clock.due_on, clock.provisional) == (date(2027, 2, 5), date(2027, 2, 13), False)


def test_a_clock_names_the_years_that_it_touches():
    clock = start(HANDLING, date(2026, 12, 7))
    assert list(loading.calendar_years_touched(clock)) == [2026, 2027]
    held = start(MEDIATION, date(2026, 12, 15))
    moves.pause(held, date(2026, 12, 16))
    assert list(loading.calendar_years_touched(held)) == []
