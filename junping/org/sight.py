"""What of an actor decides how a query for what they see is worded? The rest is given when the query is asked."""

from dataclasses import dataclass
from typing import Any

from junping.database.given import Given, several, spread
from junping.org.actor import Actor
from junping.org.models import Unit


@dataclass(frozen=True, slots=True)
class Sight:
    """The part of an actor that the wording hangs on: equal for all who see by the same rules.

    `units` are the units in scope, for queries that go by their ids: how many, or, where a filter looks at them, which
    ones; 0 for queries that go by the path of the actor's own.
    """

    roles: frozenset[str]
    cleared: bool
    has_unit: bool
    units: int | tuple[tuple[int, str, str], ...] = 0

    @classmethod
    def of(cls, actor: Actor) -> "Sight":
        return cls(actor.roles, actor.cleared, actor.unit is not None)

    @classmethod
    def by_units(cls, actor: Actor) -> "Sight":
        return cls(actor.roles, actor.cleared, actor.unit is not None, len(actor.unit_ids))

    @classmethod
    def of_units(cls, actor: Actor) -> "Sight":
        return cls(actor.roles, actor.cleared, actor.unit is not None, tuple(actor.units))

    def actor(self) -> Actor:
        """An actor who has places where a real one has ids: for the functions that word what is seen."""
        anybody: Any = Given("actor")
        unit = Unit(pk=Given("own unit"), path=Given("path")) if self.has_unit else None
        actor = Actor(anybody, "", "", unit, self.roles, self.cleared, "")
        if isinstance(self.units, int):
            actor.__dict__["units"] = [(place, "", "") for place in several("unit", self.units)]
        else:
            actor.__dict__["units"] = list(self.units)
        return actor

    def values(self, actor: Actor) -> dict[str, Any]:
        """What to put into the places for this actor."""
        own = {"own unit": actor.unit.pk, "path": actor.unit.path} if actor.unit else {}
        ids = spread("unit", actor.unit_ids) if self.units and isinstance(self.units, int) else {}
        return {"actor": actor.id, **own, **ids}
