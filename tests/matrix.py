"""Every state × action × role, compared with domain.md as a table that people read, not with the program's tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from cases.models import Party
from junping.workflow.files import Stored
from junping.workflow.refusals import Forbidden, NotFound, Refusal, WrongState
from tests.road import Matter, Road

DONE, NOT_FOUND, FORBIDDEN, WRONG_STATE = "done", "404", "403", "wrong_state"
EVERYDAY = """
    urge                center leader                       open
    ask_reporter        center                              registered
    take_charge         leader                              open
    note                handler co_unit reporter center     open
    comment             leader                              any
    supervise           leader                              open
    answer_supervision  handler center                      open
    recuse              center leader                       any
    void                leader                              not_voided
    attach              handler co_unit reporter center     not_voided
    correct             center                              not_voided
"""
# In the place of any right: who may something only in these states (else 409).
ONLY_WHILE = {("void", "center"): {"registered"}, ("correct", "own_unit"): {"registered"}}
# Who asks in the matrix: what each is to the record once it is assigned, and whether it sees it before.
RELATIONS: Mapping[str, frozenset[str]] = {
    "center": frozenset({"center"}),
    "leader": frozenset({"leader"}),
    "village": frozenset({"reporter", "own_unit"}),
    "officer": frozenset({"handler"}),
    "handling": frozenset({"handler"}),
    "helping": frozenset({"co_unit"}),
    "auditor": frozenset(),
    "far": frozenset(),
    "admin": frozenset(),
}
ALWAYS_SEE, NEVER_SEE = {"center", "leader", "village", "auditor"}, {"far", "admin"}


@dataclass(frozen=True)
class Right:
    """Who may, and in which states."""

    who: frozenset[str]
    when: frozenset[str]


def rights(text: str, states: list[str], ends: set[str]) -> dict[str, Right]:
    """Read lines of `action  who who  state state`."""
    groups = {"open": set(states) - ends, "any": set(states), "not_voided": set(states) - {"voided"}}
    roles = {"center", "leader", "handler", "co_unit", "reporter", "own_unit"}
    found = {}
    for line in filter(str.strip, text.splitlines()):
        name, *words = line.split()
        when = set().union(*(groups.get(word, {word}) for word in words if word not in roles))
        found[name] = Right(frozenset(word for word in words if word in roles), frozenset(when & set(states)))
    return found


@dataclass
class Matrix:
    """The expectation for one kind. `instead` names what happens in particular cases: (state, action) → answer."""

    kind: str
    rights: Mapping[str, Right]
    absent: frozenset[str]
    instead: Mapping[tuple[str, str], str]
    assigned_in: frozenset[str]
    sealed: bool = False

    def expected(self, state: str, action: str, who: str) -> str:
        if not self._sees(state, who) or action in self.absent:
            return NOT_FOUND
        related = RELATIONS[who] if self._stands(state, who) else frozenset()
        right = self.rights[action]
        whiles = [states for (name, role), states in ONLY_WHILE.items() if name == action and role in related]
        if not related & right.who and not whiles:
            return FORBIDDEN
        may_now = (state in right.when and related & right.who) or any(state in states for states in whiles)
        return self.instead.get((state, action), DONE) if may_now else WRONG_STATE

    def _sees(self, state: str, who: str) -> bool:
        if who in NEVER_SEE:
            return False
        if self.sealed:
            return who in {"center", "leader"}
        return who in ALWAYS_SEE or state in self.assigned_in

    def _stands(self, state: str, who: str) -> bool:
        return who in ALWAYS_SEE or state in self.assigned_in


def differences(matrix: Matrix, road: Road, state: str, actors: list[str], **data: Any) -> list[str]:
    """Try every action as each of the actors; return where the answer is another than the table's."""
    matter = road.at(matrix.kind, state, **data)
    return list(_differences(matrix, matter, state, actors))


def _differences(matrix: Matrix, matter: Matter, state: str, actors: list[str]) -> Iterator[str]:
    assert matter.status == state
    before = traces(matter)
    for action, who in _attempts(matrix, actors):
        wanted, got = matrix.expected(state, action, who), attempt(matter, who, action)
        if wanted != got:
            yield f"{state} {action} {who}: {wanted} expected, {got}"
        if got != DONE and traces(matter) != before:
            yield f"{state} {action} {who}: refused, and something is left"


def _attempts(matrix: Matrix, actors: list[str]) -> Iterator[tuple[str, str]]:
    """What this kind lacks is missing for everybody, and who never sees it never does: a few of each will do."""
    for action in matrix.rights:
        yield from ((action, who) for who in actors if who not in NEVER_SEE or action in {"note", "void", "reveal"})
    yield from ((action, "center") for action in matrix.absent)


def filled(matter: Matter, action: str) -> dict[str, Any]:
    if action == "attach":
        return {"file": Stored("地块.png", 3, "image/png", "0" * 64, "2026/ab"), "purpose": "evidence"}
    if action == "correct":
        return {"title": "更正过的标题"}
    if action == "reveal":
        return {"reason": "联系当事人", "party": Party.objects.get(case__number=matter.number).public_id}
    return matter.given(action)


def attempt(matter: Matter, who: str, action: str) -> str:
    """The answer's code; what was done is undone, and what was refused is left to be looked at."""
    data = filled(matter, action)
    point = transaction.savepoint()
    try:
        matter.act(who, action, data)
    except Refusal as refusal:
        return code(refusal)
    transaction.savepoint_rollback(point)
    return DONE


def code(refusal: Refusal) -> str:
    if isinstance(refusal, NotFound):
        return NOT_FOUND
    if isinstance(refusal, Forbidden):
        return FORBIDDEN
    if isinstance(refusal, WrongState):
        return refusal.code
    return f"{type(refusal).__name__} {getattr(refusal, 'problems', '')}"


COUNTED = (
    "history.Event",
    "notify.Notice",
    "workflow.Series",
    "cases.Case",
    "cases.CaseClock",
    "cases.Party",
    "cases.CaseAttachment",
    "safety.Hazard",
    "safety.HazardClock",
    "safety.HazardAttachment",
    "search.SearchText",
)


def traces(matter: Matter) -> tuple[Any, ...]:
    """How many rows there are of everything an act may write, and the record and its clocks as they stand."""
    tables = [connection.ops.quote_name(apps.get_model(name)._meta.db_table) for name in COUNTED]
    record, clocks = (
        connection.ops.quote_name(model._meta.db_table) for model in (matter.domain.model, matter.domain.clock_model)
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"(SELECT COUNT(*) FROM {table})" for table in tables))
        counts = cursor.fetchone()
        cursor.execute(f"SELECT * FROM {record} ORDER BY id")
        records = cursor.fetchall()
        cursor.execute(f"SELECT * FROM {clocks} ORDER BY id")
        return counts, records, cursor.fetchall()
