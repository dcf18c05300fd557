"""Petitions 信访事项: 信访工作条例."""

from dataclasses import replace

from cases.vocabulary import Decision, Outcome, PetitionClass, RecheckDecision, ReviewDecision, Route, Status
from cases.workflow.asks import correcting, note, reason, registering, told_in_writing
from cases.workflow.clocks import (
    ANSWER,
    HANDLING,
    INTAKE,
    NOTICE,
    OBJECTION,
    RECHECK,
    RECHECK_WINDOW,
    REVIEW,
    REVIEW_WINDOW,
    REWORK,
    ROUTE,
)
from cases.workflow.shared import ATTACH, SHARED, decline, refer
from junping.workflow.conditions import Both, Given, Not, RecordIs
from junping.workflow.everyday import correct
from junping.workflow.fields import AnyDate, Choice, DoneOn, LongText, Number, SetFor, Text
from junping.workflow.steps import cancels, extends, leaves_out, starts, stops
from junping.workflow.table import CENTER, HANDLER, LEADER, NEW, Action, ByField, RunningClock, Table

APPEAL = RecordIs("petition_class", PetitionClass.APPEAL)
PROPOSAL = RecordIs("petition_class", PetitionClass.PROPOSAL)
BY_PETITION = Given("route", Route.PETITION)
TOLD = (
    cancels(NOTICE, only_if=Given("unreachable", True)),
    stops(NOTICE, on="notified_on"),
    stops(OBJECTION),
    stops(INTAKE),
)
TOLD_LAW = "信访工作条例 第二十三条"
DAYS = Number("days", "延长天数", at_most=30, beyond="延期合计不得超过 30 日（信访工作条例第三十四条）。")

