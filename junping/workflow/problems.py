"""What can be wrong with a table? Pure; `manage.py check` and every start ask (workflow/apps.py)."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from junping.clocks.rules import DATE
from junping.workflow.conditions import Both, Condition, Either, Given, Not, RecordIs
from junping.workflow.fields import Field
from junping.workflow.steps import Step
from junping.workflow.table import NEW, VOIDED, Action, ByField, Table

ENDING = ("stop", "cancel")


def problems(tables: Sequence[Table], effects: Collection[str], columns: Collection[str]) -> list[str]:
    """Everything that is wrong with the tables of one domain, each as a sentence; empty for tables that hold.

    `effects` are the names of the domain's functions for `also`, `columns` the fields of its model.
    """
    states = {name for table in tables for name, _ in table.states}
    return [
        f"{table.kind}: {problem}"
        for table in tables
        for problem in (
            *_names(table),
            *_states(table, states),
            *_unreachable(table),
            *_dead_ends(table),
            *_clocks(table),
            *(f"{a.name}: {text}" for a in table.actions for text in _action(a, effects, columns)),
        )
    ]


def _possible(table: Table) -> list[Action]:
    """The actions that this table's states let anybody take; an accusation has some by name only (domain.md)."""
    return [action for action in table.actions if action.when]


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _names(table: Table) -> Iterator[str]:
    for what, names in (
        ("state", (name for name, _ in table.states)),
        ("action", (action.name for action in table.actions)),
    ):
        yield from (f"two {what}s are called {name}" for name in _twice(names))


def _states(table: Table, known: Collection[str]) -> Iterator[str]:
    """A state may be another table's (actions are shared), but not nobody's."""
    own = {name for name, _ in table.states}
    for name, state in table.unknown:
        if state not in known:
            yield f"{name}: there is no state {state}"
    for action in _possible(table):
        yield from (f"{action.name}: leads to {state}, no state of this table" for state in {*action.targets()} - own)
    yield from (f"there is no state {state}" for state in sorted({*table.ends, *table.entered_elsewhere} - own))


def _steps_from(table: Table, state: str) -> set[str]:
    return {target for action in _possible(table) if state in action.when for target in action.targets()}


def _unreachable(table: Table) -> Iterator[str]:
    reached: set[str] = set()
    waiting = [*table.entered_elsewhere, *(s for a in table.actions if a.when == NEW for s in a.targets())]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += _steps_from(table, state)
    yield from (f"nothing leads to the state {name}" for name, _ in table.states if name not in reached)


def _dead_ends(table: Table) -> Iterator[str]:
    """From every open state some end can be reached; voiding is no way of finishing."""
    finished = {end for end in table.ends if end != VOIDED}
    before: set[str] = set()
    while finished != before:
        before = set(finished)
        finished |= {name for name, _ in table.states if _steps_from(table, name) & before}
    yield from (
        f"no way leads from the state {name} to an end"
        for name, _ in table.states
        if name not in finished and name not in table.ends
    )


def _clocks(table: Table) -> Iterator[str]:
    steps = [step for action in _possible(table) for step in action.clock]
    started = {step.rule.name for step in steps if step.verb == "start"}
    ended = {step.rule.name for step in steps if step.verb in ENDING}
    for rule in {step.rule.name: step.rule for step in steps}.values():
        if rule.name not in started:
            yield f"nothing starts the clock {rule.name}"
        elif rule.name not in ended and not rule.window:
            yield f"nothing stops the clock {rule.name}"
    for action in _possible(table):
        if action.needs_clock and action.needs_clock.rule.name not in started:
            yield f"{action.name}: needs the clock {action.needs_clock.rule.name}, which nothing starts"


def _action(action: Action, effects: Collection[str], columns: Collection[str]) -> Iterator[str]:
    asked = [field.name for field in action.asks]
    yield from (f"asks twice for {name}" for name in _twice(asked))
    yield from (f"there is no effect {name}" for name in action.also if name not in effects)
    for name in action.sets:
        if name not in asked or name not in columns:
            yield f"sets {name}, which is not {'asked' if name in columns else 'a field of the record'}"
    yield from (f"one of {name} is required, which is not asked" for name in action.one_of if name not in asked)
    if isinstance(action.then, ByField) and action.then.field not in asked:
        yield f"the next state hangs on {action.then.field}, which is not asked"
    if action.not_by and action.not_by not in columns:
        yield f"not by {action.not_by}, which is no field of the record"
    yield from _conditions(action, asked, columns)
    for step in action.clock:
        yield from _step(step, asked, columns)


def _conditions(action: Action, asked: Sequence[str], columns: Collection[str]) -> Iterator[str]:
    """A field's condition looks at what was asked before it, an action's own only at the record."""
    for position, field in enumerate(action.asks):
        for condition in _conditions_of(field):
            yield from _unknown(condition, asked[:position], columns)
    own = [condition for _, condition in action.narrower]
    for condition in [*own, action.needs] if action.needs else own:
        yield from _unknown(condition, (), columns)


def _conditions_of(field: Field) -> list[Condition]:
    named = (field.required, field.only_if, getattr(field, "two_if", None))
    return [condition for condition in named if condition is not None and not isinstance(condition, bool)]


def _unknown(condition: Condition, asked: Collection[str], columns: Collection[str]) -> Iterator[str]:
    match condition:
        case RecordIs() if condition.field not in columns:
            yield f"a condition looks at {condition.field}, which is no field of the record"
        case Given() if condition.field not in asked:
            yield f"a condition looks at {condition.field}, which is not asked before it"
        case Not():
            yield from _unknown(condition.condition, asked, columns)
        case Both() | Either():
            for part in condition.conditions:
                yield from _unknown(part, asked, columns)


def _step(step: Step, asked: Collection[str], columns: Collection[str]) -> Iterator[str]:
    for name in filter(None, (step.on, step.to)):
        if name not in asked and name not in columns:
            yield f"the clock {step.rule.name} hangs on {name}, which is neither asked nor a field of the record"
    if step.verb == "start" and (step.rule.unit == DATE) != bool(step.to):
        yield f"the clock {step.rule.name} {'needs' if step.rule.unit == DATE else 'takes no'} day fixed by a person"
    if step.only_if is not None:
        yield from _unknown(step.only_if, asked, columns)
