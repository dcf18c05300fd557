"""The one road by which a record changes, whatever the door."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction

from junping.clocks.calendar import held
from junping.clocks.now import now
from junping.database.in_turn import in_turn
from junping.org.actor import Actor
from junping.workflow import clockwork, policy, writing
from junping.workflow.act import Act, Children, Done, snapshot
from junping.workflow.filling import fill, read_data
from junping.workflow.looking import one
from junping.workflow.models import WORKERS, Record
from junping.workflow.refusals import (
    Forbidden,
    NoClock,
    NotFound,
    NothingToAnswer,
    Stale,
    WrongState,
    invalid,
)
from junping.workflow.registry import Domain
from junping.workflow.table import NEW, Action, ByField, Table
from junping.workflow.values import empty

STATE_REFUSALS: dict[str, type[WrongState]] = {
    "wrong_state": WrongState,
    "no_clock": NoClock,
    "nothing_to_answer": NothingToAnswer,
}


class Once(Protocol):
    """An idempotency key: `claim` in the act's transaction (it raises when the act was done before), then `settle`."""

    def claim(self) -> None: ...

    def settle(self, done: Done) -> None: ...


def lock(domain: Domain, number: str, actor: Actor) -> Record:
    """Return the record, locked until the commit. Raises NotFound when it is none of the actor's business."""
    found: Record | None = one(domain, number, actor, lock=True)
    if found is None:
        raise NotFound
    return found


def perform(
    domain: Domain,
    number: str,
    action_name: str,
    actor: Actor,
    data: Mapping[str, Any],
    *,
    seen: int | None = None,
    once: Once | None = None,
) -> Done:
    """Take one action on one record, whole or not at all.

    `data` holds the values as JSON gives them, and `occurred_at` if it happened earlier. `seen` is the version that
    the actor had before their eyes. Raises a Refusal, in the order of contract.md, "Order of checks".
    """
    with in_turn(), transaction.atomic(), held():
        record = lock(domain, number, actor)
        action = domain.action(record, action_name)
        if action is None or action.when == NEW:
            raise NotFound
        if once is not None:
            once.claim()
        children = domain.load(record)
        act = _permitted(domain, record, action, actor, children, seen)
        fill(act, data)
        done = _carry_out(act)
        if once is not None:
            once.settle(done)
        return done


def check(domain: Domain, record: Record, action_name: str, actor: Actor) -> None:
    """Raise what `perform` would whatever the data (403, 409): for doors with slow work to do before it."""
    action = domain.action(record, action_name)
    if action is None:
        raise NotFound
    _permitted(domain, record, action, actor, domain.load(record), None)


def register(domain: Domain, actor: Actor, data: Mapping[str, Any], *, once: Once | None = None) -> Done:
    """Log a new record. Raises Forbidden or Invalid."""
    with in_turn(), transaction.atomic(), held():
        if once is not None:
            once.claim()
        if not actor.has(*WORKERS) or actor.unit is None:
            raise Forbidden
        table = _table_for(domain, data)
        moment = now()
        action = next(action for action in table.actions if action.when == NEW)
        act = _act(domain, writing.blank(domain, actor, moment), action, actor, Children(), moment)
        writing.fill_new(act, read_data(act, data))
        done = _carry_out(act)
        if once is not None:
            once.settle(done)
        return done


def recalculate(domain: Domain, record_id: int, actor: Actor) -> Done | None:
    """Count the running clocks of a record anew after the calendar changed; None where nothing moved (rule 6)."""
    with in_turn(), transaction.atomic(), held():
        rows = domain.model.objects.select_for_update(of=("self",), no_key=True)
        record = rows.select_related(*domain.related).get(pk=record_id)
        action = Action("recalculate", "时限重算", who=(), when=(record.status,))
        return writing.recount(_act(domain, record, action, actor, domain.load(record), now()))


def _act(domain: Domain, record: Record, action: Action, actor: Actor, children: Children, moment: datetime) -> Act:
    return Act(
        domain=domain,
        record=record,
        action=action,
        actor=actor,
        data={},
        now=moment,
        occurred_at=moment,
        children=children,
    )


def _table_for(domain: Domain, data: Mapping[str, Any]) -> Table:
    if not domain.kind_field:
        return next(iter(domain.tables.values()))
    kind = data.get(domain.kind_field)
    table = domain.tables.get(kind) if isinstance(kind, str) and kind in dict(domain.enumerations["kind"]) else None
    if table is None:
        code, message = ("required", "请填写“种类”。") if kind in (None, "") else ("not_a_choice", "没有这个种类。")
        raise invalid(domain.kind_field, code, message)
    return table


def _permitted(
    domain: Domain, record: Record, action: Action, actor: Actor, children: Children, seen: int | None
) -> Act:
    """Whatever can be said before the data is looked at: 403, 412, 409."""
    related = policy.relations(record, actor, children.co_unit_ids)
    if not policy.may(action, record, actor, related):
        raise Forbidden
    if seen is not None and seen != record.version:
        raise Stale
    moment = now()
    code = policy.now(action, record, related, children.clocks)
    if code:
        names = [a.name for a in policy.allowed(domain, record, actor, children)]
        raise STATE_REFUSALS[code](allowed=names)
    return _act(domain, record, action, actor, children, moment)


def _carry_out(act: Act) -> Done:
    """Change the fields, move the clocks, save, append to the history, tell people."""
    before, clocks_before = snapshot(act.record, act.domain.tracked), clockwork.stored(act)
    old_state = act.record.status if act.record.version else None
    given = dict(act.data)
    _set(act)
    for name in act.action.also:
        act.domain.effects[name](act)
    new_state = _next_state(act)
    if new_state is not None and new_state != act.record.status:
        act.record.status = new_state
        act.record.state_changed_at = act.occurred_at
    clockwork.run(act)
    if new_state in act.domain.table(act.record).ends:
        clockwork.end(act)
    clockwork.bring_up(act)
    return writing.write(act, given, before, clocks_before, old_state, new_state)


def _set(act: Act) -> None:
    by_name = {field.name: field for field in act.action.asks}
    for name in act.action.sets:
        if name in act.data:
            setattr(act.record, name, act.data[name])
        elif name in act.action.one_of:
            setattr(act.record, name, empty(by_name[name]))


def _next_state(act: Act) -> str | None:
    then = act.action.then
    if isinstance(then, ByField):
        return dict(then.cases).get(str(act.data.get(then.field)), then.otherwise)
    return then
