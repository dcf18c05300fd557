"""What of a row does its history vouch for?"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from typing import Any

from django.db import models

from junping.history.canonical import moment, plain, written


def state_of(instance: models.Model, extra: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return every column of the row by its attribute name, as a fresh read from either database would give it.

    The primary key is left out (before the first save there is none), so are the names in the model's
    NOT_IN_STATE. `extra` adds what belongs to the record but lies in other rows (clocks, parties).
    ValueError for a column that may not be empty and is: save the row, or set it, before its event is appended.
    """
    state = {}
    # Not `type(instance)`: a request's user is no User, but leads to one.
    for name, quick, long_way in _columns(instance._meta.model):
        value = getattr(instance, name)
        write = quick.get(type(value), long_way)
        state[name] = write(value) if write else value
    for name, value in (extra or {}).items():
        if name in state:
            raise ValueError(f"{name} is a column already")
        state[name] = plain(value)
    return state


def states_of(rows: Iterable[models.Model]) -> list[dict[str, Any]]:
    """Return the states of a record's children for `extra`, in an order that does not depend on their keys.

    A child names the reference to its record in its own NOT_IN_STATE.
    """
    return sorted((state_of(row) for row in rows), key=written)


@cache
def _columns(model: type[models.Model]) -> list[tuple[str, dict[type, Any], Any]]:
    """The columns of a model's state: what is done to a value of a type that a fresh read gives, and to any other."""
    left_out: frozenset[str] = getattr(model, "NOT_IN_STATE", frozenset())
    return [
        (field.attname, _quick(field), partial(_value, field))
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.generated and field.attname not in left_out
    ]


def _quick(field: Any) -> dict[type, Any]:
    """None: such a value stands in the state as it is."""
    found: dict[type, Any] = {type(None): None} if field.null else {}
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    of_field = next((quick for kind, quick in _QUICK if isinstance(field, kind)), {})
    return found | of_field


# A moment is a date too, so it stands before it.
_QUICK: "tuple[tuple[type[models.Field[Any, Any]], dict[type, Any]], ...]" = (
    (models.CharField, {str: None}),
    (models.TextField, {str: None}),
    (models.BooleanField, {bool: None}),
    (models.IntegerField, {int: None}),
    (models.DateTimeField, {datetime: moment}),
    (models.DateField, {date: date.isoformat}),
)


def _value(field: Any, value: Any) -> Any:
    if value is None:
        if not field.null:
            raise ValueError(f"{field.model.__name__}.{field.attname} has no value yet")
        return None
    if isinstance(field, models.JSONField):
        return plain(json.loads(json.dumps(value, cls=field.encoder)))
    value = field.to_python(value)
    if isinstance(field, models.DecimalField):
        return plain(_same_places(value, field.decimal_places))
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return plain(value)


def _same_places(value: Decimal, places: int) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-places))
    return rounded if rounded else abs(rounded)
