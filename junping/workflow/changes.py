"""How does anything but a record change? Users, roles, tokens, units, calendar, standards, campaigns, visits.

The same road as a record's, only shorter: one event of the row's own chain, in the transaction that saves it.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from junping.clocks.now import now
from junping.history.append import Entry, append
from junping.history.chained import Chained
from junping.history.models import Event
from junping.org.actor import Actor
from junping.workflow.act import public


def change(
    obj: Chained,
    action: str,
    actor: Actor,
    data: Mapping[str, Any],
    *,
    label: str,
    note: str = "",
    extra: Mapping[str, Any] | None = None,
) -> Event:
    """Save `obj` as it is in memory and append what happened to it.

    `data` tells what changed (`"field": [old, new]`) or was given; never a password, a token or a personal number.
    `extra` is what the object's registered source will say again beside its columns.
    """
    with transaction.atomic():
        moment = now()
        told = {name: public(value) for name, value in data.items()}
        entry = Entry(
            at=moment,
            occurred_at=moment,
            actor_username=actor.username,
            actor_name=actor.name,
            actor_unit=actor.unit.name if actor.unit else "",
            via=actor.via,
            action=action,
            label=label,
            note=note,
            data=told,
        )
        event = append(obj, entry, extra=extra)
        obj.save()
        return event


def differences(obj: Chained, before: Mapping[str, Any]) -> dict[str, list[Any]]:
    """`"field": [old, new]` for each name of `before` whose value is another now."""
    return {
        name: [public(old), public(getattr(obj, name))]
        for name, old in before.items()
        if public(old) != public(getattr(obj, name))
    }
