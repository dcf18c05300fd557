"""How does a workflow table read? Who, when, then; what it asks for; what it does to a clock; under which law. Pure."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from junping.clocks.rules import ClockRule
from junping.workflow.conditions import Condition
from junping.workflow.fields import Field
from junping.workflow.steps import Step


class Who(StrEnum):
    """What somebody must be to this record to take an action on it (domain.md, Roles)."""

    CENTER = "center"
    LEADER = "leader"
    HANDLER = "handler"
    REPORTER = "reporter"
    OWN_UNIT = "own_unit"
    CO_UNIT = "co_unit"


WHO_LABELS = {
    Who.CENTER: "镇综治中心",
    Who.LEADER: "领导",
    Who.HANDLER: "承办人",
    Who.REPORTER: "登记单位",
    Who.OWN_UNIT: "所属单位",
    Who.CO_UNIT: "协办单位",
}
CENTER, LEADER, HANDLER, REPORTER, OWN_UNIT, CO_UNIT = Who

NEW: tuple[str, ...] = ("(new)",)
OPEN: tuple[str, ...] = ("(open)",)
ANY: tuple[str, ...] = ("(any)",)
VOIDED = "voided"
NOT_VOIDED: tuple[str, ...] = ("(not voided)",)
SAME = None


@dataclass(frozen=True, slots=True)
class ByField:
    """The next state hangs on what is given: `cases` first, else `otherwise`."""

    field: str
    cases: tuple[tuple[str, str], ...]
    otherwise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningClock:
    """The action needs this clock to run; `code` says what to answer where it does not."""

    rule: ClockRule
    code: str


@dataclass(frozen=True, slots=True)
class Action:
    """One transition, whole. See docs/architecture.md, "How a table reads".

    `sets`: fields of the record that take the value given. `narrower`: whoever is only that may act only where the
    condition holds (else 409). `needs`: what the record must be beyond its state (else 409). `not_by`: the record's
    field that names the one person who may not (four eyes). `also`: named functions of the domain's effects.py.
    """

    name: str
    label: str
    who: tuple[Who, ...]
    when: tuple[str, ...]
    then: str | ByField | None = SAME
    asks: tuple[Field, ...] = ()
    one_of: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    clock: tuple[Step, ...] = ()
    law: str = ""
    narrower: tuple[tuple[Who, Condition], ...] = ()
    needs: Condition | None = None
    needs_clock: RunningClock | None = None
    not_by: str = ""
    also: tuple[str, ...] = ()
    tells: tuple[Who, ...] = ()
    route_of_its_own: bool = False

    def targets(self) -> tuple[str, ...]:
        """The states it may lead to; empty where the state stays."""
        if self.then is None:
            return ()
        if isinstance(self.then, ByField):
            return (self.then.otherwise, *(state for _, state in self.then.cases))
        return (self.then,)


@dataclass(frozen=True, slots=True)
class Table:
    """The workflow of one kind of record: its states (value, label), which of them are ends, its actions.

    A state named in an action's `when` that this table lacks is left out of it, for actions are shared between
    tables; `unknown` keeps the pairs (action, state). `entered_elsewhere`: states that records of another table bring
    along when they become this kind.
    """

    kind: str
    label: str
    states: tuple[tuple[str, str], ...]
    ends: tuple[str, ...]
    actions: tuple[Action, ...]
    entered_elsewhere: tuple[str, ...] = ()
    unknown: tuple[tuple[str, str], ...] = field(default=(), init=False)

    def __post_init__(self) -> None:
        names = {name for name, _ in self.states} | {*NEW, *OPEN, *ANY, *NOT_VOIDED}
        unknown = tuple((a.name, state) for a in self.actions for state in a.when if state not in names)
        object.__setattr__(self, "unknown", unknown)
        object.__setattr__(self, "actions", tuple(replace(a, when=self._spelt(a.when)) for a in self.actions))

    def _spelt(self, when: tuple[str, ...]) -> tuple[str, ...]:
        names = tuple(name for name, _ in self.states)
        if when == OPEN:
            return tuple(name for name in names if name not in self.ends)
        if when == ANY:
            return names
        if when == NOT_VOIDED:
            return tuple(name for name in names if name != VOIDED)
        return tuple(name for name in when if name in names or (name,) == NEW)

    def action(self, name: str) -> Action | None:
        return next((action for action in self.actions if action.name == name), None)

    def rules(self) -> tuple[ClockRule, ...]:
        """Every clock that some action of this table moves, in order of appearance."""
        return tuple(dict.fromkeys(step.rule for action in self.actions for step in action.clock))
