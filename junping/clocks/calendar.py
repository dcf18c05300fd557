"""The calendar and the town's standards as this moment's request should see them.

Each costs one query at most: for the calendar, which years are there in which version; a year that this process has
read in that version is not read again. Within `held()` (the engine's transaction, a request) one query asks for both,
and only once.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast

from junping.clocks.models import CalendarDay, CalendarYear, TownStandard
from junping.clocks.work_calendar import Day, WorkCalendar, Year
from junping.database.worded import worded


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
    if block is None:
        return _of_versions(CalendarYear.objects.values_list("year", "digest"))
    if block.calendar is None:
        _read_both(block)
    return block.calendar or WorkCalendar({})


def town_standards() -> Mapping[str, Standard]:
    """The town's own standards by the name of their rule; one query."""
    block = _held.get()
    if block is None:
        return _of_rows(TownStandard.objects.values_list("rule", "days", "unit", "document"))
    if block.standards is None:
        _read_both(block)
    return block.standards or MappingProxyType({})


def _read_both(block: _Held) -> None:
    """The versions of the years and the standards in one query."""
    rows = _both().ask()
    block.calendar = _of_versions((number, text) for rule, number, text, _ in rows if not rule)
    block.standards = _of_rows(row for row in rows if row[0])


@worded
def _both() -> "QuerySet[Any]":
    nothing = Value("", TextField())
    years = CalendarYear.objects.order_by().values_list(nothing, "year", Cast("digest", TextField()), nothing)
    texts = [Cast(name, TextField()) for name in ("rule", "unit", "document")]
    standards = TownStandard.objects.order_by().values_list(texts[0], "days", texts[1], texts[2])
    return years.union(standards, all=True)


def _of_rows(rows: Iterable[tuple[str, int, str, str]]) -> Mapping[str, Standard]:
    return MappingProxyType({rule: Standard(days, unit, document) for rule, days, unit, document in rows})


def _of_versions(rows: Iterable[tuple[int, str]]) -> WorkCalendar:
    global _warm
    versions = tuple(sorted(rows))
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
