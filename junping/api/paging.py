"""How is a long list cut into pages? By key, never by offset: the cost is the same on page one and page thousand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Field, Func, Model, QuerySet, Value
from django.http import QueryDict
from rest_framework.request import Request

from junping.api import cursors
from junping.api.query import Parameter, flag, text, whole

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
class _Position:
    """Just after (or, `backward`, just before) the row with this value and id."""

    value: Any
    id: int
    backward: bool


def _beyond(key: "Field[Any, Any]", position: _Position, *, falling: bool) -> Func:
    """`(field, id) > (value, id)` as a row comparison, which one index serves; `<` where `falling`."""
    row = Func(F(key.name), F("id"), template="(%(expressions)s)")
    bound = Func(Value(position.value, output_field=key), Value(position.id), template="(%(expressions)s)")
    sign = " < " if falling else " > "
    return Func(row, bound, template="%(expressions)s", arg_joiner=sign, output_field=BooleanField())


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    found = model._meta.get_field(name)
    assert isinstance(found, Field)
    return found


class Taken:
    """How rows are taken from a query. A search takes them otherwise."""

    def first(self, rows: "QuerySet[Any, Any]", limit: int) -> list[Any]:
        return list(rows[:limit])

    def count(self, rows: "QuerySet[Any, Any]") -> int:
        return rows.count()


def page(
    request: Request,
    rows: "QuerySet[Any, Any]",
    order: Order,
    given: dict[str, Any],
    show: Callable[[Sequence[Any]], list[dict[str, Any]]],
    taken: Taken | None = None,
) -> dict[str, Any]:
    """One page of `rows` as the contract's `{"next","previous","results"}`, with `count` where it was asked for.

    `given` holds the read query parameters (`cursor`, `page_size`, `count`), `show` turns model instances into what
    is answered. Problem 400 for a cursor that this program did not make for this order.
    """
    taken = taken or Taken()
    size = given.get("page_size", DEFAULT_SIZE)
    position = _read_cursor(given["cursor"], rows.model, order) if "cursor" in given else None
    backward = position is not None and position.backward
    found = _fetch(taken, rows, order, position, size + 1)
    more, found = len(found) > size, found[:size]
    if backward:
        found.reverse()
    return {
        **({"count": taken.count(rows)} if given.get("count") else {}),
        "next": _link(request, order, found, backward=False) if more or backward else None,
        "previous": _link(request, order, found, backward=True) if (more if backward else position) else None,
        "results": show(found),
    }


def _fetch(taken: Taken, rows: "QuerySet[Any, Any]", order: Order, position: _Position | None, limit: int) -> list[Any]:
    """Up to `limit` rows from the position on, in the direction of travel."""
    found: list[Any] = []
    for part in _parts(rows, order, position):
        found += taken.first(part, limit - len(found))
        if len(found) == limit:
            break
    return found


def _parts(rows: "QuerySet[Any, Any]", order: Order, position: _Position | None) -> "list[QuerySet[Any, Any]]":
    """The rows with a value and those without, as far as they lie ahead: each half is one straight index scan."""
    key = _field(rows.model, order.name)
    backward = position is not None and position.backward
    falling = order.descending != backward
    sign = "-" if falling else ""
    valued = rows.filter(**{f"{key.name}__isnull": False}) if key.null else rows
    valued = valued.order_by(f"{sign}{key.name}", f"{sign}id")
    empty = [rows.filter(**{f"{key.name}__isnull": True}).order_by(f"{sign}id")] if key.null else []
    if position is None:
        return [valued, *empty]
    if position.value is None:
        ahead = [rest.filter(**{"id__lt" if falling else "id__gt": position.id}) for rest in empty]
        return [*ahead, valued] if backward else ahead
    ahead = [valued.filter(_beyond(key, position, falling=falling))]
    return ahead if backward else [*ahead, *empty]


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


def _read_cursor(text: str, model: type[Model], order: Order) -> _Position:
    try:
        made_for, value, id_, backward = cursors.read(text)
        if made_for != str(order):
            raise cursors.invalid()
        return _Position(_field(model, order.name).to_python(value), id_, backward)
    except (ValueError, TypeError, ValidationError):
        raise cursors.invalid() from None
