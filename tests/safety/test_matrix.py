"""Every state × action × role of hazards (domain.md, Hazards)."""

import pytest

from tests.matrix import EVERYDAY, Matrix, differences, rights
from tests.road import ROADS

HAZARD = """
    grade             center                    registered rectifying
    order             center leader             registered
    rectify_on_spot   reporter center           registered
    rectify           handler reporter center   rectifying
    pass              center                    rectified
    fail              center                    rectified
    extend            leader                    rectifying
    ask_extension     handler center            rectifying
    hand_over         center leader             registered rectifying
    send_back         handler                   rectifying
    reopen            center                    closed
"""
STATES = list(ROADS["hazard"])
OF_CASES_ONLY = frozenset({"accept", "decline", "refer", "assign", "close", "withdraw", "mark_repeat", "reply"})
MATRIX = Matrix(
    kind="hazard",
    rights=rights(HAZARD + EVERYDAY, STATES, {"closed", "referred", "voided"}),
    absent=OF_CASES_ONLY,
    instead={(state, "answer_supervision"): "nothing_to_answer" for state in STATES},
    assigned_in=frozenset({"rectifying", "rectified", "closed"}),
)
ACTORS = ["center", "leader", "village", "officer", "handling", "auditor", "far", "admin"]


@pytest.mark.parametrize("state", STATES)
def test_who_may_do_what_in_which_state_and_a_refusal_leaves_nothing(road, state):
    assert differences(MATRIX, road, state, ACTORS) == []
