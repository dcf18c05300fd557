"""Hazards 安全隐患 and findings 排查问题: found, put right, checked again, struck off (安全生产法)."""

from dataclasses import replace

from junping.attachments.purpose import Purpose
from junping.org.roles import Role
from junping.workflow.conditions import Both, RecordIs
from junping.workflow.everyday import EVERYDAY, attach, correct
from junping.workflow.fields import (
    Choice,
    Decimal,
    DoneOn,
    Everybody,
    LongText,
    Moment,
    Names,
    Person,
    SetFor,
    Text,
    UnitRef,
)
from junping.workflow.steps import cancels, moves, starts, stops
from junping.workflow.table import CENTER, HANDLER, LEADER, NEW, REPORTER, Action, RunningClock, Table
from safety.vocabulary import HazardLevel, Status
from safety.workflow.asks import INSPECTED, MAJOR, PUT_RIGHT_NOW, REASON, TO_MAJOR, WHAT, five_provisions
from safety.workflow.clocks import DISPATCH, RECHECK_HAZARD, RECTIFICATION

REGISTER = Action(
    "register",
    "登记",
    who=(),
    when=NEW,
    then=Status.REGISTERED,
    asks=(
        *WHAT,
        Choice("level", "等级", required=False, options=tuple(HazardLevel.choices)),
        UnitRef("unit", "所属单位", required=False),
        Moment("found_at", "发现时间", required=False),
        Everybody("recused", "应回避的人", required=False),
    ),
    clock=(starts(DISPATCH, on="found_at"),),
    also=("complete",),
    route_of_its_own=True,
)
GRADE = Action(
    "grade",
    "定级",
    who=(CENTER,),
    when=(Status.REGISTERED, Status.RECTIFYING),
    asks=(
        Choice("level", "等级", options=tuple(HazardLevel.choices)),
        REASON,
        Text("standard", "重大隐患判定标准", required=TO_MAJOR, only_if=TO_MAJOR),
        *five_provisions(Both(TO_MAJOR, PUT_RIGHT_NOW), only_if=TO_MAJOR),
    ),
    sets=("level", "standard", "funds"),
    law="安全生产法 第一百一十八条",
)
ORDER = Action(
    "order",
    "下达整改通知",
    who=(CENTER, LEADER),
    when=(Status.REGISTERED,),
    then=Status.RECTIFYING,
    asks=(
        UnitRef("responsible_unit", "责任单位", required=False),
        Text("responsible_person", "责任人（业主、企业）", required=False, at_most=100),
        LongText("measures", "整改措施"),
        SetFor("due_on", "整改期限"),
        Text("authority", "下达机关", required=False, at_most=100),
        Person("officer", "承办人", required=False, roles=(Role.VILLAGE, Role.CENTER, Role.OFFICER)),
        *five_provisions(MAJOR),
        Text("standard", "重大隐患判定标准", required=MAJOR, only_if=MAJOR),
    ),
    one_of=("responsible_unit", "responsible_person"),
    sets=("responsible_unit", "responsible_person", "measures", "officer", "funds", "standard"),
    clock=(stops(DISPATCH), starts(RECTIFICATION, to="due_on")),
    also=("refuse_recused", "name_authority"),
    law="安全生产法 第四十一条",
    tells=(HANDLER,),
)
RECTIFY_ON_SPOT = Action(
    "rectify_on_spot",
    "当场整改",
    who=(REPORTER, CENTER),
    when=(Status.REGISTERED,),
    then=Status.RECTIFIED,
    asks=(LongText("measures", "整改措施"), DoneOn("rectified_on", "整改完成日期")),
    sets=("measures",),
    needs=RecordIs("level", HazardLevel.GENERAL),
    clock=(stops(DISPATCH), starts(RECHECK_HAZARD)),
    also=("note_rectification",),
)
RECTIFY = Action(
    "rectify",
    "报告整改",
    who=(HANDLER, REPORTER, CENTER),
    when=(Status.RECTIFYING,),
    then=Status.RECTIFIED,
    asks=(
        LongText("report", "整改情况"),
        DoneOn("rectified_on", "整改完成日期"),
        Decimal("funds_spent", "实际投入（元）", required=False),
    ),
    clock=(stops(RECTIFICATION, on="rectified_on"), starts(RECHECK_HAZARD)),
    also=("note_rectification",),
    tells=(CENTER,),
)
PASS = Action(
    "pass",
    "复查合格",
    who=(CENTER,),
    when=(Status.RECTIFIED,),
    then=Status.CLOSED,
    asks=(*INSPECTED, LongText("note", "说明", required=False)),
    clock=(stops(RECHECK_HAZARD),),
    not_by="rectified_by_id",
    also=("strike_off",),
    law="安全生产法 第六十五条",
)
FAIL = Action(
    "fail",
    "复查不合格",
    who=(CENTER,),
    when=(Status.RECTIFIED,),
    then=Status.RECTIFYING,
    asks=(
        DoneOn("inspected_on", "复查日期"),
        Names("inspectors", "复查人"),
        LongText("reason", "不合格的原因"),
        SetFor("due_on", "重新整改期限"),
    ),
    clock=(stops(RECHECK_HAZARD), starts(RECTIFICATION, to="due_on")),
    also=("forget_rectification",),
    tells=(HANDLER,),
)
EXTEND = Action(
    "extend",
    "延期",
    who=(LEADER,),
    when=(Status.RECTIFYING,),
    asks=(SetFor("due_on", "延长至"), REASON),
    clock=(moves(RECTIFICATION, to="due_on"),),
    needs_clock=RunningClock(rule=RECTIFICATION, code="no_clock"),
    also=("answer_extension",),
    tells=(HANDLER,),
)
ASK_EXTENSION = Action(
    "ask_extension",
    "申请延期",
    who=(HANDLER, CENTER),
    when=(Status.RECTIFYING,),
    asks=(SetFor("due_on", "申请延长至"), REASON),
    needs_clock=RunningClock(rule=RECTIFICATION, code="no_clock"),
    also=("ask_extension",),
    tells=(LEADER,),
)
HAND_OVER = Action(
    "hand_over",
    "移送上报",
    who=(CENTER, LEADER),
    when=(Status.REGISTERED, Status.RECTIFYING),
    then=Status.REFERRED,
    asks=(Text("to_body", "移送机关"), REASON),
    clock=(stops(DISPATCH),),
    also=("refuse_recused_body",),
    law="安全生产法 第六十五条",
)
SEND_BACK = Action(
    "send_back",
    "退回",
    who=(HANDLER,),
    when=(Status.RECTIFYING,),
    then=Status.REGISTERED,
    asks=(LongText("reason", "退回理由（为何不归本单位整改）"),),
    clock=(cancels(RECTIFICATION), starts(DISPATCH)),
    also=("take_from_handler",),
    tells=(CENTER,),
)
REOPEN = Action(
    "reopen",
    "反弹重办",
    who=(CENTER,),
    when=(Status.CLOSED,),
    then=Status.RECTIFYING,
    asks=(REASON, SetFor("due_on", "整改期限")),
    clock=(starts(RECTIFICATION, to="due_on"),),
    also=("leave_closed", "forget_rectification"),
    tells=(HANDLER,),
)
HAZARD = Table(
    "hazard",
    "安全隐患",
    states=tuple(Status.choices),
    ends=(Status.CLOSED, Status.REFERRED, Status.VOIDED),
    actions=(
        REGISTER,
        GRADE,
        ORDER,
        RECTIFY_ON_SPOT,
        RECTIFY,
        PASS,
        FAIL,
        EXTEND,
        ASK_EXTENSION,
        HAND_OVER,
        SEND_BACK,
        REOPEN,
        *EVERYDAY,
        attach(tuple(Purpose.choices)),
        replace(correct(), asks=WHAT),
    ),
)
