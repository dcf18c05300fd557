"""Start, stop and move a clock. Nothing here saves; the engine does, in the transaction of its act.

Dates are Asia/Shanghai dates, moments aware. Whether an act may move the clock (limits, windows, too late) is the
engine's to say; ValueError (Chinese) only for what cannot be counted, or a clock that no longer runs.
"""

from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db.models import Model

from junping.clocks.adjustments import HEARING, Extension, Pause
from junping.clocks.calendar import town_standards, work_calendar
from junping.clocks.days import Count, Days, count, fixed, warn_on
from junping.clocks.explain import Story, explain
from junping.clocks.models import TOWN_STANDARD, Clock, ClockState
from junping.clocks.now import local_date, now
from junping.clocks.rules import DATE, ClockRule

AnyClock = TypeVar("AnyClock", bound=Clock)
_COUNTED = ("raw_last_day", "due_on", "prudent_on", "warn_on", "provisional", "paused_days", "explanation")


def start(
    model: type[AnyClock],
    record: Model,
    rule: ClockRule,
    started_on: date,
    *,
    due: date | None = None,
    days: int | None = None,
    cause: str = "",
    by: str = "",
) -> AnyClock:
    """A new clock of `record`, counted from `started_on`, which itself is not counted.

    `due` is the day fixed by the person `by`, for a rule of the unit `date` and only there. `days` takes the place of
    the rule's number. `cause` is the label of the act that starts it.
    """
    if (rule.unit == DATE) != (due is not None):
        raise ValueError(f"时限“{rule.label}”{'要由人定日期' if rule.unit == DATE else '的日期由规则计算'}。")
    clock = model(
        record=record,
        rule=rule.name,
        label=rule.label,
        law=rule.law,
        article=rule.article,
        cause=cause,
        set_by=by,
        started_on=started_on,
        days=rule.days if days is None else days,
        unit=rule.unit,
        raw_last_day=due,
        window=rule.window,
        pausable=rule.pausable,
    )
    standard = town_standards().get(rule.name) if rule.town_standard and days is None else None
    if standard is not None:
        clock.days, clock.unit = standard.days, standard.unit
        clock.law, clock.article = TOWN_STANDARD, standard.document.removeprefix(TOWN_STANDARD)
    recount(clock)
    return clock


def stop(clock: Clock, on: date | None) -> None:
    """What it waited for was done on `on`: in time or late; None where an old ledger does not give the date.

    A window is never missed: past its due date it has lapsed, and what comes later leaves it so.
    """
    _check_unstopped(clock)
    if on is None:
        clock.state = ClockState.UNRECORDED.value
        return
    late = clock.due_on is not None and on > clock.due_on
    if late and clock.window:
        return
    clock.state = (ClockState.MISSED if late else ClockState.MET).value
    clock.stopped_on = on


def cancel(clock: Clock, on: date | None = None) -> None:
    """It no longer matters whether it is kept."""
    _check_unstopped(clock)
    clock.state = ClockState.CANCELLED.value
    clock.stopped_on = on


def extend(clock: Clock, days: int, by: str, at: datetime, *, entered_at: datetime | None = None) -> None:
    """`days` more, approved by the person `by` at `at` and entered into the system now or at `entered_at`."""
    _check_unstopped(clock)
    entered_on = local_date(entered_at or now())
    clock.extensions = [*clock.extensions, Extension(by, local_date(at), entered_on, days=days).plain()]
    clock.extended_days += days
    recount(clock)


def move(clock: Clock, due: date, by: str, at: datetime, *, entered_at: datetime | None = None) -> None:
    """Another day for a day fixed by a person; otherwise as `extend`."""
    _check_unstopped(clock)
    extension = Extension(by, local_date(at), local_date(entered_at or now()), due=due, was=clock.raw_last_day)
    clock.extensions = [*clock.extensions, extension.plain()]
    clock.raw_last_day = due
    recount(clock)


def pause(clock: Clock, on: date, by: str = "") -> None:
    """Suspended from `on`, this day included, until `resume`."""
    if clock.state != ClockState.RUNNING or not clock.pausable:
        raise ValueError(f"时限“{clock.label}”不能中止。")
    clock.pauses = [*clock.pauses, Pause(on, None, by=by).plain()]
    clock.state = ClockState.PAUSED.value
    recount(clock)


def resume(clock: Clock, on: date) -> None:
    """Runs again from `on`: the pause ends on the day before; one begun that same day leaves nothing out."""
    if clock.state != ClockState.PAUSED:
        raise ValueError(f"时限“{clock.label}”没有中止。")
    *earlier, last = (Pause.read(value) for value in clock.pauses)
    ended = Pause(last.first, on - timedelta(days=1), last.kind, last.by)
    kept = [*earlier, ended] if ended.first <= on - timedelta(days=1) else earlier
    clock.pauses = [item.plain() for item in kept]
    clock.state = ClockState.RUNNING.value
    recount(clock)


def exclude(clock: Clock, first: date, last: date, by: str = "") -> None:
    """Leave the dates of a hearing out of the count, both ends included (信访工作条例 第三十六条)."""
    _check_unstopped(clock)
    clock.pauses = [*clock.pauses, Pause(first, last, HEARING, by).plain()]
    recount(clock)


def recount(clock: Clock) -> bool:
    """Count anew with the calendar as it is now; True if any of the clock's stored answers changed."""
    calendar = work_calendar()
    before = [getattr(clock, name) for name in _COUNTED]
    counted = _counted(clock, calendar)
    known = None if _is_held(clock, counted) else counted
    if known is None:
        clock.raw_last_day = clock.due_on = clock.prudent_on = clock.warn_on = None
        clock.provisional = False
    else:
        clock.raw_last_day, clock.due_on, clock.prudent_on = known.raw_last_day, known.due_on, known.prudent_on
        clock.warn_on = None if clock.window else warn_on(known, clock.days, clock.unit, calendar=calendar)
        clock.provisional = known.provisional
    clock.paused_days = counted.paused_days
    clock.explanation = explain(_story(clock), known, calendar=calendar)
    return before != [getattr(clock, name) for name in _COUNTED]


def _counted(clock: Clock, calendar: Days) -> Count:
    if clock.unit == DATE:
        assert clock.raw_last_day is not None
        return fixed(clock.started_on, clock.raw_last_day, calendar=calendar)
    assert clock.days is not None
    pauses = [Pause.read(value) for value in clock.pauses]
    closed = [(item.first, item.last) for item in pauses if item.last is not None]
    return count(
        clock.started_on, clock.days, clock.unit, calendar=calendar, extended=clock.extended_days, pauses=closed
    )


def _is_held(clock: Clock, counted: Count) -> bool:
    """Does an open pause keep the period from ending? Not one that began after its last day."""
    pauses = map(Pause.read, clock.pauses)
    return any(pause.last is None and pause.first <= counted.due_on for pause in pauses)


def _story(clock: Clock) -> Story:
    return Story(
        started_on=clock.started_on,
        days=clock.days,
        unit=clock.unit,
        basis=clock.law + clock.article,
        cause=clock.cause,
        set_by=clock.set_by,
        extensions=tuple(map(Extension.read, clock.extensions)),
        pauses=tuple(map(Pause.read, clock.pauses)),
    )


def _check_unstopped(clock: Clock) -> None:
    if clock.state not in {ClockState.RUNNING, ClockState.PAUSED}:
        raise ValueError(f"时限“{clock.label}”已经停止。")
