"""Random walks: whatever is tried in whatever order, the record stays whole and within the domain's own limits."""

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from junping.clocks import reading
from junping.workflow.refusals import Refusal
from tests.matrix import traces
from tests.road import GIVEN, GIVEN_BY_KIND

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
# Not to be taken at every turn, for little can happen after them.
FINAL = {"void", "decline", "refer", "hand_over", "withdraw"}
WHO = ["center", "center2", "leader", "officer", "handling", "village", "auditor"]
VARIED = {
    "review": [{"decision": "send_back"}, {"decision": "change"}],
    "accept": [{"unreachable": True, "notified_on": ""}, {"route": "litigation", "route_due_on": "2027-12-31"}],
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

steps = st.fixed_dictionaries(
    {
        "who": st.sampled_from(WHO),
        "pick": st.integers(0, 999),
        "wild": st.sampled_from([False, False, False, True]),
        "variant": st.integers(0, 5),
        "days": st.sampled_from([0, 0, 1, 4, 40]),
    }
)


def action_of(matter, step):
    """Mostly one that is offered to this person now, sometimes any."""
    offered = [] if step["wild"] else matter.allowed(step["who"])
    likely = [name for name in offered if name not in FINAL or step["variant"] == 0]
    choices = likely or ACTIONS
    return choices[step["pick"] % len(choices)]


def data_of(matter, action, choice):
    if action == "correct":
        return CORRECTIONS[choice % len(CORRECTIONS)]
    variants = [{}, *VARIED.get(action, [])]
    return matter.given(action, **variants[choice % len(variants)])


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
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(walk=st.lists(steps, min_size=10, max_size=25))
def test_no_walk_leaves_the_table(road, time, kind, walk):
    time.set("2026-03-02 09:00")
    with transaction.atomic():
        matter = road.log(kind)
        for step in walk:
            time.pass_days(step["days"])
            action = action_of(matter, step)
            before = traces(matter)
            try:
                done = matter.act(step["who"], action, data_of(matter, action, step["variant"]))
            except Refusal:
                assert traces(matter) == before, f"{action} was refused and left something"
            else:
                assert done.event.seq == done.record.version
                check(matter, time.today)
        transaction.set_rollback(True)
