"""What will an action ask of this record? Known before any data is given, for buttons, forms and the API's `actions`."""

from typing import Any

from junping.workflow import fields as ask
from junping.workflow.conditions import Both, Condition, Either, Given, Not, RecordIs
from junping.workflow.policy import RecordFacts
from junping.workflow.rows import option_list
from junping.workflow.table import Action


def foresee(condition: Condition, record: object) -> bool | None:
    """Does the condition hold, whatever is given? None: it hangs on what is given."""
    match condition:
        case RecordIs():
            return condition.holds(RecordFacts(record))
        case Given():
            return None
        case Not():
            inner = foresee(condition.condition, record)
            return None if inner is None else not inner
        case Both():
            return _all([foresee(part, record) for part in condition.conditions])
        case Either():
            opposite = _all([_not(foresee(part, record)) for part in condition.conditions])
            return _not(opposite)
    return None


def _not(known: bool | None) -> bool | None:
    return None if known is None else not known


def _all(known: list[bool | None]) -> bool | None:
    if False in known:
        return False
    return None if None in known else True


def asked(action: Action, record: object) -> list[ask.Field]:
    """The fields that the action may ask of this record."""
    return [f for f in action.asks if f.only_if is None or foresee(f.only_if, record) is not False]


def is_required(field: ask.Field, record: object) -> bool:
    """Is the field asked in any case?"""
    required = field.required if isinstance(field.required, bool) else foresee(field.required, record)
    return required is True and (field.only_if is None or foresee(field.only_if, record) is True)


def field_row(field: ask.Field, record: object | None = None) -> dict[str, Any]:
    """A field as `actions` and `options/` show it; without a record, `required` says what is asked always."""
    always = field.required is True and field.only_if is None
    row: dict[str, Any] = {
        "name": field.name,
        "label": field.label,
        "type": field.type,
        "required": always if record is None else is_required(field, record),
    }
    if isinstance(field, (ask.Choice, ask.Choices)):
        row["choices"] = option_list(field.options)
    if isinstance(field, ask.Rows):
        row["fields"] = [field_row(inner) for inner in field.fields]
    return row


def action_row(action: Action, record: object) -> dict[str, Any]:
    """An action as a record's `actions` lists it."""
    fields = [field_row(field, record) for field in asked(action, record)]
    return {"name": action.name, "label": action.label, "fields": fields}
