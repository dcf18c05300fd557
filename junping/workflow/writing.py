"""How is an act put on disk? The event, the record, its children, its search text, the notices: one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from junping.clocks import moves
from junping.clocks.now import local_date
from junping.database.prepared import together
from junping.database.rows import insert, insert_all, update
from junping.history.append import Entry, append
from junping.org.actor import Actor
from junping.org.roles import Role
from junping.search import index
from junping.workflow import clockwork, policy
from junping.workflow.act import Act, Done, public, snapshot
from junping.workflow.effects import check_leader_stays
from junping.workflow.fields import LongText, Rows, Upload
from junping.workflow.models import Record
from junping.workflow.numbers import number
from junping.workflow.refusals import invalid
from junping.workflow.registry import Domain
from junping.workflow.table import CENTER, LEADER
from junping.workflow.telling import tell_them

FREE_TEXT = ("note", "text")
SIGHT = ("officer", "lead", "handling_unit", "responsible_unit", "confidential")


def blank(domain: Domain, actor: Actor, moment: datetime) -> Record:
    """A record that is about to be logged: received now, by this actor."""
    record = domain.model(
        status="",
        created_at=moment,
        created_by=actor.user,
        state_changed_at=moment,
        logged_unit=actor.unit,
        unit=actor.unit,
        only_imported=actor.via == "import",
    )
    setattr(record, record.BEGAN, moment)
    return record


def fill_new(act: Act, data: dict[str, Any]) -> None:
    """Put what registering gives into the new record. Raises Invalid (unit, recused)."""
    act.data = data
    record = act.record
    if data.get("unit") is None and not act.actor.has(Role.VILLAGE):
        raise invalid("unit", "required", "请填写“所属单位”。")
    for name, value in data.items():
        if name not in {"recused", "parties"} and (value is not None or name not in {"unit", record.BEGAN}):
            setattr(record, name, value)
    act.occurred_at = getattr(record, record.BEGAN)
    if data.get("recused"):
        check_leader_stays(act, data["recused"], "recused")
        act.children.recused = data["recused"]
        act.lists_changed.add("recused")


def write(
    act: Act,
    given: Mapping[str, Any],
    before: Mapping[str, Any],
    clocks_before: dict[int, dict[str, Any]],
    old_state: str | None,
    new_state: str | None,
) -> Done:
    """Save everything that the act changed and append its event."""
    record = act.record
    fresh = not record.version
    if fresh:
        year = local_date(getattr(record, record.BEGAN)).year
        hidden = record.confidential or bool(act.children.recused)
        number(record, year, act.domain.number_infix, hidden=hidden)
    if act.actor.via not in {"import", "system"}:
        record.only_imported = False
    changes = {} if fresh else _changes(act, before)
    told = changes | act.told | clockwork.moved(act, clocks_before)
    entry = _entry(act, given, fresh, told, (old_state, new_state))
    with together():
        event = append(record, entry, extra=act.domain.child_state(record, act.children))
        if fresh:
            insert(record)
        else:
            update(record)
        _save_clocks(act, *clockwork.changed(act, clocks_before))
        if fresh:
            _save_children(act, fresh)
        if fresh or act.action.name == "correct":
            index.put(act.domain.record_type, record.pk, act.domain.searched(record, act.children))
    if not fresh:
        _save_children(act, fresh)
    tell_them(act)
    return Done(record, act.children, event, in_sight=_in_sight(act, fresh, changes), result=act.new_file)


def _entry(
    act: Act, given: Mapping[str, Any], fresh: bool, told: dict[str, Any], states: tuple[str | None, str | None]
) -> Entry:
    """What the event tells. `states`: the one before and the one after, if the act leads to one."""
    before, after = states
    moved = after is not None and after != before
    return Entry(
        at=act.now,
        occurred_at=act.occurred_at,
        actor_username=act.actor.username,
        actor_name=act.actor.name,
        actor_unit=act.actor.unit.name if act.actor.unit else "",
        via=act.actor.via,
        action=act.action.name,
        label=act.action.label,
        from_state=before if moved else None,
        to_state=after if moved else None,
        note=next((str(given[name]) for name in FREE_TEXT if given.get(name)), ""),
        data=_told(act, given, fresh) | told,
    )


def recount(act: Act) -> Done | None:
    """Count every open clock anew; an event with the old and new dates if any changed."""
    before, clocks_before = snapshot(act.record, act.domain.tracked), clockwork.stored(act)
    held = [clock for clock in act.children.clocks if clock.state in clockwork.OPEN]
    if not [clock for clock in held if moves.recount(clock)]:
        return None
    clockwork.bring_up(act)
    return write(act, {}, before, clocks_before, act.record.status, None)


def _changes(act: Act, before: Mapping[str, Any]) -> dict[str, list[Any]]:
    after = snapshot(act.record, act.domain.tracked)
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}


def _told(act: Act, given: Mapping[str, Any], fresh: bool) -> dict[str, Any]:
    """What was given, as the event tells it: no files, no lists of people's data, no long text twice."""
    left_out = {
        field.name
        for field in act.action.asks
        if isinstance(field, (Rows, Upload)) or (fresh and isinstance(field, LongText))
    }
    kept = {
        name: public(value)
        for name, value in given.items()
        if name not in left_out and name not in FREE_TEXT and value not in (None, "", [])
    }
    return kept | ({"unit": act.record.unit.code} if fresh else {})


def _save_clocks(act: Act, changed: list[Any], columns: list[str]) -> None:
    for clock in act.new_clocks:
        clock.record = act.record
    insert_all(act.new_clocks)
    update(*changed, names=columns)


def _save_children(act: Act, fresh: bool) -> None:
    record, children = act.record, act.children
    for name in ("recused", "co_units"):
        if name in act.lists_changed:
            _save_links(record, name, getattr(children, name), fresh)
    act.domain.save_children(act)


def _save_links(record: Record, name: str, rows: list[Any], fresh: bool) -> None:
    field: Any = record._meta.get_field(name)
    through = field.remote_field.through
    if not fresh:
        through.objects.filter(**{record.LINK: record}).delete()
    target = field.m2m_reverse_field_name()
    insert_all([through(**{f"{record.LINK}_id": record.pk, f"{target}_id": r.pk}) for r in rows])


def _in_sight(act: Act, fresh: bool, changes: Mapping[str, Any]) -> bool:
    if act.actor.id in act.children.recused_ids:
        return False
    touched = "co_units" in act.lists_changed or any(name in changes for name in SIGHT)
    if not touched and not (fresh and act.record.confidential):
        return True
    if policy.relations(act.record, act.actor) & {CENTER, LEADER}:
        return True
    return bool(act.domain.model.objects.one(act.actor, act.record.number).exists())
