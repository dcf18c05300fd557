"""Why was it not done? One class an answer; every text is Chinese and says what to correct."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """`field` is the path of the input (`parties.0.id_number`), empty for the whole."""

    field: str
    code: str
    message: str


class Refusal(Exception):
    """Nothing was changed; `detail` says why."""

    detail = "没有办成。"

    def __init__(self, detail: str = "") -> None:
        self.detail = detail or self.detail
        super().__init__(self.detail)


class NotFound(Refusal):
    """The record, or the action for this kind of record, does not exist for this actor."""

    detail = "没有找到。"


class Forbidden(Refusal):
    """The actor may never take this action on this record."""

    detail = "您的角色不能办理这一步。"


class Stale(Refusal):
    """Somebody changed the record since it was seen."""

    detail = "您打开后有人改过，请核对最新内容后再提交。"


class WrongState(Refusal):
    """Not in this state; `allowed` names what this actor may do now."""

    code = "wrong_state"

    def __init__(self, detail: str = "", allowed: Sequence[str] = ()) -> None:
        super().__init__(detail or "现在的状态不能办理这一步。")
        self.allowed = list(allowed)


class NoClock(WrongState):
    code = "no_clock"


class NothingToAnswer(WrongState):
    code = "nothing_to_answer"


class TooLate(Refusal):
    """An extension asked for after its date."""

    code = "too_late"

    def __init__(self, due_on: date) -> None:
        super().__init__(f"已过{due_on.month}月{due_on.day}日届满，不能再延期。")
        self.date = due_on


class WindowPassed(Refusal):
    """A citizen's window has lapsed."""

    code = "window_passed"

    def __init__(self, due_on: date, label: str) -> None:
        super().__init__(f"{label}已于{due_on.year}年{due_on.month}月{due_on.day}日届满。")
        self.date = due_on


class Invalid(Refusal):
    """The data cannot be taken; each problem names its field."""

    detail = "提交的内容有误，请按提示更正。"

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__()
        self.problems = list(problems)


def invalid(field: str, code: str, message: str) -> Invalid:
    """One problem at one field."""
    return Invalid([FieldProblem(field, code, message)])
