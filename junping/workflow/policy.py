"""Who may do what, now? The same answer for the button, the 403 and a row of an import."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from junping.org.actor import Actor
from junping.org.models import User
from junping.org.roles import Role
from junping.workflow.models import WORKERS, Record
from junping.workflow.registry import Domain
from junping.workflow.table import CENTER, CO_UNIT, HANDLER, LEADER, NEW, OWN_UNIT, REPORTER, Action, Who


@dataclass(slots=True)
class RecordFacts:
    """What a condition sees when no data has been given yet."""

    record: object
    data: dict[str, object] = field(default_factory=dict)


def is_trusted(user: User) -> bool:
    """Can this user be given a confidential record? A village never sees one, whatever its clearance."""
    return user.cleared and not user.role_set.isdisjoint({Role.CENTER, Role.OFFICER, Role.LEADER})


def relations(record: Record, actor: Actor, co_unit_ids: Iterable[int] = ()) -> frozenset[Who]:
    """What `actor` is to `record`. The record is taken to be in the actor's sight; no query."""
    unit_id = actor.unit.pk if actor.unit else None
    trusted = actor.cleared or not record.confidential
    works = actor.has(*WORKERS)
    covers = actor.covers(record.unit)
    handling_unit_id = getattr(record, f"{record.HANDLING_UNIT}_id")
    found = {
        CENTER: actor.has(Role.CENTER) and covers and trusted,
        LEADER: actor.has(Role.LEADER) and ((covers and trusted) or record.lead_id == actor.id),
        HANDLER: works and actor.id is not None and (record.officer_id == actor.id or handling_unit_id == unit_id),
        REPORTER: actor.has(Role.VILLAGE, Role.CENTER) and record.logged_unit_id == unit_id,
        OWN_UNIT: actor.has(Role.VILLAGE) and record.unit_id == unit_id,
        CO_UNIT: works and unit_id in set(co_unit_ids),
    }
    return frozenset(who for who, holds in found.items() if holds)


def may(action: Action, record: Record, actor: Actor, related: frozenset[Who]) -> bool:
    """May the actor take this action on this record in some state?"""
    if action.not_by and getattr(record, action.not_by) == actor.id:
        return False
    return not related.isdisjoint(action.who)


def now(action: Action, record: Record, related: frozenset[Who], clocks: Iterable[Any]) -> str:
    """Empty if the record's state allows the action, else the refusal's code."""
    facts = RecordFacts(record)
    if record.status not in action.when or (action.needs and not action.needs.holds(facts)):
        return "wrong_state"
    held_back = dict(action.narrower)
    standing = related.intersection(action.who)
    if all(who in held_back and not held_back[who].holds(facts) for who in standing):
        return "wrong_state"
    needed = action.needs_clock
    if needed and not any(c.rule == needed.rule.name and c.state == "running" for c in clocks):
        return needed.code
    return ""


def allowed(domain: Domain, record: Record, actor: Actor, children: Any) -> list[Action]:
    """The actions that this user may take now, in the table's order; routes of their own are left out."""
    related = relations(record, actor, children.co_unit_ids)
    return [
        action
        for action in domain.table(record).actions
        if not action.route_of_its_own
        and action.when != NEW
        and may(action, record, actor, related)
        and not now(action, record, related, children.clocks)
    ]
