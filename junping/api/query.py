"""What may a query string say? Each view declares its parameters; whatever else comes is refused by name."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from junping.api.body import is_fit, unfit_text
from junping.api.problems import Problem
from junping.clocks.now import SHANGHAI
from junping.workflow.refusals import FieldProblem, Invalid

NONE = "none"
_EARLIEST, _LATEST = date(1900, 1, 1), date(9999, 12, 30)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"[0-9]{1,9}")
_CODE = re.compile(r"[0-9A-Za-z]{2,20}")
_USERNAME = re.compile(r"[A-Za-z0-9_.\-]{1,60}")
CODE_BOUNDS, USERNAME_BOUNDS = ({"pattern": f"^{form.pattern}$"} for form in (_CODE, _USERNAME))


class MultiDict(Protocol):
    """Django's QueryDict, as far as it is needed here."""

    def __iter__(self) -> Iterator[str]: ...
    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `read` turns its text into a value, or raises ValueError with what it should be (Chinese).

    `several`: it may be given more than once, the value is then a list. `choices` (one of them), `listed` (several of
    them, comma separated) and `bounds` (JSON schema's words) are for the schema.
    """

    name: str
    label: str
    read: Callable[[str], Any]
    several: bool = False
    required: bool = False
    choices: tuple[str, ...] = field(default=(), compare=False)
    listed: tuple[str, ...] = field(default=(), compare=False)
    bounds: Mapping[str, Any] = field(default_factory=dict, compare=False)
    type: type = str


def text(value: str) -> str:
    return value


def flag(value: str) -> bool:
    if value not in {"true", "false"}:
        raise ValueError("应为 true 或 false。")
    return value == "true"


def day(value: str) -> date:
    if _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError("应为日期，形如 2026-11-24。")


def beginning(value: date) -> datetime:
    """The midnight in Asia/Shanghai with which a day begins; of days before 1900, where no record is, 1900's."""
    return datetime.combine(max(value, _EARLIEST), time(), SHANGHAI)


def ending(value: date) -> datetime:
    """The midnight with which the day ends."""
    return beginning(min(value, _LATEST) + timedelta(1))


def whole(at_least: int, at_most: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not _WHOLE.fullmatch(value) or not at_least <= int(value) <= at_most:
            raise ValueError(f"应为 {at_least} 到 {at_most} 的整数。")
        return int(value)

    return read


def one_of(names: Iterable[str]) -> Callable[[str], str]:
    known = tuple(names)

    def read(value: str) -> str:
        if value not in known:
            raise ValueError(f"应为下列之一：{'、'.join(known)}。")
        return value

    return read


def any_of(names: Iterable[str], at_most: int | None = None) -> Callable[[str], list[str]]:
    """Several of `names`, comma separated, each once."""
    read_one = one_of(names)

    def read(value: str) -> list[str]:
        found = [read_one(part) for part in value.split(",")]
        if len(set(found)) < len(found):
            raise ValueError("同一项不要重复。")
        if at_most and len(found) > at_most:
            raise ValueError(f"至多 {at_most} 项，以逗号分隔。")
        return found

    return read


def unit_code(value: str) -> str:
    if not _CODE.fullmatch(value):
        raise ValueError("应为单位编码，由 2 至 20 位数字或字母组成。")
    return value


def username(value: str) -> str:
    if not _USERNAME.fullmatch(value):
        raise ValueError("应为用户名。")
    return value


def or_none(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """What `read` reads, or `none` for "empty": the value is then None."""
    return lambda value: None if value == NONE else read(value)


def choice(name: str, label: str, names: Iterable[str]) -> Parameter:
    known = tuple(names)
    return Parameter(name, label, one_of(known), choices=known)


def choices(name: str, label: str, names: Iterable[str], at_most: int | None = None) -> Parameter:
    known = tuple(names)
    return Parameter(name, f"{label}；可给几项，以逗号分隔", any_of(known, at_most), listed=known)


def switch(name: str, label: str) -> Parameter:
    return Parameter(name, label, flag, type=bool)


def dated(name: str, label: str) -> Parameter:
    return Parameter(name, label, day, type=date)


def read(given: MultiDict, parameters: Iterable[Parameter]) -> dict[str, Any]:
    """The values of the parameters that were given, by name.

    Problem 400 naming each that is unknown, unreadable, given twice, or missing though required.
    """
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, Any] = {}
    problems: list[FieldProblem] = []
    for name in given:
        try:
            values[name] = _value(known.get(name), given.getlist(name))
        except _Unreadable as error:
            problems.append(error.at(name))
    problems += [
        FieldProblem(name, "required", "必须给出。")
        for name, parameter in known.items()
        if parameter.required and name not in given
    ]
    if problems:
        raise Problem(400, Invalid.detail, errors=problems)
    return values


class _Unreadable(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message

    def at(self, name: str) -> FieldProblem:
        shown = name[:60] if is_fit(name) else ""
        return FieldProblem(shown, self.code, self.message)


def _value(parameter: Parameter | None, texts: list[str]) -> Any:
    if parameter is None:
        raise _Unreadable("unknown", "没有这个查询参数。")
    if len(texts) > 1 and not parameter.several:
        raise _Unreadable("repeated", "只能给一次。")
    if not all(map(is_fit, texts)):
        raise _Unreadable("characters", unfit_text("").message)
    try:
        found = [parameter.read(value) for value in texts]
    except ValueError as error:
        raise _Unreadable("invalid", str(error)) from None
    return found if parameter.several else found[0]


def refuse_unfit(path: Mapping[str, Any]) -> None:
    """Problem 400 where a part of the path holds what no query can take (NUL, half a character)."""
    problems = [unfit_text(name) for name, value in path.items() if not is_fit(str(value))]
    if problems:
        raise Problem(400, Invalid.detail, errors=problems)
