"""What stands in a worded query for a value that is known only when it is asked."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Expression, F
from django.db.models.fields import Field
from django.db.models.lookups import In


class Given(Expression):
    """The place of the value called `name`, in a filter or wherever else an expression may stand."""

    def __init__(self, name: str, output_field: "Field[Any, Any] | None" = None) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> Any:
        return "%s", [self]


def several(name: str, count: int) -> list[Given]:
    """Places for a value that is a list of `count` items; `spread` makes them a mapping."""
    return [Given(f"{name} {n}") for n in range(count)]


def spread(name: str, values: Sequence[Any]) -> Mapping[str, Any]:
    """The items of a list by the names that `several` gave their places."""
    return {f"{name} {n}": value for n, value in enumerate(values)}


def rounded(values: Sequence[Any]) -> Sequence[Any]:
    """The values, the last one repeated up to a power of two: so many wordings there are, and no more."""
    missing = (1 << (len(values) - 1).bit_length()) - len(values) if values else 0
    return [*values, *[values[-1]] * missing] if missing else values


def among(column: str, values: Sequence[Any]) -> In:
    """A condition: the column holds one of the values, which may be places (`column__in` takes none for a key)."""
    return In(F(column), list(values))


def adapted(value: Any, connection: Any) -> Any:
    """The value as the connection takes it: dates and moments have a form of their own in SQLite."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
