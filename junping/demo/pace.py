"""When does a story's next act take place? On working days, in working hours, later than the one before."""

from datetime import date, datetime, time, timedelta
from random import Random

from junping.clocks.calendar import work_calendar
from junping.clocks.days import count, warn_on
from junping.clocks.now import SHANGHAI
from junping.clocks.reading import light

_ONE = timedelta(days=1)
FIRST_MINUTE, LAST_MINUTE = 8 * 60 + 30, 17 * 60 + 30
FARTHEST = 150


def working_day(day: date, step: int = 1) -> date:
    """`day` itself if it is worked, else the next such day; the one before with `step` -1."""
    calendar = work_calendar()
    while not calendar.is_working(day):
        day += step * _ONE
    return day


class Pace:
    """The moments of one story: from the working day on or after the date `first`, or on from the moment `first`."""

    def __init__(self, rng: Random, first: date | datetime) -> None:
        self._rng = rng
        self._moment = first if isinstance(first, datetime) else self._at(working_day(first), FIRST_MINUTE)

    @property
    def today(self) -> date:
        """The date of the story's present act."""
        return self._moment.date()

    def now(self) -> datetime:
        return self._moment

    def later(self, least: int, most: int | None = None) -> datetime:
        """`least` to `most` calendar days later, or on the next working day after that; 0 is the same day."""
        days = self._rng.randint(least, most if most is not None else least)
        return self._to(working_day(self.today + timedelta(days=days)))

    def on(self, day: date) -> datetime:
        """On the working day on or after `day`."""
        return self._to(working_day(max(day, self.today)))

    def minutes(self, least: int, most: int) -> datetime:
        """A little later; it may grow late in the evening, but not tomorrow."""
        midnight = datetime.combine(self.today, time(23, 59), SHANGHAI)
        self._moment = min(self._moment + timedelta(minutes=self._rng.randint(least, most)), midnight)
        return self._moment

    def _to(self, day: date) -> datetime:
        first = FIRST_MINUTE
        if day == self.today:
            first = self._moment.hour * 60 + self._moment.minute + 10
            if first > LAST_MINUTE:
                return self.minutes(5, 15)
        self._moment = self._at(day, first)
        return self._moment

    def _at(self, day: date, first_minute: int) -> datetime:
        minute = self._rng.randint(first_minute, LAST_MINUTE)
        return datetime.combine(day, time(minute // 60, minute % 60), SHANGHAI)


class Past:
    """The moments of one story of the living present, told in days before `today`; all of them later than `after`."""

    def __init__(self, rng: Random, today: date, after: datetime | None = None) -> None:
        self._rng = rng
        self._real_today = today
        self._moment = after

    @property
    def today(self) -> date:
        """The date of the story's present act."""
        return self.now().date()

    def now(self) -> datetime:
        """The moment of the story's present act."""
        assert self._moment is not None
        return self._moment

    def ago(self, days: int) -> datetime:
        """`days` before today, or on the working day before that; later than the act before in any case."""
        if days < 1:
            raise ValueError("today's acts are left to whoever looks at the demo")
        return self._on(working_day(self._real_today - timedelta(days=days), -1))

    def exactly(self, days: int) -> datetime:
        """`days` before today, be it a holiday: somebody is on duty."""
        return self._on(self._real_today - timedelta(days=days))

    def ahead(self, days: int) -> date:
        """The date `days` after the real today (negative: before)."""
        return self._real_today + timedelta(days=days)

    def ago_for(self, wanted: str, days: int, unit: str) -> int:
        """How many days ago, on a working day if any, a period must have begun for its light to be `wanted` today."""
        calendar = work_calendar()
        fitting = []
        for ago in range(1, FARTHEST):
            start = self._real_today - timedelta(days=ago)
            counted = count(start, days, unit, calendar=calendar)
            if light(warn_on(counted, days, unit, calendar=calendar), counted.due_on, self._real_today) == wanted:
                fitting.append((not calendar.is_working(start), ago))
        return min(fitting)[1]

    def _on(self, day: date) -> datetime:
        minute = self._rng.randint(FIRST_MINUTE, LAST_MINUTE)
        moment = datetime.combine(day, time(minute // 60, minute % 60), SHANGHAI)
        if self._moment is not None and moment <= self._moment:
            moment = self._moment + timedelta(minutes=self._rng.randint(12, 25))
        self._moment = moment
        return moment
