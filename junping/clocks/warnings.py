"""What must somebody do about the calendar? For /readyz and the front page of the administrator."""

from datetime import date

from junping.clocks.calendar import work_calendar

# The State Council's notice for the next year usually comes in November.
_FROM_MONTH = 11


def warnings(today: date) -> list[str]:
    """Chinese sentences; empty while this year's notice is loaded, and from 1 November the next year's too."""
    calendar = work_calendar()
    found = []
    if not calendar.is_confirmed(today.year):
        found.append(f"今年（{today.year}年）的放假安排还没有录入：今年的时限都按周末和法定节日暂算，请尽快录入。")
    if today.month >= _FROM_MONTH and not calendar.is_confirmed(today.year + 1):
        found.append(
            f"{today.year + 1}年的放假安排还没有录入：算到{today.year + 1}年的时限都是暂定。"
            "国务院办公厅的通知一般在 11 月公布，见到后请录入，时限会重新计算。"
        )
    return found
