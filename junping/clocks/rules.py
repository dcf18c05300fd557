"""What does a clock rule say? Pure vocabulary; the rules themselves stand beside each domain's tables."""

from dataclasses import dataclass

CALENDAR, WORKING, MONTH, DATE = "calendar", "working", "month", "date"
UNIT_LABELS = {CALENDAR: "日历日", WORKING: "工作日", MONTH: "个月", DATE: "指定日期"}


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One of the law's clocks.

    `days` counts in `unit`; None where a person fixes the day (`unit` is then `date`). `town_standard`: the length
    comes from the row that the administrator edits under this rule's name, `days` is what it is installed with.
    A `window` belongs to the citizen (or the town): it never turns yellow or red, it lapses. `pausable`: a
    suspension holds it. `outlives_end`: an end state does not cancel it. `answered_at_end`: an end state stops it
    that day instead of cancelling it.
    """

    name: str
    label: str
    days: int | None
    unit: str
    law: str
    article: str = ""
    window: bool = False
    pausable: bool = False
    town_standard: bool = False
    outlives_end: bool = False
    answered_at_end: bool = False
    several: bool = False
