"""What does a clock say today? Derived from the stored dates, never counted again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from junping.clocks.days import FIRST_DAY, LAST_DAY, Days, working_days_between
from junping.clocks.explain import day_text
from junping.clocks.models import Clock, ClockState
from junping.clocks.work_calendar import WorkCalendar

GREEN, YELLOW, RED, GREY = "green", "yellow", "red", "grey"
LIGHT_LABELS = {GREEN: "绿灯", YELLOW: "黄灯", RED: "红灯", GREY: "无灯"}
LAPSED = "lapsed"
_SOON = ("今天届满", "明天届满")
STATE_LABELS: Mapping[str, str] = {**dict(ClockState.choices), LAPSED: "期满"}


def state(clock: Clock, today: date) -> str:
    """As stored; a running window past its due date reads `lapsed`."""
    running_window = clock.window and clock.state == ClockState.RUNNING
    if running_window and clock.due_on is not None and clock.due_on < today:
        return LAPSED
    return clock.state


def light(warn_on: date | None, due_on: date | None, today: date) -> str:
    """The light of a record (the earliest of its running clocks' two dates) or of one such clock."""
    if due_on is None:
        return GREY
    if due_on < today:
        return RED
    return YELLOW if warn_on is not None and warn_on <= today else GREEN


def clock_light(clock: Clock, today: date) -> str:
    """Grey for what does not run, and for a window: that is the citizen's right, not the town's debt."""
    if clock.state != ClockState.RUNNING or clock.window:
        return GREY
    return light(clock.warn_on, clock.due_on, today)


def light_q(light: str, today: date) -> Q:
    """The same as `light`, in SQL, over the columns `warn_on` and `due_on`; ValueError for an unknown colour."""
    conditions = {
        RED: Q(due_on__lt=today),
        YELLOW: Q(due_on__gte=today, warn_on__lte=today),
        GREEN: Q(due_on__gte=today) & (Q(warn_on__gt=today) | Q(warn_on__isnull=True)),
        GREY: Q(due_on__isnull=True),
    }
    if light not in conditions:
        raise ValueError(f"没有“{light[:20]}”这种灯。")
    return conditions[light]


def light_text(light: str, due_on: date | None, today: date, calendar: Days) -> str:
    """The words beside a light: 超期 3 天, 今天届满, 明天届满, 剩 2 个工作日 (yellow), 剩 9 天 (green), 无在办时限."""
    if due_on is None or light == GREY:
        return "无在办时限"
    left = (due_on - today).days
    if left < 0:
        return f"超期 {-left} 天"
    if left < len(_SOON):
        return _SOON[left]
    return f"剩 {working_days_between(today, due_on, calendar)} 个工作日" if light == YELLOW else f"剩 {left} 天"


def as_row(clock: Clock, today: date) -> dict[str, Any]:
    """The contract's "A clock"."""
    return {
        "rule": clock.rule,
        "label": clock.label,
        "basis": {"law": clock.law, "article": clock.article},
        "started_on": clock.started_on,
        "days": clock.days,
        "unit": clock.unit,
        "extended_days": clock.extended_days,
        "paused_days": clock.paused_days,
        "raw_last_day": clock.raw_last_day,
        "due_on": clock.due_on,
        "prudent_on": clock.prudent_on,
        "warn_on": clock.warn_on,
        "provisional": clock.provisional,
        "state": state(clock, today),
        "stopped_on": clock.stopped_on,
        "light": clock_light(clock, today),
        "explanation": [*clock.explanation, *outcome(clock, today)],
    }


def calendar_year(calendar: WorkCalendar, year: int) -> dict[str, Any]:
    """The contract's `GET calendar/{year}/`; ValueError (Chinese) outside 1900–2200."""
    if not FIRST_DAY.year <= year <= LAST_DAY.year:
        raise ValueError(f"年份应在 {FIRST_DAY.year} 至 {LAST_DAY.year} 之间。")
    named = calendar.named_days(year).items()
    return {
        "year": year,
        "provisional": not calendar.is_confirmed(year),
        "notice": calendar.notice_of(year) or None,
        "days_off": [{"date": day, "name": what.name} for day, what in named if not what.is_working],
        "working_days": [{"date": day, "name": what.name} for day, what in named if what.is_working],
    }


def outcome(clock: Clock, today: date) -> list[str]:
    """How it ended, or that it is over time, as one more line of the explanation; none while it runs in time."""
    now = state(clock, today)
    stopped = day_text(clock.stopped_on) if clock.stopped_on else ""
    if now == ClockState.MISSED and clock.due_on and clock.stopped_on:
        return [f"{stopped}停止，超过届满日 {(clock.stopped_on - clock.due_on).days} 天。"]
    lines: dict[str, str] = {
        ClockState.MET: f"{stopped}停止，没有超过届满日。",
        ClockState.CANCELLED: f"{stopped}取消，不再计算。" if stopped else "已取消，不再计算。",
        ClockState.UNRECORDED: "台账没有记载停止的日期，不算按时，也不算超期。",
        LAPSED: "届满日已过，没有使用，期限已满。",
    }
    if now in lines:
        return [lines[now]]
    if clock_light(clock, today) == RED and clock.due_on:
        return [f"到{day_text(today)}还没有停止，超过届满日 {(today - clock.due_on).days} 天。"]
    return []
