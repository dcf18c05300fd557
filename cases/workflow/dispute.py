"""Disputes 矛盾纠纷: 人民调解法."""

from dataclasses import replace

from cases.vocabulary import AdvisedRoute, AgreementForm, Category, Held, Kind, Status
from cases.workflow.asks import correcting, note, reason, registering
from cases.workflow.clocks import (
    CONFIRMATION_WINDOW,
    INTAKE,
    LABOUR_MEDIATION,
    MEDIATION,
    PERFORMANCE,
    REVISIT,
    REWORK,
)
from cases.workflow.shared import ATTACH, RESUME, SHARED, SUSPEND, decline, refer
from junping.workflow.conditions import Given, Not, RecordIs
from junping.workflow.everyday import correct
from junping.workflow.fields import Choice, DoneOn, Flag, LongText, Number, SetFor, Text
from junping.workflow.steps import extends, pauses, resumes, starts, stops
from junping.workflow.table import CENTER, HANDLER, NEW, Action, RunningClock, Table

LABOUR = RecordIs("category", Category.LABOUR, Category.WAGE)

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
    clock=(
        stops(INTAKE),
        starts(MEDIATION, only_if=Not(LABOUR)),
        starts(LABOUR_MEDIATION, on="received_at", only_if=LABOUR),
    ),
    also=("note_acceptance",),
    law="人民调解法 第十七条",
)
EXTEND = Action(
    "extend",
    "延期",
    who=(HANDLER, CENTER),
    when=(Status.HANDLING,),
    asks=(
        Number("days", "延长天数", at_most=365),
        reason("延期理由"),
        Flag("agreed_by_parties", "各方当事人同意延长", required=True, must_be_true=True),
    ),
    clock=(extends(MEDIATION),),
    needs_clock=RunningClock(rule=MEDIATION, code="no_clock"),
    law="人民调解工作若干规定 第三十三条",
)
SETTLE = Action(
    "settle",
    "调解成功",
    who=(HANDLER, CENTER),
    when=(Status.HANDLING,),
    then=Status.SETTLED,
    asks=(
        Choice("form", "协议形式", options=tuple(AgreementForm.choices)),
        LongText("terms", "协议内容", at_most=20_000),
        DoneOn("effective_on", "协议生效日期"),
        SetFor("perform_by", "履行期限", required=False),
    ),
    clock=(
        stops(MEDIATION),
        stops(REWORK),
        starts(CONFIRMATION_WINDOW, on="effective_on"),
        starts(PERFORMANCE, on="effective_on", to="perform_by", only_if=Given("perform_by")),
        starts(REVISIT),
    ),
    law="人民调解法 第二十八条、第二十九条",
)
MEDIATION_FAILED = Action(
    "mediation_failed",
    "调解不成",
    who=(HANDLER, CENTER),
    when=(Status.HANDLING,),
    then=Status.CLOSED,
    asks=(
        reason("不成的原因"),
        Choice("advised_route", "告知的途径", options=tuple(AdvisedRoute.choices)),
    ),
    clock=(stops(MEDIATION), stops(REWORK)),
    also=("end_as_unresolved",),
    law="人民调解法 第二十六条",
)
REQUEST_CONFIRMATION = Action(
    "request_confirmation",
    "申请司法确认",
    who=(HANDLER, CENTER),
    when=(Status.SETTLED, Status.CLOSED),
    asks=(DoneOn("filed_on", "申请日期"), Text("court", "人民法院")),
    clock=(stops(CONFIRMATION_WINDOW, on="filed_on"),),
    needs_clock=RunningClock(rule=CONFIRMATION_WINDOW, code="wrong_state"),
    law="人民调解法 第三十三条",
)
# What an agreement adds to the acts that every case has.
KEPT = {
    "close": (stops(PERFORMANCE),),
    "follow_up": (stops(REVISIT), stops(PERFORMANCE, only_if=Given("held", Held.YES))),
}
DISPUTE = Table(
    Kind.DISPUTE,
    "矛盾纠纷",
    states=tuple(
        c for c in Status.choices if c[0] not in {Status.REPLIED, Status.REVIEWING, Status.REVIEWED, Status.RECHECKING}
    ),
    ends=(Status.CLOSED, Status.DECLINED, Status.REFERRED, Status.VOIDED),
    actions=(
        REGISTER,
        ACCEPT,
        decline(clock=(stops(INTAKE),)),
        refer(clock=(stops(INTAKE),)),
        EXTEND,
        replace(SUSPEND, clock=(pauses(MEDIATION),)),
        replace(RESUME, clock=(resumes(MEDIATION),)),
        SETTLE,
        MEDIATION_FAILED,
        REQUEST_CONFIRMATION,
        *(replace(action, clock=KEPT[action.name]) if action.name in KEPT else action for action in SHARED),
        ATTACH,
        replace(correct(), asks=correcting(petition=False)),
    ),
)
