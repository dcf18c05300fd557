"""Is the data complete and right? One reader for every door, built from the table's `asks`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from junping.org.actor import Actor
from junping.workflow import fields as ask
from junping.workflow import references, values
from junping.workflow.conditions import Condition
from junping.workflow.refusals import FieldProblem, Invalid
from junping.workflow.values import Unfit

_WORDS = (ask.Text, ask.LongText, ask.Funding, ask.Person, ask.UnitRef, ask.OtherRecord)


@dataclass(slots=True)
class Context:
    """What a value is judged by: the record (or the one being made), who asks, and the days that bound a date."""

    record: Any
    actor: Actor
    now: datetime
    day: date
    received_on: date
    domain: Any = None
    partial: bool = False
    lenient: bool = False
    data: dict[str, object] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def read(asks: tuple[ask.Field, ...], raw: Mapping[str, object], context: Context) -> dict[str, Any]:
    """Return the values of the fields given, read and resolved.

    Raises Invalid naming every field that is unknown, missing or wrong. With `context.lenient` (import) a missing
    required field is noted in `context.missing` instead; with `context.partial` (PATCH) nothing is required.
    """
    problems = _unknown(asks, raw)
    for field_ in asks:
        try:
            _read_one(field_, raw, context)
        except Unfit as unfit:
            problems += [FieldProblem(_path(field_.name, p.field), p.code, p.message) for p in unfit.problems]
    if problems:
        raise Invalid(problems)
    return context.data


def required(condition: bool | Condition, context: Context) -> bool:
    return condition if isinstance(condition, bool) else condition.holds(context)


def is_empty(value: object) -> bool:
    """Nothing was given: None, an empty text or list, an unticked box; the number 0 is something."""
    return value is None or value is False or value == "" or value == []


def _is_left_out(field_: ask.Field, value: object) -> bool:
    """Null; where words, a name or a number are asked for, also an empty text."""
    return value is None or (value == "" and isinstance(field_, _WORDS))


def _stands_for_nothing(field_: ask.Field, value: object) -> bool:
    nothing = values.empty(field_)
    return type(value) is type(nothing) and value == nothing


def applies(field_: ask.Field, context: Context) -> bool:
    return field_.only_if is None or field_.only_if.holds(context)


def _unknown(asks: tuple[ask.Field, ...], raw: Mapping[str, object]) -> list[FieldProblem]:
    known = {field_.name for field_ in asks}
    return [FieldProblem(name, "unknown", "没有这个字段，请检查拼写。") for name in raw if name not in known]


def _path(name: str, inner: str) -> str:
    return f"{name}.{inner}" if inner else name


def _read_one(field_: ask.Field, raw: Mapping[str, object], context: Context) -> None:
    given = field_.name in raw
    value = raw.get(field_.name)
    if not applies(field_, context):
        if given and not _is_left_out(field_, value) and not _stands_for_nothing(field_, value):
            raise Unfit("not_applicable", f"这里不填“{field_.label}”。")
        return
    if given and not _is_left_out(field_, value):
        context.data[field_.name] = reader(field_)(field_, value, context)
        if not is_empty(context.data[field_.name]) or not required(field_.required, context):
            return
    if not required(field_.required, context):
        if given:
            context.data[field_.name] = values.empty(field_)
        return
    _missing(field_, given, context)


def _missing(field_: ask.Field, given: bool, context: Context) -> None:
    if isinstance(field_, (ask.Everybody, ask.OtherRecord)) and given:
        context.data[field_.name] = values.empty(field_)
        return
    if context.partial and not given:
        return
    if context.lenient:
        context.missing.append(field_.name)
        return
    if isinstance(field_, ask.Flag) and field_.must_be_true:
        raise Unfit("required", f"须确认“{field_.label}”才能办理。")
    raise Unfit("required", f"请填写“{field_.label}”。")


def read_rows(field_: ask.Rows, value: object, context: Context) -> list[dict[str, Any]]:
    """Each item of a list by the fields of the list; in PATCH an item may name its `id` and leave out the rest."""
    if not isinstance(value, list):
        raise Unfit("invalid", f"“{field_.label}”应是列表。")
    if len(value) > field_.at_most:
        raise Unfit("too_many", f"“{field_.label}”最多 {field_.at_most} 项。")
    rows, problems = [], []
    for position, item in enumerate(value):
        try:
            rows.append(_read_row(field_, item, context))
        except Unfit as unfit:
            problems += [FieldProblem(_path(str(position), p.field), p.code, p.message) for p in unfit.problems]
        except Invalid as refused:
            problems += [FieldProblem(f"{position}.{p.field}", p.code, p.message) for p in refused.problems]
    if problems:
        raise Unfit.of(problems)
    return rows


def _read_row(field_: ask.Rows, item: object, context: Context) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise Unfit("invalid", "每一项应是一组字段。")
    known = context.partial and "id" in item
    rest = {name: value for name, value in item.items() if not (context.partial and name == "id")}
    inner = Context(
        context.record,
        context.actor,
        context.now,
        context.day,
        context.received_on,
        domain=context.domain,
        partial=known,
        lenient=context.lenient,
    )
    row = read(field_.fields, rest, inner)
    if known:
        row["id"] = _id(item["id"])
    return row


def _id(value: object) -> int:
    try:
        return values.whole_number("id", value, 1, 2**63 - 1)
    except Unfit as unfit:
        raise Unfit.of([FieldProblem("id", p.code, p.message) for p in unfit.problems]) from None


_READERS: dict[type[ask.Field], Callable[..., Any]] = {
    **values.READERS,
    **references.READERS,
    ask.Rows: read_rows,
}


def reader(field_: ask.Field) -> Callable[[Any, object, Context], Any]:
    return _READERS[type(field_)]
