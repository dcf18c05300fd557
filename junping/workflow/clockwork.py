"""What does an act do to the record's clocks? The table's steps, carried out on rows not yet saved."""

from collections.abc import Callable
from datetime import date
from typing import Any

from junping.clocks import moves
from junping.clocks.models import Clock
from junping.clocks.now import local_date
from junping.clocks.rules import ClockRule
from junping.workflow.act import Act
from junping.workflow.refusals import TooLate, WindowPassed, invalid
from junping.workflow.steps import Step

OPEN = ("running", "paused")


def open_clocks(act: Act, rule: ClockRule) -> list[Any]:
    """The clocks of `rule` that are not stopped; of a window only the newest, for those before it have lapsed."""
    found = [clock for clock in act.children.clocks if clock.rule == rule.name and clock.state in OPEN]
    return found[-1:] if rule.window else found


def cancel(act: Act, clock: Any) -> None:
    """End a clock that still runs. A window past its due date has lapsed, and stays so."""
    lapsed = clock.window and clock.due_on is not None and clock.due_on < act.day
    if clock.state in OPEN and not lapsed:
        moves.cancel(clock, act.day)


def run(act: Act) -> None:
    """Carry out every step of the act's table entry that applies.

    Raises TooLate, WindowPassed, or Invalid where an extension goes too far.
    """
    for step in act.action.clock:
        if step.only_if is None or step.only_if.holds(act):
            _VERBS[step.verb](act, step)


def _day(act: Act, name: str) -> date | None:
    """The day that a step hangs on: the day of the act where none is named; None where a ledger does not say."""
    if not name:
        return act.day
    if name == act.record.BEGAN:
        return local_date(getattr(act.record, name))
    value: date | None = act.data.get(name)
    return value


def _start(act: Act, step: Step) -> None:
    started_on = _day(act, step.on)
    due = _day(act, step.to) if step.to else None
    if started_on is None or (step.to and due is None):
        return
    if not step.rule.several:
        _cancel(act, step)
    begin(act, step.rule, started_on, due=due)


def begin(act: Act, rule: ClockRule, started_on: date, *, due: date | None = None) -> Clock:
    """Add a clock of `rule` to the record, and return it."""
    by = act.actor.name if due else ""
    clock: Clock = moves.start(
        act.domain.clock_model, act.record, rule, started_on, due=due, cause=act.action.label, by=by
    )
    act.children.clocks.append(clock)
    act.new_clocks.append(clock)
    return clock


def _stop(act: Act, step: Step) -> None:
    on = _day(act, step.on)
    needed = act.action.needs_clock
    for clock in open_clocks(act, step.rule):
        if on and step.rule.window and needed and needed.rule == step.rule and clock.due_on and on > clock.due_on:
            raise WindowPassed(clock.due_on, clock.label)
        moves.stop(clock, on)


def _cancel(act: Act, step: Step) -> None:
    for clock in open_clocks(act, step.rule):
        cancel(act, clock)


def _extend(act: Act, step: Step) -> None:
    for clock in open_clocks(act, step.rule):
        days = act.data["days"]
        left = step.together_at_most - clock.extended_days
        if step.together_at_most and days > left:
            advice = f"您填了 {days}，请改成 1 到 {left}。" if left > 0 else "已经延满，不能再延期。"
            law = act.action.law.replace(" ", "")
            raise invalid("days", "too_long", f"延期合计不得超过 {step.together_at_most} 日（{law}）。{advice}")
        _in_time(act, clock)
        moves.extend(clock, days, act.actor.name, act.occurred_at, entered_at=act.now)


def _move(act: Act, step: Step) -> None:
    for clock in open_clocks(act, step.rule):
        if clock.due_on and act.data[step.to] <= clock.due_on:
            raise invalid(step.to, "too_early", f"应晚于现在的期限（{clock.due_on:%Y-%m-%d}）。")
        _in_time(act, clock)
        moves.move(clock, act.data[step.to], act.actor.name, act.occurred_at, entered_at=act.now)


def _in_time(act: Act, clock: Any) -> None:
    if clock.due_on and act.day > clock.due_on:
        raise TooLate(clock.due_on)


def _pause(act: Act, step: Step) -> None:
    for clock in open_clocks(act, step.rule):
        if clock.pausable and clock.state == "running":
            moves.pause(clock, act.day, act.actor.name)


def _resume(act: Act, step: Step) -> None:
    for clock in open_clocks(act, step.rule):
        if clock.state == "paused":
            moves.resume(clock, act.day)


def _leave_out(act: Act, step: Step) -> None:
    first, last = act.data[step.on], act.data[step.to]
    if last < first:
        raise invalid(step.to, "too_early", "不能早于开始日期。")
    for clock in open_clocks(act, step.rule):
        try:
            moves.exclude(clock, first, last, act.actor.name)
        except ValueError as fault:
            raise invalid(step.to, "out_of_range", str(fault)) from None


_VERBS: dict[str, Callable[[Act, Step], None]] = {
    "start": _start,
    "stop": _stop,
    "cancel": _cancel,
    "extend": _extend,
    "move": _move,
    "pause": _pause,
    "resume": _resume,
    "leave_out": _leave_out,
}


def end(act: Act) -> None:
    """An end state cancels what still runs; after `closed` the citizen's windows and the follow-up go on, and a
    supervision still open counts as answered that day (domain.md, The clocks)."""
    table = act.domain.table(act.record)
    rules = {rule.name: rule for rule in table.rules()}
    for clock in act.children.clocks:
        rule = rules.get(clock.rule)
        if clock.state in OPEN and rule and rule.answered_at_end:
            moves.stop(clock, act.day)
        elif not (rule and rule.outlives_end and act.record.status == "closed"):
            cancel(act, clock)


def bring_up(act: Act) -> None:
    """Put the earliest dates of the running clocks on the record; none at an end (domain.md, light).

    An extension that was asked for waits no longer once the clock it is about has ended.
    """
    asking = act.domain.table(act.record).action("ask_extension")
    needed = asking.needs_clock if asking else None
    if act.record.extension_asked and not (needed and open_clocks(act, needed.rule)):
        act.record.extension_asked = None
    running = [c for c in act.children.clocks if c.state == "running" and not c.window and c.due_on]
    if act.record.status in act.domain.table(act.record).ends:
        running = []
    act.record.due_on = min((c.due_on for c in running), default=None)
    act.record.warn_on = min((c.warn_on for c in running if c.warn_on), default=None)


def stored(act: Act) -> dict[int, dict[str, Any]]:
    """The clocks as they were, to tell what an act moved."""
    return {id(clock): _columns(clock) for clock in act.children.clocks}


def changed(act: Act, before: dict[int, dict[str, Any]]) -> tuple[list[Any], list[str]]:
    """The clocks that were there before and are to be saved again, and the columns that differ in any of them."""
    clocks = [c for c in act.children.clocks if id(c) in before and _columns(c) != before[id(c)]]
    names = {name for c in clocks for name, value in _columns(c).items() if value != before[id(c)][name]}
    return clocks, sorted(names)


def moved(act: Act, before: dict[int, dict[str, Any]]) -> dict[str, list[str | None]]:
    """What the event tells of the clocks: `handling.due_on: [old, new]`."""
    told = {}
    for clock in act.children.clocks:
        old = before.get(id(clock), {}).get("due_on")
        if old != clock.due_on:
            told[f"{clock.rule}.due_on"] = [old and old.isoformat(), clock.due_on and clock.due_on.isoformat()]
    return told


def _columns(clock: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(clock).items() if name != "_state"}
