"""An act costs a fixed number of statements, the same with one child and with many."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from junping.workflow.files import Stored

AT_REGISTRATION, IN_AN_ACT = 12, 14
FEW, MANY = 1, 12
WHO = ("center", "leader", "officer")
STATES = [
    *(("petition", state) for state in ("registered", "handling", "replied", "closed")),
    *(("dispute", state) for state in ("handling", "settled")),
    *(("hazard", state) for state in ("registered", "rectifying", "rectified", "closed")),
]


def statements(context):
    said = [query["sql"] for query in context.captured_queries]
    return [sql for sql in said if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]


def children(road, kind, count):
    """Recused people, and for a case parties, `count` of each."""
    names = [road.cast.add(f"other{count}x{i}", "far", "village").username for i in range(count)]
    if kind == "hazard":
        return {"recused": names}
    row = {"role": "witness", "id_type": "other"}
    parties = [row | {"name": f"证人{i}", "phone": f"1380000{i:04d}", "id_number": f"P{i:012d}"} for i in range(count)]
    return {"recused": names, "parties": parties}


@pytest.mark.parametrize("kind", ["petition", "accusation", "dispute", "request", "hazard"])
def test_registering_costs_the_same_with_one_party_and_with_many(road, kind):
    road.log(kind)  # this process reads the calendar once
    costs = []
    for count in (FEW, MANY):
        given = children(road, kind, count)
        with CaptureQueriesContext(connection) as context:
            road.log(kind, **given)
        costs.append(statements(context))
    assert max(map(len, costs)) <= AT_REGISTRATION, "\n".join(costs[1])
    assert len(costs[0]) == len(costs[1])


def busy(road, kind, state, count):
    """A record in this state with `count` of everything that hangs on one."""
    matter = road.at(kind, state, **children(road, kind, count))
    for i in range(count if state != "voided" else 0):
        file = Stored(f"{i}.png", 3, "image/png", "0" * 64, f"2026/{count}/{i}")
        matter.act("center", "attach", {"file": file, "purpose": "evidence"})
        if "supervise" in matter.allowed("leader"):
            matter.do("leader", "supervise")
    return matter


def costs(matter):
    """The statements of everything that centre, leader and officer may do now."""
    found = {}
    for who in WHO:
        for action in matter.allowed(who):
            data = matter.given(action)
            point = transaction.savepoint()
            with CaptureQueriesContext(connection) as context:
                matter.act(who, action, data)
            transaction.savepoint_rollback(point)
            found[action] = statements(context)
    return found


@pytest.mark.parametrize(("kind", "state"), STATES)
def test_no_act_costs_more_than_its_ceiling_however_much_hangs_on_the_record(road, kind, state):
    few, many = (costs(busy(road, kind, state, count)) for count in (FEW, MANY))
    over = {action: len(said) for action, said in many.items() if len(said) > IN_AN_ACT}
    assert over == {}, "\n".join(many[next(iter(over))])
    assert {action: len(said) for action, said in few.items()} == {action: len(said) for action, said in many.items()}
