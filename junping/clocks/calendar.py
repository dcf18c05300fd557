"""The calendar and the town's standards as this moment's request should see them.

Each costs one query at most: for the calendar, which years are there in which version; a year that this process has
read in that version is not read again. Within `held()` (the engine's transaction, a request) even that is asked once.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from junping.clocks.models import CalendarDay, CalendarYear, TownStandard
from junping.clocks.work_calendar import Day, WorkCalendar, Year


@dataclass(frozen=True, slots=True)
class Standard:
    """What the town has set for one of its own clocks."""

    days: int
    unit: str
    document: str


class _Held:
    """What the block in progress has read already."""

    calendar: WorkCalendar | None = None
    standards: Mapping[str, Standard] | None = None


_held: ContextVar[_Held | None] = ContextVar("junping_tables", default=None)
_warm: tuple[tuple[tuple[int, str], ...], WorkCalendar] = ((), WorkCalendar({}))


@contextmanager
def held() -> Iterator[None]:
    """Ask the database for calendar and standards once within the block; nested blocks share the outer one's answer."""
    if _held.get() is not None:
        yield
        return
    token = _held.set(_Held())
    try:
        yield
    finally:
        _held.reset(token)


def forget() -> None:
    """Ask again within the block in progress: calendar or standards have been written."""
    if (block := _held.get()) is not None:
        block.calendar = block.standards = None


def work_calendar() -> WorkCalendar:
    """The calendar as loaded now; one query while no year has changed, two after a change."""
    block = _held.get()
    if block is not None and block.calendar is not None:
        return block.calendar
    calendar = _current_calendar()
    if block is not None:
        block.calendar = calendar
    return calendar


def town_standards() -> Mapping[str, Standard]:
    """The town's own standards by the name of their rule; one query."""
    block = _held.get()
    if block is not None and block.standards is not None:
        return block.standards
    rows = TownStandard.objects.values_list("rule", "days", "unit", "document")
    standards = MappingProxyType({rule: Standard(days, unit, document) for rule, days, unit, document in rows})
    if block is not None:
        block.standards = standards
    return standards


def _current_calendar() -> WorkCalendar:
    global _warm
    versions = tuple(CalendarYear.objects.order_by("year").values_list("year", "digest"))
    if _warm[0] != versions:
        # One assignment of both, so that another thread never sees the one without the other.
        _warm = (versions, _read_calendar())
    return _warm[1]


def _read_calendar() -> WorkCalendar:
    days: dict[int, dict[date, Day]] = {}
    notices: dict[int, str] = {}
    rows = CalendarDay.objects.order_by("date").values_list("year__year", "year__notice", "date", "is_working", "name")
    for year, notice, day, is_working, name in rows:
        notices[year] = notice
        days.setdefault(year, {})[day] = Day(is_working, name)
    return WorkCalendar({year: Year(year, notices[year], MappingProxyType(days[year])) for year in days})