REGISTER = Action(
    "register",
    "登记",
    who=(),
    when=NEW,
    then=Status.REGISTERED,
    asks=registering(petition=True),
    clock=(
        starts(NOTICE, on="received_at"),
        starts(OBJECTION, on="received_at", only_if=RecordIs("source", "assigned")),
        starts(INTAKE, on="received_at", only_if=PROPOSAL),
    ),
    also=("complete",),
    route_of_its_own=True,
)
ACCEPT = Action(
    "accept",
    "受理",
    who=(CENTER,),
    when=(Status.REGISTERED,),
    then=Status.ACCEPTED,
    asks=(
        *told_in_writing(),
        Choice("route", "办理途径", only_if=APPEAL, options=tuple(Route.choices)),
        SetFor(
            "route_due_on",
            "该途径的办理期限",
            required=Both(APPEAL, Given("route"), Not(BY_PETITION)),
            only_if=Both(APPEAL, Not(BY_PETITION)),
        ),
        note(),
    ),
    clock=(
        *TOLD,
        starts(HANDLING, only_if=Both(APPEAL, BY_PETITION)),
        starts(ROUTE, to="route_due_on", only_if=Both(APPEAL, Not(BY_PETITION))),
        starts(ANSWER, only_if=PROPOSAL),
    ),
    also=("note_acceptance",),
    law="信访工作条例 第二十三条、第三十一条",
)
ASK_EXTENSION = Action(
    "ask_extension",
    "申请延期",
    who=(HANDLER, CENTER),
    when=(Status.HANDLING,),
    asks=(DAYS, reason("延期理由")),
    needs_clock=RunningClock(rule=HANDLING, code="no_clock"),
    also=("ask_extension",),
    tells=(LEADER,),
)
EXTEND = Action(
    "extend",
    "延期",
    who=(LEADER,),
    when=(Status.HANDLING,),
    asks=(
        DAYS,
        reason("延期理由"),
        DoneOn("notified_on", "告知信访人日期"),
    ),
    clock=(extends(HANDLING, together_at_most=30),),
    needs_clock=RunningClock(rule=HANDLING, code="no_clock"),
    also=("answer_extension",),
    law="信访工作条例 第三十四条",
    tells=(HANDLER,),
)
REPLY = Action(
    "reply",
    "出具处理意见",
    who=(HANDLER, CENTER),
    when=(Status.HANDLING,),
    then=Status.REPLIED,
    asks=(
        LongText("opinion", "处理意见", at_most=20_000),
        Choice("decision", "处理决定", options=tuple(Decision.choices)),
        DoneOn("delivered_on", "送达日期"),
    ),
    clock=(
        stops(HANDLING, on="delivered_on"),
        stops(ROUTE),
        stops(ANSWER),
        stops(REWORK),
        starts(REVIEW_WINDOW, on="delivered_on"),
    ),
    law="信访工作条例 第三十二条、第三十四条",
)
REQUEST_REVIEW = Action(
    "request_review",
    "复查申请",
    who=(CENTER,),
    when=(Status.REPLIED, Status.CLOSED),
    then=Status.REVIEWING,
    asks=(DoneOn("requested_on", "申请日期"), Text("body", "复查机关")),
    clock=(stops(REVIEW_WINDOW, on="requested_on"), starts(REVIEW, on="requested_on")),
    needs_clock=RunningClock(rule=REVIEW_WINDOW, code="wrong_state"),
    also=("leave_closed",),
    law="信访工作条例 第三十五条",
)
REVIEW_OPINION = Action(
    "review",
    "复查意见",
    who=(CENTER,),
    when=(Status.REVIEWING,),
    then=ByField("decision", ((ReviewDecision.SEND_BACK, Status.HANDLING),), otherwise=Status.REVIEWED),
    asks=(
        Choice("decision", "复查决定", options=tuple(ReviewDecision.choices)),
        LongText("opinion", "复查意见", at_most=20_000),
        DoneOn("delivered_on", "送达日期"),
    ),
    clock=(
        stops(REVIEW, on="delivered_on"),
        starts(RECHECK_WINDOW, on="delivered_on", only_if=Not(Given("decision", ReviewDecision.SEND_BACK))),
        starts(REWORK, only_if=Given("decision", ReviewDecision.SEND_BACK)),
    ),
    law="信访工作条例 第三十五条",
)
REQUEST_RECHECK = Action(
    "request_recheck",
    "复核申请",
    who=(CENTER,),
    when=(Status.REVIEWED, Status.CLOSED),
    then=Status.RECHECKING,
    asks=(DoneOn("requested_on", "申请日期"), Text("body", "复核机关")),
    clock=(stops(RECHECK_WINDOW, on="requested_on"), starts(RECHECK, on="requested_on")),
    needs_clock=RunningClock(rule=RECHECK_WINDOW, code="wrong_state"),
    also=("leave_closed",),
    law="信访工作条例 第三十六条",
)
HEARING = Action(
    "hearing",
    "听证",
    who=(CENTER,),
    when=(Status.RECHECKING,),
    asks=(AnyDate("from", "听证开始日期"), AnyDate("to", "听证结束日期")),
    clock=(leaves_out(RECHECK, first="from", last="to"),),
    law="信访工作条例 第三十六条",
)
RECHECK_OPINION = Action(
    "recheck",
    "复核意见",
    who=(CENTER,),
    when=(Status.RECHECKING,),
    then=Status.CLOSED,
    asks=(
        Choice("decision", "复核决定", options=tuple(RecheckDecision.choices)),
        LongText("opinion", "复核意见", at_most=20_000),
        Choice("outcome", "结果", options=tuple(Outcome.choices)),
        DoneOn("delivered_on", "送达日期"),
    ),
    sets=("outcome",),
    clock=(stops(RECHECK),),
    also=("end",),
    law="信访工作条例 第三十六条",
)
PETITION = Table(
    "petition",
    "信访事项",
    states=tuple(c for c in Status.choices if c[0] not in {Status.SUSPENDED, Status.SETTLED}),
    ends=(Status.CLOSED, Status.DECLINED, Status.REFERRED, Status.VOIDED),
    actions=(
        REGISTER,
        ACCEPT,
        decline(*told_in_writing(), clock=TOLD, law=TOLD_LAW),
        refer(*told_in_writing(), clock=TOLD, law=TOLD_LAW),
        ASK_EXTENSION,
        EXTEND,
        REPLY,
        REQUEST_REVIEW,
        REVIEW_OPINION,
        REQUEST_RECHECK,
        HEARING,
        RECHECK_OPINION,
        *SHARED,
        ATTACH,
        replace(correct(), asks=correcting(petition=True)),
    ),
)
