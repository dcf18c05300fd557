"""The actions that every kind of record has, word for word the same."""

from junping.clocks.rules import DATE, ClockRule
from junping.org.roles import Role
from junping.workflow.conditions import Either, RecordIs
from junping.workflow.fields import Choice, Everybody, LongText, Person, SetFor, Text, Upload
from junping.workflow.steps import starts, stops
from junping.workflow.table import (
    ANY,
    CENTER,
    CO_UNIT,
    HANDLER,
    LEADER,
    NOT_VOIDED,
    OPEN,
    OWN_UNIT,
    REPORTER,
    VOIDED,
    Action,
    RunningClock,
)

SUPERVISION = ClockRule("supervision", "督办", None, DATE, "督办通知", answered_at_end=True, several=True)

URGE = Action("urge", "催办", who=(CENTER, LEADER), when=OPEN, asks=(LongText("text", "催办内容"),), tells=(HANDLER,))
ASK_REPORTER = Action(
    "ask_reporter",
    "要求补充",
    who=(CENTER,),
    when=("registered",),
    asks=(LongText("text", "要补充什么"),),
    tells=(REPORTER,),
)
TAKE_CHARGE = Action(
    "take_charge",
    "包案",
    who=(LEADER,),
    when=OPEN,
    asks=(Person("lead", "包案领导", roles=(Role.LEADER,)), LongText("note", "说明", required=False)),
    sets=("lead",),
    also=("refuse_recused",),
    tells=(LEADER, HANDLER),
)
NOTE = Action(
    "note",
    "进展",
    who=(HANDLER, CO_UNIT, REPORTER, CENTER),
    when=OPEN,
    asks=(LongText("text", "进展情况"),),
)
COMMENT = Action(
    "comment",
    "批示",
    who=(LEADER,),
    when=ANY,
    asks=(LongText("text", "批示内容"),),
    also=("answer_extension",),
    tells=(HANDLER,),
)
SUPERVISE = Action(
    "supervise",
    "督办",
    who=(LEADER,),
    when=OPEN,
    asks=(LongText("text", "督办要求"), SetFor("due_on", "限期回复日期")),
    clock=(starts(SUPERVISION, to="due_on"),),
    also=("mark_supervised",),
    tells=(HANDLER,),
)
ANSWER_SUPERVISION = Action(
    "answer_supervision",
    "督办回复",
    who=(HANDLER, CENTER),
    when=OPEN,
    asks=(LongText("text", "回复内容"),),
    clock=(stops(SUPERVISION),),
    needs_clock=RunningClock(rule=SUPERVISION, code="nothing_to_answer"),
    tells=(LEADER,),
)
RECUSE = Action(
    "recuse",
    "回避",
    who=(CENTER, LEADER),
    when=ANY,
    asks=(Everybody("users", "应回避的人（全部名单）"), LongText("reason", "回避理由")),
    law="信访工作条例 第二十八条、第三十条、第四十六条",
    also=("replace_recused",),
)
VOID = Action(
    "void",
    "作废",
    who=(LEADER, CENTER),
    when=NOT_VOIDED,
    then=VOIDED,
    asks=(LongText("reason", "作废理由"),),
    narrower=((CENTER, Either(RecordIs("status", "registered"), RecordIs("only_imported", True))),),
    also=("leave_closed",),
)
EVERYDAY = (
    URGE,
    ASK_REPORTER,
    TAKE_CHARGE,
    NOTE,
    COMMENT,
    SUPERVISE,
    ANSWER_SUPERVISION,
    RECUSE,
    VOID,
)


def attach(purposes: tuple[tuple[str, str], ...]) -> Action:
    """A file is added, at any time but after voiding."""
    return Action(
        "attach",
        "添加材料",
        who=(HANDLER, CO_UNIT, REPORTER, CENTER),
        when=NOT_VOIDED,
        also=("keep_file",),
        asks=(
            Upload("file", "文件"),
            Choice("purpose", "用途", required=False, options=purposes),
            Text("caption", "说明", required=False),
        ),
        route_of_its_own=True,
    )


def correct() -> Action:
    """A typing error is put right: by its own unit or the reporter while registered, later by the centre."""
    registered = RecordIs("status", "registered")
    return Action(
        "correct",
        "更正",
        who=(CENTER, REPORTER, OWN_UNIT),
        when=NOT_VOIDED,
        narrower=((REPORTER, registered), (OWN_UNIT, registered)),
        also=("apply_correction",),
        route_of_its_own=True,
    )
