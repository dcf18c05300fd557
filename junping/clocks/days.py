"""On which day does a period end? Pure; the six rules of counting (民法典 第二百零一至二百零三条).

The start day is not counted. A period ends on its last counted day at 24:00 in Asia/Shanghai.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from junping.clocks.rules import CALENDAR, MONTH, WORKING

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
MOST_DAYS = (LAST_DAY - FIRST_DAY).days
_ONE = timedelta(days=1)

Pauses = Sequence[tuple[date, date]]


class Days(Protocol):
    """What counting has to know of the calendar."""

    def is_working(self, day: date) -> bool:
        """Is it a working day, make-up weekends included?"""

    def is_confirmed(self, year: int) -> bool:
        """Is the State Council's notice for the year loaded?"""

    def name_of(self, day: date) -> str:
        """The festival or reason for which the day differs from its weekday; empty for an ordinary day."""

    def notice_of(self, year: int) -> str:
        """The number of the notice; empty for a year that is not confirmed."""


@dataclass(frozen=True, slots=True)
class Count:
    """A counted period.

    `raw_last_day` is the last counted day. `due_on` the day after whose end it is overdue (moved to the next working
    day if `rolled`). `prudent_on` is in time on every reading: the last working day on or before the raw last day,
    or the start day where none lies between. `paused_days`: the dates left out as pauses, each once.
    """

    start_on: date
    raw_last_day: date
    due_on: date
    prudent_on: date
    rolled: bool
    provisional: bool
    paused_days: int = 0


def check_range(day: date) -> date:
    """The day itself; ValueError (Chinese) outside 1900–2200."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError("日期超出可以计算的范围（1900年至2200年）。")
    return day


def count(
    start: date,
    days: int,
    unit: str,
    *,
    calendar: Days,
    extended: int = 0,
    pauses: Pauses = (),
    roll: bool = True,
) -> Count:
    """Count `days` of `unit` and then `extended` days more in one run from `start`, which is not counted.

    For `month` the extension is in calendar days after the corresponding day. `pauses` are closed ranges, both ends
    left out. ValueError (Chinese) for what cannot be counted.
    """
    check_range(start)
    if not 1 <= days <= MOST_DAYS or not 0 <= extended <= MOST_DAYS:
        raise ValueError(f"天数应为 1 至 {MOST_DAYS}，延长的天数应为 0 至 {MOST_DAYS}。")
    if unit == MONTH:
        total = (_corresponding_day(start, days) - start).days + extended
    elif unit in {CALENDAR, WORKING}:
        total = days + extended
    else:
        raise ValueError("计算单位应为日历日、工作日或月。")
    left_out = _pause_dates(start, pauses)
    raw = _last_counted(start, total, left_out, calendar if unit == WORKING else None)
    due = raw
    while roll and (due in left_out or not calendar.is_working(due)):
        due = check_range(due + _ONE)
    return Count(
        start_on=start,
        raw_last_day=raw,
        due_on=due,
        prudent_on=last_working_day(raw, calendar, not_before=start),
        rolled=due != raw,
        provisional=any(not calendar.is_confirmed(year) for year in range((start + _ONE).year, due.year + 1)),
        paused_days=sum(1 for day in left_out if day <= due),
    )


def fixed(start: date, due: date, *, calendar: Days) -> Count:
    """A day that a person has fixed: it never moves and is never provisional."""
    check_range(start)
    check_range(due)
    prudent = last_working_day(due, calendar, not_before=start)
    return Count(start, due, due, prudent, rolled=False, provisional=False)


def warn_on(counted: Count, days: int | None, unit: str, *, calendar: Days, at_most: int = 3) -> date:
    """The day on which the light turns yellow, not before the start.

    From then on at most w working days remain after that day up to and including the prudent day. w is `at_most`, but
    no more than a third of the period's `days` (rounded down), and at least 1. The days of a month, and of a day
    fixed by a person, are the calendar days from the start to the raw last day.
    """
    if days is None or unit == MONTH:
        days = (counted.raw_last_day - counted.start_on).days
    remaining = max(1, min(at_most, days // 3))
    day = counted.prudent_on
    while day > counted.start_on:
        remaining -= calendar.is_working(day)
        if remaining < 0:
            return day
        day -= _ONE
    return counted.start_on


def last_working_day(day: date, calendar: Days, *, not_before: date) -> date:
    """The last working day on or before `day`; `not_before` if none lies between the two."""
    while day > not_before and not calendar.is_working(day):
        day -= _ONE
    return day


def working_days_between(after: date, until: date, calendar: Days) -> int:
    """How many working days lie after `after`, up to and including `until`."""
    return sum(1 for day in dates(after + _ONE, until) if calendar.is_working(day))


def dates(first: date, last: date) -> Iterator[date]:
    """Every date from `first` to `last`, both included; none if they stand the wrong way round."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _corresponding_day(start: date, months: int) -> date:
    """The day of the same number `months` later, or that month's last (民法典 第二百零二条)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > LAST_DAY.year:
        return check_range(date.max)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _pause_dates(start: date, pauses: Pauses) -> frozenset[date]:
    """The dates after the start that lie in a pause, each once."""
    left_out: set[date] = set()
    reached = start
    for first, last in sorted(pauses):
        if check_range(last) < check_range(first):
            raise ValueError("中止的最后一天不能早于第一天。")
        left_out.update(dates(max(first, reached + _ONE), last))
        reached = max(reached, last)
    return frozenset(left_out)


def _last_counted(start: date, total: int, left_out: frozenset[date], working: Days | None) -> date:
    """The day on which the count reaches `total`; only working days count where a calendar is given."""
    if not left_out and working is None:
        return check_range(start + timedelta(days=min(total, MOST_DAYS)))
    day = start
    while total:
        day = check_range(day + _ONE)
        total -= day not in left_out and (working is None or working.is_working(day))
    return day
