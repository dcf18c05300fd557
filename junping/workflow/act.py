"""One act on its way through the engine."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any

from junping.clocks.now import SHANGHAI, local_date
from junping.org.actor import Actor
from junping.org.models import Unit, User
from junping.workflow.models import Record
from junping.workflow.registry import Domain
from junping.workflow.table import Action


@dataclass(slots=True, kw_only=True)
class Children:
    """What belongs to a record but lies in other rows, as it is in memory."""

    clocks: list[Any] = field(default_factory=list)
    co_units: list[Unit] = field(default_factory=list)
    recused: list[User] = field(default_factory=list)
    parties: list[Any] = field(default_factory=list)
    attachments: list[Any] = field(default_factory=list)

    @property
    def co_unit_ids(self) -> list[int]:
        return [unit.pk for unit in self.co_units]

    @property
    def recused_ids(self) -> set[int]:
        return {user.pk for user in self.recused}


@dataclass(slots=True, kw_only=True)
class Act:
    """`data` holds the values read; `told` what the event tells beside the changed fields; `lists_changed` names the
    children that the engine must write again."""

    domain: Domain
    record: Any
    action: Action
    actor: Actor
    data: dict[str, Any]
    now: datetime
    occurred_at: datetime
    children: Children
    told: dict[str, Any] = field(default_factory=dict)
    lists_changed: set[str] = field(default_factory=set)
    new_clocks: list[Any] = field(default_factory=list)
    also_tell: list[User] = field(default_factory=list)
    new_file: Any = None

    @property
    def day(self) -> date:
        """The Asia/Shanghai date of the act."""
        return local_date(self.occurred_at)


@dataclass(frozen=True, slots=True)
class Done:
    """What an act came to. `in_sight`: may the actor still see the record?"""

    record: Record
    children: Children
    event: Any
    in_sight: bool = True
    result: Any = None


_PLAIN: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    (User, attrgetter("username")),
    (Unit, attrgetter("code")),
    (Record, attrgetter("number")),
    (datetime, lambda value: value.astimezone(SHANGHAI).isoformat(timespec="seconds")),
    (date, date.isoformat),
    (Decimal, "{:f}".format),
    (Mapping, lambda value: {name: public(item) for name, item in value.items()}),
    ((list, tuple), lambda value: [public(item) for item in value]),
)


def public(value: Any) -> Any:
    """A value as an event tells it: people by username, units by code, records by number, moments in +08:00."""
    for kinds, plain in _PLAIN:
        if isinstance(value, kinds):
            return plain(value)
    return value.pk if hasattr(value, "pk") else value


def snapshot(record: Record, tracked: Sequence[str]) -> dict[str, Any]:
    return {name: public(getattr(record, name)) for name in tracked}
