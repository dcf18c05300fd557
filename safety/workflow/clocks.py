"""The clocks of hazards, each with what it rests on (domain.md, The clocks)."""

from junping.clocks.rules import CALENDAR, DATE, WORKING, ClockRule

TOWN = "本镇工作标准"
DISPATCH = ClockRule("dispatch", "核实处置", 2, WORKING, TOWN, town_standard=True)
RECTIFICATION = ClockRule("rectification", "整改", None, DATE, "整改通知")
RECHECK_HAZARD = ClockRule("recheck_hazard", "整改复查", 10, CALENDAR, TOWN, town_standard=True)
