"""Accusations 检举控告: only registered and referred, never assigned (信访工作条例 第二十二条第二款)."""

from dataclasses import replace

from cases.vocabulary import Status
from cases.workflow.petition import PETITION

LEFT = {"register", "decline", "refer", "void"}

ACCUSATION = replace(
    PETITION,
    kind="accusation",
    label="检举控告",
    states=tuple(
        (value, label)
        for value, label in PETITION.states
        if value in {Status.REGISTERED, Status.ACCEPTED, Status.DECLINED, Status.REFERRED, Status.VOIDED}
    ),
    ends=(Status.DECLINED, Status.REFERRED, Status.VOIDED),
    # An accepted petition that turns out to be one (PATCH petition_class).
    entered_elsewhere=(Status.ACCEPTED,),
    actions=tuple(action for action in PETITION.actions if action.then is None or action.name in LEFT),
)
