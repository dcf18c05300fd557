"""How is a long list cut into pages? By key, never by offset: the cost is the same on page one and page thousand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Field, Func, Model, QuerySet, Value
from django.http import QueryDict
from rest_framework.request import Request

from junping.api import cursors
from junping.api.query import Parameter, flag, text, whole
from junping.database.given import Given

DEFAULT_SIZE = 50
MAX_SIZE = 200
PARAMETERS = (
    Parameter("cursor", "下一页或上一页的位置，取自 next 或 previous", text),
    Parameter(
        "page_size",
        f"每页行数，1 至 {MAX_SIZE}，默认 {DEFAULT_SIZE}",
        whole(1, MAX_SIZE),
        bounds={"minimum": 1, "maximum": MAX_SIZE, "default": DEFAULT_SIZE},
        type=int,
    ),
    Parameter("count", "true：另给总数 count", flag, type=bool),
)


@dataclass(frozen=True, slots=True)
class Order:
    """By one field, then by id in the same direction. Rows without a value stand last, whatever the direction."""

    name: str
    descending: bool = False

    @classmethod
    def of(cls, text: str) -> "Order":
        return cls(text.removeprefix("-"), text.startswith("-"))

    def __str__(self) -> str:
        return f"-{self.name}" if self.descending else self.name


@dataclass(frozen=True, slots=True)
class Position:
    """Just after (or, `backward`, just before) the row with this value and id."""

    value: Any
    id: Any
    backward: bool


def _beyond(key: "Field[Any, Any]", position: Position, *, falling: bool) -> Func:
    """`(field, id) > (value, id)` as a row comparison, which one index serves; `<` where `falling`."""
    row = Func(F(key.name), F("id"), template="(%(expressions)s)")
    bound = Func(_value(position.value, key), _value(position.id), template="(%(expressions)s)")
    sign = " < " if falling else " > "
    return Func(row, bound, template="%(expressions)s", arg_joiner=sign, output_field=BooleanField())


def _value(value: Any, field: "Field[Any, Any] | None" = None) -> Any:
    return value if isinstance(value, Given) else Value(value, output_field=field)


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    found = model._meta.get_field(name)
    assert isinstance(found, Field)
    return found


class Half(Enum):
    """Rows with a value in the field of the order stand before those without: each half is one straight index scan."""

    VALUED = "valued"
    EMPTY = "empty"

    def of(
        self, rows: "QuerySet[Any, Any]", order: Order, position: Position | None, *, backward: bool
    ) -> "QuerySet[Any, Any]":
        """This half of `rows`, in the direction of travel, from the position on."""
        key = _field(rows.model, order.name)
        falling = order.descending != backward
        sign = "-" if falling else ""
        if self is Half.EMPTY:
            rest = rows.filter(**{f"{key.name}__isnull": True}).order_by(f"{sign}id")
            return rest if position is None else rest.filter(**{"id__lt" if falling else "id__gt": position.id})
        valued = rows.filter(**{f"{key.name}__isnull": False}) if key.null else rows
        valued = valued.order_by(f"{sign}{key.name}", f"{sign}id")
        return valued if position is None else valued.filter(_beyond(key, position, falling=falling))


def _halves(key: "Field[Any, Any]", position: Position | None) -> list[Half]:
    """Which lie ahead; the position stands in the first of them."""
    if not key.null:
        return [Half.VALUED]
    if position is None:
        return [Half.VALUED, Half.EMPTY]
    here = [Half.EMPTY] if position.value is None else [Half.VALUED]
    goes_on = position.backward == (position.value is None)
    return here + [half for half in Half if half not in here] * goes_on


class Rows:
    """A list's rows: a query set, from which they are taken half by half. A list asked often takes them otherwise."""

    def __init__(self, rows: "QuerySet[Any, Any]") -> None:
        self.rows = rows
        self.model: type[Model] = rows.model

    def take(self, half: Half, order: Order, position: Position | None, *, backward: bool, limit: int) -> list[Any]:
        return list(half.of(self.rows, order, position, backward=backward)[:limit])

    def count(self) -> int:
        return self.rows.count()


def page(
    request: Request,
    rows: Rows,
    order: Order,
    given: dict[str, Any],
    show: Callable[[Sequence[Any]], list[dict[str, Any]]],
) -> dict[str, Any]:
    """One page of `rows` as the contract's `{"next","previous","results"}`, with `count` where it was asked for.

    `given` holds the read query parameters (`cursor`, `page_size`, `count`), `show` turns model instances into what
    is answered. Problem 400 for a cursor that this program did not make for this order.
    """
    size = given.get("page_size", DEFAULT_SIZE)
    position = _read_cursor(given["cursor"], rows.model, order) if "cursor" in given else None
    backward = position is not None and position.backward
    found = _fetch(rows, order, position, size + 1)
    more, found = len(found) > size, found[:size]
    if backward:
        found.reverse()
    return {
        **({"count": rows.count()} if given.get("count") else {}),
        "next": _link(request, order, found, backward=False) if more or backward else None,
        "previous": _link(request, order, found, backward=True) if (more if backward else position) else None,
        "results": show(found),
    }


def _fetch(rows: Rows, order: Order, position: Position | None, limit: int) -> list[Any]:
    """Up to `limit` rows from the position on, in the direction of travel."""
    found: list[Any] = []
    here, backward = position, position is not None and position.backward
    for half in _halves(_field(rows.model, order.name), position):
        found += rows.take(half, order, here, backward=backward, limit=limit - len(found))
        if len(found) == limit:
            break
        here = None
    return found


def _link(request: Request, order: Order, found: Sequence[Model], *, backward: bool) -> str | None:
    if not found:
        return None
    row = found[0] if backward else found[-1]
    key = _field(type(row), order.name)
    value = key.value_to_string(row) if getattr(row, key.name) is not None else None
    return address(request, cursor=cursors.write([str(order), value, row.pk, backward]))


def address(request: Request, **changed: str) -> str:
    """The absolute address of this request with some of its query parameters changed."""
    query: QueryDict = request.GET.copy()
    for name, value in changed.items():
        query[name] = value
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _read_cursor(text: str, model: type[Model], order: Order) -> Position:
    try:
        made_for, value, id_, backward = cursors.read(text)
        if made_for != str(order):
            raise cursors.invalid()
        return Position(_field(model, order.name).to_python(value), id_, backward)
    except (ValueError, TypeError, ValidationError):
        raise cursors.invalid() from None
