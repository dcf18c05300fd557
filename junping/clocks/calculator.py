"""The deadline calculator (`GET calendar/due/`): a query's texts in, the counted dates with their explanation out."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from junping.clocks.adjustments import Pause
from junping.clocks.calendar import work_calendar
from junping.clocks.days import MOST_DAYS, check_range, count
from junping.clocks.explain import Story, explain
from junping.clocks.now import local_date
from junping.clocks.rules import CALENDAR, MONTH, WORKING

UNITS = (CALENDAR, WORKING, MONTH)
PARAMETERS = ("start", "days", "unit", "roll", "extended_days", "pause")
MOST_PAUSES = 50
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_OFFSET_AFTER_SPACE = re.compile(r"(T[\d:.]+) (\d{2}:?\d{2})", re.ASCII)

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Problem:
    """A parameter that cannot be read: its name (empty for the query as a whole), a code and a Chinese sentence."""

    field: str
    code: str
    message: str


class CannotCalculate(ValueError):
    """The query cannot be answered; `problems` says why, parameter by parameter."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(problem.message for problem in problems))


def answer(query: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The contract's answer to a query of texts (each name with its values); CannotCalculate with every problem."""
    reading = _Reading(query)
    start = reading.one("start", read_start)
    days = reading.one("days", _number)
    unit = reading.one("unit", _unit, default=CALENDAR)
    roll = reading.one("roll", _switch, default=True)
    extended_days = reading.one("extended_days", _number, default=0)
    pauses = reading.several("pause", read_pause)
    if reading.problems or start is None or days is None or unit is None or extended_days is None:
        raise CannotCalculate(reading.problems)
    return calculate(start, days, unit, roll=bool(roll), extended_days=extended_days, pauses=pauses)


def calculate(
    start: date,
    days: int,
    unit: str = CALENDAR,
    *,
    roll: bool = True,
    extended_days: int = 0,
    pauses: Sequence[tuple[date, date]] = (),
) -> dict[str, Any]:
    """Count a period that belongs to no record; CannotCalculate for what lies beyond 1900–2200."""
    calendar = work_calendar()
    try:
        counted = count(start, days, unit, calendar=calendar, extended=extended_days, pauses=pauses, roll=roll)
    except ValueError as error:
        raise CannotCalculate([Problem("", "out_of_range", str(error))]) from None
    told = tuple(Pause(first, last) for first, last in pauses)
    story = Story(start, days, unit, pauses=told, extended_days=extended_days, roll=roll)
    return {
        "start_on": counted.start_on,
        "raw_last_day": counted.raw_last_day,
        "due_on": counted.due_on,
        "prudent_on": counted.prudent_on,
        "rolled": counted.rolled,
        "provisional": counted.provisional,
        "explanation": explain(story, counted, calendar=calendar),
    }


def read_start(text: str) -> date:
    """A date, or the Asia/Shanghai date of a timestamp with offset; ValueError (Chinese) for anything else."""
    if _DATE.fullmatch(text):
        return _date(text)
    # In a query a "+" that is not written %2B arrives as a space.
    text = _OFFSET_AFTER_SPACE.sub(r"\1+\2", text)
    try:
        moment = datetime.fromisoformat(text) if "T" in text else None
    except ValueError:
        moment = None
    if moment is None:
        raise ValueError("应为日期（2026-11-24）或带时区的时间（2026-11-24T09:00:00+08:00）。")
    return check_range(local_date(moment))


def read_pause(text: str) -> tuple[date, date]:
    """`YYYY-MM-DD..YYYY-MM-DD`, both ends included; ValueError (Chinese) for anything else."""
    first, dots, last = text.partition("..")
    if not dots or not _DATE.fullmatch(first) or not _DATE.fullmatch(last):
        raise ValueError("应为“第一天..最后一天”，例如 2026-04-15..2026-04-24。")
    pause = _date(first), _date(last)
    if pause[1] < pause[0]:
        raise ValueError("中止的最后一天不能早于第一天。")
    return pause


def _date(text: str) -> date:
    try:
        return check_range(date.fromisoformat(text))
    except ValueError as error:
        raise ValueError(str(error) if "范围" in str(error) else f"没有 {text} 这一天。") from None


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text) or int(text) > MOST_DAYS:
        raise ValueError(f"应为 0 到 {MOST_DAYS} 的整数。")
    return int(text)


def _unit(text: str) -> str:
    if text not in UNITS:
        raise ValueError(f"只能是 {'、'.join(UNITS)} 之一。")
    return text


def _switch(text: str) -> bool:
    if text not in {"true", "false"}:
        raise ValueError("只能是 true 或 false。")
    return text == "true"


class _Reading:
    """Reads the parameters one by one and collects what is wrong with them."""

    def __init__(self, query: Mapping[str, Sequence[str]]) -> None:
        self._query = query
        self.problems = [Problem(name, "unknown", "没有这个参数。") for name in query if name not in PARAMETERS]

    def one(self, name: str, read: Callable[[str], Value], *, default: Value | None = None) -> Value | None:
        """The only value of a parameter; `default` where it is not given, None where it cannot be read."""
        values = self._query.get(name, ())
        if len(values) > 1:
            self.problems.append(Problem(name, "duplicate", "只能给一次。"))
        elif values:
            return self._read(name, values[0], read)
        elif default is None:
            self.problems.append(Problem(name, "required", "必须给出。"))
        return default

    def several(self, name: str, read: Callable[[str], Value]) -> list[Value]:
        """Every value of a parameter that can be read."""
        values = self._query.get(name, ())
        if len(values) > MOST_PAUSES:
            self.problems.append(Problem(name, "too_many", f"最多 {MOST_PAUSES} 个。"))
            return []
        return [value for text in values if (value := self._read(name, text, read)) is not None]

    def _read(self, name: str, text: str, read: Callable[[str], Value]) -> Value | None:
        try:
            return read(text)
        except ValueError as error:
            self.problems.append(Problem(name, "invalid", str(error)))
            return None
