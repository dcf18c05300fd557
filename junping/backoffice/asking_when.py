"""When does a form ask a thing? What hangs on another field is put in words beside it."""

from collections.abc import Mapping

from junping.workflow.conditions import Both, Condition, Either, Given, Not
from junping.workflow.fields import Choice, Field
from junping.workflow.foresight import foresee


def words(condition: Condition, record: object, asks: Mapping[str, Field], *, negated: bool = False) -> str:
    """`“办理途径”不是“信访程序”`: what the condition says of the other fields; what the record decides is left out."""
    if isinstance(condition, Not):
        return words(condition.condition, record, asks, negated=not negated)
    if isinstance(condition, (Both, Either)):
        open_parts = [part for part in condition.conditions if foresee(part, record) is None]
        either = isinstance(condition, Either) is not negated
        return ("或" if either else "，且").join(words(p, record, asks, negated=negated) for p in open_parts)
    if isinstance(condition, Given):
        return _given(condition, asks, negated)
    raise TypeError(f"no words for {type(condition).__name__}")


def _given(condition: Given, asks: Mapping[str, Field], negated: bool) -> str:
    field = asks.get(condition.field)
    label = f"“{field.label if field else condition.field}”"
    if not condition.values:
        return f"没有填{label}" if negated else f"填了{label}"
    if condition.values == (True,):
        return f"没有勾选{label}" if negated else f"勾选了{label}"
    options = dict(field.options) if isinstance(field, Choice) else {}
    values = "、".join(f"“{options.get(str(value), str(value))}”" for value in condition.values)
    return f"{label}{'不是' if negated else '是'}{values}"
