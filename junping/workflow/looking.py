"""How does a door look at one record? In the actor's scope, and a confidential one leaves a trace."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from junping.clocks.now import now
from junping.database.given import Given
from junping.database.worded import worded
from junping.org.actor import Actor
from junping.org.sight import Sight
from junping.workflow.models import Reading, Record
from junping.workflow.refusals import NotFound
from junping.workflow.registry import Domain
from junping.workflow.registry import domain as domain_of


def look(domain: Domain, number: str, actor: Actor) -> Record:
    """Return the record with the relations its row needs. Raises NotFound when it is none of the actor's business.

    Reading a confidential record is written down (信访工作条例 第四十六条: who let it out must be found).
    """
    found = one(domain, number, actor)
    if found is None:
        raise NotFound
    if found.confidential:
        Reading.objects.create(
            at=now(),
            username=actor.username,
            name=actor.name,
            record_type=domain.record_type,
            number=number,
            via=actor.via,
        )
    return found


def one(domain: Domain, number: str, actor: Actor, *, lock: bool = False) -> Record | None:
    """The record with this number, if the actor may see it, with its relations; `lock`: held until the commit.

    No key is locked: rows that name the record wait for nobody, so that two records which name each other do not deadlock.
    """
    sight = Sight.of(actor)
    found: Record | None = _one(domain.record_type, sight, lock).first(number=number, **sight.values(actor))
    return found


@worded
def _one(record_type: str, sight: Sight, lock: bool) -> Any:
    of, actor = domain_of(record_type), sight.actor()
    rows = of.sighted(of.model.objects.one(actor, Given("number")), actor).select_related(*of.related)
    return rows.select_for_update(of=("self",), no_key=True) if lock else rows


def concealed(domain: Domain, told: Sequence[Mapping[str, Any]], actor: Actor) -> list[dict[str, Any]]:
    """What events tell (their `data`), other records unnamed where the actor may not know of them. One query at most."""
    named = {number for data in told for number in _named(domain, data)}
    seen = domain.model.objects.visible_to(actor).filter(number__in=named).values_list("number", flat=True)
    hidden = named - set(seen) if named else named
    return [{name: _without(hidden, value) for name, value in data.items()} for data in told]


def _named(domain: Domain, data: Mapping[str, Any]) -> Iterator[str]:
    for name in domain.refers:
        value = data.get(name)
        yield from (item for item in (value if isinstance(value, list) else [value]) if item)


def _without(hidden: set[str], value: Any) -> Any:
    if isinstance(value, list):
        return [_without(hidden, item) for item in value]
    return None if isinstance(value, str) and value in hidden else value
