"""Why is it this day? The count told line by line, in Chinese. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from junping.clocks.adjustments import Extension, Pause
from junping.clocks.days import Count, Days

_ONE = timedelta(days=1)
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Story:
    """What the count was made from. `held_from`: since when an open pause holds it; `roll`: moved off days off."""

    started_on: date
    days: int | None
    unit: str
    basis: str = ""
    cause: str = ""
    set_by: str = ""
    extensions: tuple[Extension, ...] = ()
    pauses: tuple[Pause, ...] = ()
    held_from: date | None = None
    roll: bool = True


def day_text(day: date) -> str:
    """`2026年11月23日（星期一）`."""
    return f"{day.year}年{day.month}月{day.day}日（星期{_WEEKDAYS[day.weekday()]}）"


def explain(story: Story, counted: Count | None, *, calendar: Days) -> list[str]:
    """The lines, from the start to the law; `counted` is None while an open pause holds the clock."""
    return list(_lines(story, counted, calendar))


def _lines(story: Story, counted: Count | None, calendar: Days) -> Iterator[str]:
    yield day_text(story.started_on)
    if counted is not None:
        yield day_text(counted.due_on)
