"""How is a plain value read? Strictly: numbers and booleans are not read from strings."""

import decimal
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

from junping.clocks.now import local_date
from junping.workflow import fields as ask
from junping.workflow.refusals import FieldProblem
from junping.workflow.texts import clean_text

AHEAD = timedelta(minutes=5)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?([Zz]|[+-]\d{2}:\d{2})")


class Unfit(Exception):
    """A value that cannot be taken; its problems' paths are relative to the field."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.problems: Sequence[FieldProblem] = [FieldProblem("", code, message)]

    @classmethod
    def of(cls, problems: Sequence[FieldProblem]) -> Self:
        unfit = cls("invalid", "")
        unfit.problems = problems
        return unfit


def empty(field_: ask.Field) -> Any:
    """The value of an optional field that is emptied."""
    if isinstance(field_, (ask.Text, ask.LongText, ask.Funding)):
        return ""
    if isinstance(field_, (ask.Everybody, ask.UnitRefs, ask.Names, ask.Choices, ask.Rows)):
        return []
    return False if isinstance(field_, ask.Flag) else None


def text(field_: ask.Text | ask.LongText, value: object, context: Any) -> str:
    if not isinstance(value, str):
        raise Unfit("invalid", "应是文字。")
    return _text(value, field_.at_most, lines=isinstance(field_, ask.LongText))


def _text(value: str, at_most: int, *, lines: bool) -> str:
    try:
        cleaned = clean_text(value, lines=lines)
    except ValueError as fault:
        raise Unfit("characters", str(fault)) from None
    if len(cleaned) > at_most:
        raise Unfit("too_long", f"最多 {at_most} 个字，您填了 {len(cleaned)} 个。")
    return cleaned


def funding(field_: ask.Funding, value: object, context: Any) -> str:
    if isinstance(value, (int, float, decimal.Decimal)) and not isinstance(value, bool):
        amount = _decimal(value)
        if not 0 <= amount < 10**12:
            raise Unfit("out_of_range", "金额应在 0 到 1 万亿元之间。")
        return f"{amount.normalize():f}元"
    return text(ask.Text(field_.name, field_.label, at_most=field_.at_most), value, context)


def a_date(value: object) -> date:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise Unfit("invalid", "日期应写成 2026-01-31 的样子。")
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise Unfit("invalid", "没有这一天，请核对日期。") from None
    if not 1900 <= found.year <= 2200:
        raise Unfit("out_of_range", "年份应在 1900 到 2200 之间。")
    return found


def done_on(field_: ask.Field, value: object, context: Any) -> date:
    found = past_date(field_, value, context)
    if found < context.received_on:
        raise Unfit("too_early", f"不能早于收到日期（{context.received_on:%Y-%m-%d}）。")
    return found


def past_date(field_: ask.Field, value: object, context: Any) -> date:
    found = a_date(value)
    if found > local_date(context.now):
        raise Unfit("in_future", "不能晚于今天。")
    return found


def set_for(field_: ask.Field, value: object, context: Any) -> date:
    found = a_date(value)
    if found < context.day:
        raise Unfit("too_early", f"不能早于办理当天（{context.day:%Y-%m-%d}）。")
    return found


def any_date(field_: ask.Field, value: object, context: Any) -> date:
    return a_date(value)


def moment(field_: ask.Field, value: object, context: Any) -> datetime:
    return past_moment(value, context.now)


def past_moment(value: object, now: datetime) -> datetime:
    """A time stamp with offset as UTC; up to five minutes ahead of `now` is `now`, later is refused."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise Unfit("invalid", "时间应带时区，写成 2026-01-31T09:30:00+08:00 的样子。")
    try:
        found = datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unfit("invalid", "没有这个时间，请核对。") from None
    if found.year < 1900:
        raise Unfit("out_of_range", "年份应在 1900 年以后。")
    if found > now + AHEAD:
        raise Unfit("in_future", "不能晚于现在。")
    return min(found, now)


def whole_number(label: str, value: object, at_least: int, at_most: int, beyond: str = "") -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unfit("invalid", "应是整数（不加引号）。")
    if not at_least <= value <= at_most:
        raise Unfit("out_of_range", beyond + _limits(value, at_least, at_most))
    return value


def _limits(value: int | decimal.Decimal, at_least: int, at_most: int) -> str:
    """What was given is repeated, unless it is too long to be read."""
    given = f"您填了 {value}，" if -(10**12) < value < 10**12 else ""
    return f"{given}请改成 {at_least} 到 {at_most}。"


def number(field_: ask.Number, value: object, context: Any) -> int:
    return whole_number(field_.label, value, field_.at_least, field_.at_most, field_.beyond)


def _decimal(value: object) -> decimal.Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, float, decimal.Decimal)):
        raise Unfit("invalid", "应是数字（不加引号）。")
    found = decimal.Decimal(str(value)) if isinstance(value, float) else decimal.Decimal(value)
    if not found.is_finite() or abs(found) > 10**15:
        raise Unfit("out_of_range", "数字太大或无效。")
    return found


def decimal_number(field_: ask.Decimal, value: object, context: Any) -> decimal.Decimal:
    found = _decimal(value)
    if not field_.at_least <= found <= field_.at_most:
        raise Unfit("out_of_range", _limits(found, field_.at_least, field_.at_most))
    return found.quantize(decimal.Decimal(1).scaleb(-field_.places))


def choice(field_: ask.Choice | ask.Choices, value: object, context: Any) -> str:
    if not isinstance(value, str) or value not in dict(field_.options):
        raise Unfit("not_a_choice", "不在可选范围内，可选：" + "、".join(v for v, _ in field_.options) + "。")
    return value


def choices(field_: ask.Choices, value: object, context: Any) -> list[str]:
    return list(dict.fromkeys(choice(field_, item, context) for item in a_list(value, 50)))


def flag(field_: ask.Flag, value: object, context: Any) -> bool:
    if not isinstance(value, bool):
        raise Unfit("invalid", "应是 true 或 false（不加引号）。")
    return value


def a_list(value: object, at_most: int) -> list[object]:
    if not isinstance(value, list):
        raise Unfit("invalid", "应是列表。")
    if len(value) > at_most:
        raise Unfit("too_many", f"最多 {at_most} 项。")
    return value


def names(field_: ask.Names, value: object, context: Any) -> list[str]:
    found = []
    for item in a_list(value, 20):
        if not isinstance(item, str):
            raise Unfit("invalid", "应是姓名的列表。")
        name = _text(item, 60, lines=False)
        if name:
            found.append(name)
    found = list(dict.fromkeys(found))
    if field_.two_if is not None and field_.two_if.holds(context) and len(found) < 2:
        raise Unfit("too_few", "重大隐患须由两人以上复查。")
    return found


def upload(field_: ask.Upload, value: object, context: Any) -> object:
    return value


READERS: dict[type[ask.Field], Callable[..., Any]] = {
    ask.Text: text,
    ask.LongText: text,
    ask.Funding: funding,
    ask.DoneOn: done_on,
    ask.SetFor: set_for,
    ask.PastDate: past_date,
    ask.AnyDate: any_date,
    ask.Moment: moment,
    ask.Number: number,
    ask.Decimal: decimal_number,
    ask.Choice: choice,
    ask.Choices: choices,
    ask.Flag: flag,
    ask.Names: names,
    ask.Upload: upload,
}
