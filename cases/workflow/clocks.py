"""The clocks of cases, each with its law (domain.md, The clocks)."""

from junping.clocks.rules import CALENDAR, DATE, MONTH, WORKING, ClockRule
from junping.workflow.everyday import SUPERVISION

PETITIONS = "信访工作条例"
TOWN = "本镇工作标准"

NOTICE = ClockRule("notice", "受理告知", 15, CALENDAR, PETITIONS, "第二十三条")
OBJECTION = ClockRule("objection", "转送异议", 5, WORKING, PETITIONS, "第二十三条第三款", window=True)
HANDLING = ClockRule("handling", "办结", 60, CALENDAR, PETITIONS, "第三十四条")
ROUTE = ClockRule("route", "法定途径办理", None, DATE, PETITIONS, "第三十一条")
REVIEW_WINDOW = ClockRule(
    "review_window", "申请复查期限", 30, CALENDAR, PETITIONS, "第三十五条", window=True, outlives_end=True
)
REVIEW = ClockRule("review", "复查", 30, CALENDAR, PETITIONS, "第三十五条")
RECHECK_WINDOW = ClockRule(
    "recheck_window", "申请复核期限", 30, CALENDAR, PETITIONS, "第三十六条", window=True, outlives_end=True
)
RECHECK = ClockRule("recheck", "复核", 30, CALENDAR, PETITIONS, "第三十六条")
MEDIATION = ClockRule("mediation", "调解", 1, MONTH, "人民调解工作若干规定（指导性）", "第三十三条", pausable=True)
LABOUR_MEDIATION = ClockRule("mediation", "调解", 15, CALENDAR, "劳动争议调解仲裁法", "第十四条")
CONFIRMATION_WINDOW = ClockRule(
    "confirmation_window",
    "申请司法确认期限",
    30,
    CALENDAR,
    "人民调解法、民事诉讼法",
    "第三十三条、第八十五条",
    window=True,
    outlives_end=True,
)
PERFORMANCE = ClockRule("performance", "协议履行", None, DATE, "调解协议")
REWORK = ClockRule("rework", "重新办理", 30, CALENDAR, TOWN, town_standard=True)
INTAKE = ClockRule("intake", "受理", 3, WORKING, TOWN, town_standard=True)
ANSWER = ClockRule("answer", "答复", 10, WORKING, TOWN, town_standard=True, pausable=True)
REVISIT = ClockRule("revisit", "回访", 30, CALENDAR, TOWN, town_standard=True, outlives_end=True)

__all__ = ["SUPERVISION"]
