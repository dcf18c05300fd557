"""Random walks: whatever is tried in whatever order, the record stays whole and within the domain's own limits.

`JUNPING_FUZZ=100` walks a hundred other ways over each table.
"""

import os
from collections import Counter
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from junping.clocks import reading
from junping.workflow.refusals import Refusal
from tests.matrix import traces
from tests.road import GIVEN, GIVEN_BY_KIND, ROADS

# domain.md, The clocks: in which states what may run. A window past its day has lapsed and stands anywhere.
MAY_RUN = {
    "notice": {"registered"},
    "objection": {"registered"},
    "intake": {"registered"},
    "handling": {"accepted", "handling"},
    "route": {"accepted", "handling"},
    "answer": {"accepted", "handling", "suspended"},
    "mediation": {"accepted", "handling", "suspended"},
    "rework": {"accepted", "handling", "suspended"},
    "review_window": {"replied", "closed"},
    "review": {"reviewing"},
    "recheck_window": {"reviewed", "closed"},
    "recheck": {"rechecking"},
    "confirmation_window": {"settled", "closed"},
    "performance": {"settled"},
    "revisit": {"settled", "closed"},
    "dispatch": {"registered"},
    "rectification": {"rectifying"},
    "recheck_hazard": {"rectified"},
}
ENDS = {"closed", "declined", "referred", "voided"}
ACTIONS = sorted({*GIVEN, *(action for _, action in GIVEN_BY_KIND), "correct"})
WALKS = int(os.environ.get("JUNPING_FUZZ", "0"))
# Not to be taken at every turn, for little can happen after them.
FINAL = {"void", "decline", "refer", "hand_over", "withdraw"}
STEPS = 20
WHO = ["center", "center", "center", "center2", "leader", "leader", "officer", "handling", "village", "auditor"]
VARIED = {
    "review": [{"decision": "send_back"}, {"decision": "change"}],
    "accept": [{"unreachable": True, "notified_on": None}, {"route": "litigation", "route_due_on": "2027-12-31"}],
    "settle": [{"perform_by": "2027-12-31"}],
    "follow_up": [{"held": "no"}, {"held": "partly"}],
    "assign": [{"officer": "officer2"}, {"officer": "center", "handling_unit": ""}],
    "recuse": [{"users": ["village2", "auditor"]}],
    "close": [{"outcome": "explained"}],
    "grade": [{"level": "major", "standard": "某标准", "funds": "1元", "plan": "预案", "interim_measures": "停用"}],
}
CORRECTIONS = [
    {"title": "改过"},
    {"category": "wage"},
    {"category": "land"},
    {"petition_class": "proposal"},
    {"site": "村部"},
]


def next_step(matter, chance):
    """Who tries what, and what is filled in: mostly what is offered now, and rather what moves the record on."""
    who = chance.choice(WHO)
    offered = [] if chance.random() < 0.2 else matter.allowed(who)
    action = (
        chance.choices(offered, [_weight(matter, name) for name in offered])[0] if offered else chance.choice(ACTIONS)
    )
    if action == "correct":
        return who, action, chance.choice(CORRECTIONS)
    return who, action, matter.given(action, **chance.choice([{}, *VARIED.get(action, [])]))


def _weight(matter, name):
    record = matter.record
    leads_on = set(matter.domain.action(record, name).targets()) - {record.status}
    return 0.05 if name in FINAL else 8 if leads_on else 1


def check(matter, today):
    record, clocks = matter.record, matter.clocks
    table = matter.domain.table(record)
    assert record.status in dict(table.states)
    live = [c for c in clocks if c.state in {"running", "paused"} and reading.state(c, today) != "lapsed"]
    for clock in live:
        allowed = MAY_RUN.get(clock.rule) or {name for name, _ in table.states} - ENDS
        assert record.status in allowed, f"{clock.rule} runs in {record.status}"
    assert all(times == 1 for rule, times in Counter(c.rule for c in live).items() if rule != "supervision")
    counted = [c for c in clocks if c.state == "running" and not c.window] if record.status not in ENDS else []
    assert record.due_on == min((c.due_on for c in counted), default=None)
    assert record.warn_on == min((c.warn_on for c in counted), default=None)
    assert (record.status == "closed") == (record.closed_at is not None)
    if matter.domain.record_type == "case":
        assert (record.status == "closed") == (record.outcome is not None)
        assert (record.status == "suspended") >= any(c.state == "paused" for c in clocks)
    if record.extension_asked:
        assert any(c.rule in {"handling", "rectification"} and c.state == "running" for c in clocks)
    assert record.version == len(matter.events)
    assert matter.problem() == ""


@pytest.mark.parametrize("kind", ["petition", "proposal", "accusation", "dispute", "request", "hazard"])
@settings(
    max_examples=WALKS or 5,
    deadline=None,
    derandomize=not WALKS,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32))
def test_no_walk_leaves_the_table(road, time, kind, seed):
    chance = Random(seed)
    time.set("2026-03-02 09:00")
    with transaction.atomic():
        matter = road.at(
            kind, chance.choice([state for state in ROADS[kind] if state not in ENDS or state == "closed"])
        )
        check(matter, time.today)
        for _ in range(STEPS):
            time.pass_days(chance.choice([0, 0, 1, 4, 40]))
            who, action, data = next_step(matter, chance)
            before = traces(matter)
            try:
                done = matter.act(who, action, data)
            except Refusal:
                assert traces(matter) == before, f"{action} was refused and left something"
                assert matter.problem() == ""
            else:
                assert done.event.seq == done.record.version
                check(matter, time.today)
        transaction.set_rollback(True)
