"""Write a year's days off into the calendar's tables, and find what hangs on them.

Only the tables: the event in the calendar's history, and counting anew what hangs on the year, belong to the engine.
"""

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from junping.clocks.calendar import forget
from junping.clocks.models import CalendarDay, CalendarYear, Clock, ClockState
from junping.clocks.parsing import OFF, WORKED, check
from junping.clocks.seed import NOTICES, seed_years
from junping.clocks.work_calendar import Day, Year

AnyClock = TypeVar("AnyClock", bound=Clock)


def write_year(year: int, notice: str, days: Mapping[date, Day]) -> CalendarYear:
    """Put the year's row and days in place of what stood there; CannotLoad if they are not plausible.

    The returned row is saved and keeps its version and head: the caller appends the event and saves it again in the
    same transaction.
    """
    arranged = check(Year(year, notice, {day: days[day] for day in sorted(days)}))
    with transaction.atomic():
        row = CalendarYear.objects.select_for_update().filter(year=year).first() or CalendarYear(year=year)
        _write(row, arranged, using=None)
    forget()
    return row


def difference(year: int, notice: str, days: Mapping[date, Day]) -> dict[str, list[str | None]]:
    """What writing this would change, flat and JSON-plain: `notice` and each date as `[old, new]`."""
    row = CalendarYear.objects.filter(year=year).first()
    old: dict[str, str | None] = {} if row is None else {"notice": row.notice}
    if row is not None:
        rows = row.days.values_list("date", "is_working", "name")
        old |= {day.isoformat(): _in_words(Day(is_working, name)) for day, is_working, name in rows}
    new = {"notice": notice} | {day.isoformat(): _in_words(what) for day, what in days.items()}
    names = ["notice", *sorted((old | new).keys() - {"notice"})]
    return {name: [old.get(name), new.get(name)] for name in names if old.get(name) != new.get(name)}


def calendar_years_touched(clock: Clock) -> range:
    """The years whose arrangement this clock's dates were counted with; empty where no date is known."""
    if clock.due_on is None:
        return range(0)
    return range(clock.started_on.year, clock.due_on.year + 1)


def hanging_on(clocks: QuerySet[AnyClock], year: int) -> QuerySet[AnyClock]:
    """Of these clocks the running ones whose dates may move when the year's arrangement changes."""
    return clocks.filter(state=ClockState.RUNNING, due_on__gte=date(year, 1, 1), started_on__lte=date(year, 12, 31))


def install(using: str = "default") -> list[int]:
    """Seed the years whose notice is known and that have no row yet, correcting nothing; the years written."""
    present = set(CalendarYear.objects.using(using).filter(year__in=NOTICES).values_list("year", flat=True))
    if present >= NOTICES.keys():
        return []
    written = []
    with transaction.atomic(using=using):
        for arranged in seed_years():
            if arranged.year not in present:
                _write(CalendarYear(year=arranged.year), arranged, using=using)
                written.append(arranged.year)
    return written


def _write(row: CalendarYear, arranged: Year, *, using: str | None) -> None:
    row.notice = arranged.notice
    row.digest = _digest(arranged)
    row.save(using=using)
    row.days.all().delete()
    CalendarDay.objects.using(using).bulk_create(
        CalendarDay(year=row, date=day, is_working=what.is_working, name=what.name)
        for day, what in arranged.days.items()
    )


def _digest(year: Year) -> str:
    content = [year.notice, *([day.isoformat(), what.is_working, what.name] for day, what in year.days.items())]
    return sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _in_words(day: Day) -> str:
    return f"{WORKED if day.is_working else OFF} {day.name}"
