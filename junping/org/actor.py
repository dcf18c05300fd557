"""Who acts, through which door?"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from junping.database.given import Given
from junping.database.worded import worded
from junping.org.models import Unit, User


@dataclass(eq=False)
class Actor:
    """A signed-in user for the length of one request or command; `via` is api, admin, phone, import or system."""

    id: int | None
    username: str
    name: str
    unit: Unit | None
    roles: frozenset[str]
    cleared: bool
    via: str
    user: User | None = None

    @classmethod
    def of(cls, user: User, via: str) -> "Actor":
        return cls(user.pk, user.username, user.name, user.unit, user.role_set, user.cleared, via, user)

    def has(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    def covers(self, unit: Unit) -> bool:
        """Is `unit` the actor's own or below it? No query."""
        return self.unit is not None and unit.path.startswith(self.unit.path)

    @cached_property
    def units(self) -> list[tuple[int, str, str]]:
        """Id, code and path of the actor's unit and of all below it: one query, once per actor."""
        if self.unit is None:
            return []
        return _at_or_below().ask(path=self.unit.path)

    @cached_property
    def unit_ids(self) -> list[int]:
        return [pk for pk, _, _ in self.units]

    def unit_ids_under(self, code: str) -> list[int]:
        """The ids of the unit with this code and of all below it, as far as they are in the actor's scope."""
        path = next((path for _, own, path in self.units if own == code), None)
        return [] if path is None else [pk for pk, _, below in self.units if below.startswith(path)]


@worded
def _at_or_below() -> "QuerySet[Unit, tuple[int, str, str]]":
    return Unit.objects.filter(path__startswith=Given("path")).values_list("pk", "code", "path")


def system() -> Actor:
    """The program itself: sweeps, calendar recalculation, commands."""
    return Actor(None, "system", "系统", None, frozenset(), True, "system")
