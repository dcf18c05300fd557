"""The actions that petitions, disputes and requests share."""

from cases.vocabulary import Held, Outcome, Status
from cases.workflow.asks import assignees, note, reason
from cases.workflow.clocks import REWORK
from junping.attachments.purpose import Purpose
from junping.org.roles import Role
from junping.workflow.conditions import Either, Not, RecordIs
from junping.workflow.everyday import EVERYDAY, attach
from junping.workflow.fields import Choice, Field, LongText, Number, OtherRecord, Text
from junping.workflow.steps import Step, starts
from junping.workflow.table import ANY, CENTER, HANDLER, LEADER, SAME, Action

REGISTERED, ACCEPTED, HANDLING, SUSPENDED = (
    Status.REGISTERED,
    Status.ACCEPTED,
    Status.HANDLING,
    Status.SUSPENDED,
)
REPLIED, SETTLED, REVIEWED, CLOSED = Status.REPLIED, Status.SETTLED, Status.REVIEWED, Status.CLOSED
MAY_REGISTER = (Role.VILLAGE, Role.CENTER, Role.OFFICER)

ASSIGN = Action(
    "assign",
    "分派",
    who=(CENTER, LEADER),
    when=(ACCEPTED, HANDLING),
    then=HANDLING,
    asks=(*assignees(), note()),
    one_of=("officer", "handling_unit"),
    sets=("officer", "handling_unit"),
    also=("refuse_recused", "replace_co_units"),
    tells=(HANDLER,),
)
SEND_BACK = Action(
    "send_back",
    "退回",
    who=(HANDLER,),
    when=(HANDLING,),
    then=ACCEPTED,
    asks=(reason("退回理由（为何不归本单位办）"),),
    also=("take_from_handler",),
    tells=(CENTER,),
)
SUSPEND = Action("suspend", "中止", who=(CENTER,), when=(HANDLING,), then=SUSPENDED, asks=(reason("中止理由"),))
RESUME = Action("resume", "恢复", who=(CENTER,), when=(SUSPENDED,), then=HANDLING, asks=(note(),))
CLOSE = Action(
    "close",
    "办结",
    who=(CENTER, LEADER),
    when=(REPLIED, SETTLED, REVIEWED),
    then=CLOSED,
    asks=(
        Choice("outcome", "结果", options=tuple(Outcome.choices)),
        note(),
    ),
    sets=("outcome",),
    also=("end",),
)
WITHDRAW = Action(
    "withdraw",
    "撤回",
    who=(CENTER,),
    when=(REGISTERED, ACCEPTED, HANDLING, SUSPENDED),
    then=CLOSED,
    asks=(reason("撤回理由"),),
    also=("end_as_withdrawn",),
)
FOLLOW_UP = Action(
    "follow_up",
    "回访",
    who=(CENTER, HANDLER),
    when=(SETTLED, CLOSED),
    asks=(
        Number("satisfaction", "满意度（1–5）", at_most=5),
        Choice("held", "是否履行、有无反弹", options=tuple(Held.choices)),
        LongText("text", "回访情况", required=False),
    ),
    sets=("satisfaction",),
)
REOPEN = Action(
    "reopen",
    "重新办理",
    who=(CENTER, LEADER),
    when=(CLOSED, SETTLED),
    then=HANDLING,
    asks=(reason("重新办理理由"),),
    needs=Not(Either(RecordIs("outcome", Outcome.WITHDRAWN), RecordIs("ended_by", "recheck"))),
    clock=(starts(REWORK),),
    also=("cancel_all_clocks", "leave_closed"),
    tells=(HANDLER,),
)
MARK_REPEAT = Action(
    "mark_repeat",
    "认定重复",
    who=(CENTER,),
    when=ANY,
    then=SAME,
    asks=(OtherRecord("of", "与哪一件重复（编号；留空即撤销认定）"), reason()),
    also=("mark_repeat",),
)
REVEAL = Action(
    "reveal",
    "查看全号",
    who=(CENTER, HANDLER, LEADER),
    when=ANY,
    asks=(reason("查看理由"), Number("party", "当事人", at_most=2**62)),
    also=("reveal",),
    route_of_its_own=True,
)
SHARED = (ASSIGN, SEND_BACK, CLOSE, WITHDRAW, FOLLOW_UP, REOPEN, MARK_REPEAT, REVEAL, *EVERYDAY)
ATTACH = attach(tuple(Purpose.choices))


def decline(*more: Field, clock: tuple[Step, ...] = (), law: str = "") -> Action:
    return Action(
        "decline",
        "不予受理",
        who=(CENTER,),
        when=(REGISTERED,),
        then=Status.DECLINED,
        asks=(reason("不予受理理由"), *more),
        clock=clock,
        law=law,
    )


def refer(*more: Field, clock: tuple[Step, ...] = (), law: str = "") -> Action:
    return Action(
        "refer",
        "转送",
        who=(CENTER,),
        when=(REGISTERED, ACCEPTED),
        then=Status.REFERRED,
        asks=(Text("to_body", "转送机关"), reason("转送理由"), *more),
        clock=clock,
        also=("refuse_recused_body",),
        law=law,
    )
