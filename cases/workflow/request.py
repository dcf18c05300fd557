"""Requests 群众诉求: yard meetings, visits to enterprises, the hotline."""

from dataclasses import replace

from cases.vocabulary import Kind, Status
from cases.workflow.asks import correcting, note, registering
from cases.workflow.clocks import ANSWER, INTAKE, REWORK
from cases.workflow.shared import ATTACH, RESUME, SHARED, SUSPEND, decline, refer
from junping.workflow.everyday import correct
from junping.workflow.fields import DoneOn, LongText
from junping.workflow.steps import pauses, resumes, starts, stops
from junping.workflow.table import CENTER, HANDLER, NEW, Action, Table

REGISTER = Action(
    "register",
    "登记",
    who=(),
    when=NEW,
    then=Status.REGISTERED,
    asks=registering(petition=False),
    clock=(starts(INTAKE, on="received_at"),),
    also=("complete",),
    route_of_its_own=True,
)
ACCEPT = Action(
    "accept",
    "受理",
    who=(CENTER,),
    when=(Status.REGISTERED,),
    then=Status.ACCEPTED,
    asks=(note(),),
    clock=(stops(INTAKE), starts(ANSWER)),
    also=("note_acceptance",),
)
REPLY = Action(
    "reply",
    "答复",
    who=(HANDLER, CENTER),
    when=(Status.HANDLING,),
    then=Status.REPLIED,
    asks=(LongText("opinion", "答复内容", at_most=20_000), DoneOn("delivered_on", "答复日期")),
    clock=(stops(ANSWER), stops(REWORK)),
)
REQUEST = Table(
    Kind.REQUEST,
    "群众诉求",
    states=tuple(
        c for c in Status.choices if c[0] not in {Status.SETTLED, Status.REVIEWING, Status.REVIEWED, Status.RECHECKING}
    ),
    ends=(Status.CLOSED, Status.DECLINED, Status.REFERRED, Status.VOIDED),
    actions=(
        REGISTER,
        ACCEPT,
        decline(clock=(stops(INTAKE),)),
        refer(clock=(stops(INTAKE),)),
        replace(SUSPEND, clock=(pauses(ANSWER),)),
        replace(RESUME, clock=(resumes(ANSWER),)),
        REPLY,
        *SHARED,
        ATTACH,
        replace(correct(), asks=correcting(petition=False)),
    ),
)
