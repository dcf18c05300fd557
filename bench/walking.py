"""One record walks its path: its clocks, and the chain of its events, by the history's own pure functions."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from bench.paths import Step
from junping.clocks import moves
from junping.clocks.models import Clock
from junping.clocks.now import SHANGHAI
from junping.clocks.rules import DATE, ClockRule
from junping.history.append import Entry, prepare
from junping.history.canonical import canonical
from junping.history.chain import event_hash, genesis, payload_digest, state_digest
from junping.history.state import state_of
from junping.vault.cipher import derived_key
from junping.workflow.table import Table

RECTIFY_WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts, as events name them."""

    id: int
    username: str
    name: str
    unit_id: int
    unit: str
    code: str


@dataclass(slots=True)
class Taken:
    """A step with its moment."""

    step: Step
    at: datetime


@dataclass(slots=True)
class Ticking:
    """A clock as it stood after the last event, ready for the state's digest and for its row."""

    clock: Clock
    state: Mapping[str, Any]
    order: bytes = field(repr=False)


def walk(steps: Sequence[Step], began: datetime, until: datetime, rng: Random, *, stays_open: bool) -> list[Taken]:
    """The steps as far as they lie before `until`; where it `stays_open`, none that closes, nor what follows it."""
    at, taken = began, []
    for step in steps:
        at += timedelta(days=rng.randint(*step.after), minutes=rng.randint(1, 90) if taken else 0)
        if at >= until or (stays_open and step.to == "closed"):
            break
        taken.append(Taken(step, at))
    return taken or [Taken(steps[0], began)]


def clocks(model: type[Clock], table: Table, taken: Sequence[Taken]) -> list[Ticking]:
    """The clocks that these steps started, stopped where a later one stops them."""
    ends = {rule: t.at.astimezone(SHANGHAI).date() for t in taken for rule in t.step.stops}
    return [
        _clock(model, rule, t.at.astimezone(SHANGHAI).date(), ends.get(rule), _label(table, t.step.action))
        for t in taken
        for rule in t.step.starts
    ]


@lru_cache(maxsize=200_000)
def _clock(model: type[Clock], rule: ClockRule, on: date, stopped: date | None, cause: str) -> Ticking:
    due = on + RECTIFY_WITHIN if rule.unit == DATE else None
    clock = moves.start(model, None, rule, on, due=due, cause=cause, by="贺晓岚" if due else "")
    if stopped:
        moves.stop(clock, stopped)
    state = state_of(clock)
    return Ticking(clock, state, canonical(state))


def in_order(found: Sequence[Ticking]) -> list[Mapping[str, Any]]:
    """The clocks' states as `states_of` gives them."""
    return [ticking.state for ticking in sorted(found, key=lambda ticking: ticking.order)]


def bring_up(record: Any, found: Sequence[Ticking], ended: bool) -> None:
    """The earliest dates of the running clocks on the record."""
    running = [] if ended else [t.clock for t in found if t.clock.state == "running" and not t.clock.window]
    record.due_on = min((c.due_on for c in running if c.due_on), default=None)
    record.warn_on = min((c.warn_on for c in running if c.warn_on), default=None)


def _label(table: Table, name: str) -> str:
    action = table.action(name)
    assert action is not None
    return action.label


def entries(table: Table, taken: Sequence[Taken], hands: Mapping[str, Hand], told: Mapping[str, Any]) -> list[Entry]:
    """What each event tells; `told` is given with the first."""
    found, state = [], None
    for place, t in enumerate(taken):
        hand = hands[t.step.by]
        moved = bool(t.step.to) and t.step.to != state
        found.append(
            Entry(
                at=t.at,
                occurred_at=t.at,
                actor_username=hand.username,
                actor_name=hand.name,
                actor_unit=hand.unit,
                via="admin" if place else "api",
                action=t.step.action,
                label=_label(table, t.step.action),
                from_state=state if moved else None,
                to_state=t.step.to if moved else None,
                note="已按规定办理，情况见材料。" if place else "",
                data=told if not place else {"status": [state, t.step.to or state]},
            )
        )
        state = t.step.to or state
    return found


def chain(record: Any, acts: Sequence[Entry], extra: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The events' columns; version, stamp and head of `record` end up as after the last.

    The last event's digest covers the record as it is. Those before it covered states that are gone; nobody can
    work them out again, so here they cover the version alone.
    """
    key, found = derived_key("history"), []
    subject = record.chain_subject
    head = genesis(subject)
    for seq, act in enumerate(acts[:-1], 1):
        salt = secrets.token_hex(16)
        event = vars(act) | {
            "subject": subject,
            "seq": seq,
            "salt": salt,
            "payload_digest": payload_digest(salt, act.note, act.data),
            "prev_hash": head,
        }
        event["state_digest"] = state_digest(key, event, "", {"version": seq})
        event["hash"] = head = event_hash(event)
        found.append(event)
    record.version, record.head_hash = len(found), head if found else ""
    last = prepare(record, acts[-1], extra=extra)
    return [*found, vars(last)]


def morning(day: date, rng: Random) -> datetime:
    """Some minute of the working day."""
    return datetime.combine(day, time(8), SHANGHAI) + timedelta(minutes=rng.randrange(600))
