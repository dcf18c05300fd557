"""Every state × action × role of petitions, accusations, disputes and requests (domain.md, Cases)."""

import pytest

from tests.matrix import EVERYDAY, WRONG_STATE, Matrix, differences, rights
from tests.road import ROADS

ENDS = {"closed", "declined", "referred", "voided"}
SHARED = """
    decline         center                registered
    refer           center                registered accepted
    assign          center leader         accepted handling
    send_back       handler               handling
    close           center leader         replied settled reviewed
    withdraw        center                registered accepted handling suspended
    follow_up       center handler        settled closed
    reopen          center leader         closed settled
    mark_repeat     center                any
    reveal          center handler leader any
"""
PETITION = """
    accept          center                registered
    extend          leader                handling
    ask_extension   handler center        handling
    reply           handler center        handling
    request_review  center                replied closed
    review          center                reviewing
    request_recheck center                reviewed closed
    hearing         center                rechecking
    recheck         center                rechecking
"""
DISPUTE = """
    accept                center          registered
    extend                handler center  handling
    suspend               center          handling
    resume                center          suspended
    settle                handler center  handling
    mediation_failed      handler center  handling
    request_confirmation  handler center  settled closed
"""
REQUEST = """
    accept          center                registered
    suspend         center                handling
    resume          center                suspended
    reply           handler center        handling
"""
# "For an accusation only decline, refer, void and the actions that leave the state unchanged."
ACCUSATION = """
    decline         center                registered
    refer           center                registered accepted
    extend          leader                handling
    ask_extension   handler center        handling
    hearing         center                rechecking
    follow_up       center handler        settled closed
    mark_repeat     center                any
    reveal          center handler leader any
"""
ALL = {line.split()[0] for text in (SHARED, PETITION, DISPUTE, REQUEST) for line in text.split("\n") if line.strip()}
UNASSIGNED = {"registered", "accepted", "declined", "referred", "voided"}


def matrix(kind: str, text: str, *, sealed: bool = False, **instead: str) -> Matrix:
    states = list(ROADS[kind])
    found = rights(text + EVERYDAY, states, ENDS)
    answers = {(state, "answer_supervision"): "nothing_to_answer" for state in states}
    return Matrix(
        kind=kind,
        rights=found,
        absent=frozenset(ALL - set(found)),
        instead=answers | {tuple(name.split("__")): answer for name, answer in instead.items()},
        assigned_in=frozenset(set(states) - UNASSIGNED),
        sealed=sealed,
    )


MATRICES = {
    # Closed after the reply: no review was ever decided, so the window for a recheck never ran.
    "petition": matrix("petition", PETITION + SHARED, closed__request_recheck=WRONG_STATE),
    "dispute": matrix("dispute", DISPUTE + SHARED),
    "request": matrix("request", REQUEST + SHARED),
    "accusation": matrix("accusation", ACCUSATION, sealed=True),
}
# The petition is tried as everybody; the others as those whose rights differ between the kinds.
ACTORS = {
    "petition": ["center", "leader", "village", "handling", "helping", "auditor", "far"],
    "dispute": ["center", "leader", "village", "officer"],
    "request": ["center", "leader", "officer"],
    "accusation": ["center", "leader", "village", "admin"],
}
PARTY = {"role": "applicant", "name": "张三", "phone": "13800001234"}


@pytest.mark.parametrize(("kind", "state"), [(kind, state) for kind in MATRICES for state in ROADS[kind]])
def test_who_may_do_what_in_which_state_and_a_refusal_leaves_nothing(road, kind, state):
    assert differences(MATRICES[kind], road, state, ACTORS[kind], parties=[PARTY]) == []
