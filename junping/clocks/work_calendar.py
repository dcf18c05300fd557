"""Which days are worked? Pure: the years whose notice is loaded, and the law's own days off for all others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from junping.clocks.statutory import statutory_days

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Day:
    """What the notice says of a day: worked or off, and the festival it belongs to."""

    is_working: bool
    name: str


@dataclass(frozen=True, slots=True)
class Year:
    """A year as the State Council's notice arranges it; only the days that the notice names."""

    year: int
    notice: str
    days: Mapping[date, Day]


class WorkCalendar:
    """The loaded years; any other year has weekends and the statutory days off, and is not confirmed."""

    def __init__(self, years: Mapping[int, Year]) -> None:
        # An empty table for a year is a missing one: every year has days off.
        self._years = MappingProxyType({number: year for number, year in years.items() if year.days and year.notice})

    def is_working(self, day: date) -> bool:
        loaded = self._years.get(day.year)
        if loaded is not None:
            named = loaded.days.get(day)
            return named.is_working if named is not None else day.weekday() < _SATURDAY
        return day.weekday() < _SATURDAY and day not in statutory_days(day.year)

    def is_confirmed(self, year: int) -> bool:
        return year in self._years

    def name_of(self, day: date) -> str:
        loaded = self._years.get(day.year)
        if loaded is not None:
            named = loaded.days.get(day)
            return named.name if named is not None else ""
        return statutory_days(day.year).get(day, "")

    def notice_of(self, year: int) -> str:
        loaded = self._years.get(year)
        return loaded.notice if loaded is not None else ""

    def named_days(self, year: int) -> Mapping[date, Day]:
        """The days off and make-up working days of a year, in order; the statutory ones where no notice is loaded."""
        loaded = self._years.get(year)
        if loaded is not None:
            return loaded.days
        return {day: Day(is_working=False, name=name) for day, name in statutory_days(year).items()}
