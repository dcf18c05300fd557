"""Why is it this day? The count told line by line, in Chinese. Pure.

The law behind the lines is the 民法典: 第二百零一条 (the start day is not counted), 第二百零二条 (a month ends on its
corresponding day), 第二百零三条 (a last day that is a day off; the last day ends at 24:00).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from junping.clocks.adjustments import HEARING, Extension, Pause
from junping.clocks.days import Count, Days, dates
from junping.clocks.rules import DATE, MONTH, WORKING
from junping.clocks.statutory import LAST_LUNAR_YEAR

_ONE = timedelta(days=1)
_WEEKDAYS = "一二三四五六日"
_SATURDAY = 5
_MOST_YEARS_NAMED = 3
_IN_ONE_RUN = "与原期限合并，从头一次数完"


@dataclass(frozen=True, slots=True)
class Story:
    """What the count was made from.

    `basis` is law and article. `cause` is the act that started it, `set_by` who fixed the day. The calculator gives
    `extended_days` instead of approved extensions, and `roll` False where the last day shall stay on a day off.
    """

    started_on: date
    days: int | None
    unit: str
    basis: str = ""
    cause: str = ""
    set_by: str = ""
    extensions: tuple[Extension, ...] = ()
    pauses: tuple[Pause, ...] = ()
    extended_days: int = 0
    roll: bool = True


def explain(story: Story, counted: Count | None, *, calendar: Days) -> list[str]:
    """The lines, from the start to the law; `counted` is None while an open pause holds the clock."""
    if story.unit == DATE and counted is not None:
        return [*_fixed(story, counted, calendar), _basis(story, [], calendar)]
    lines = [_start(story)]
    if counted is not None:
        lines += _length(story, counted, calendar)
    lines += map(_extension, story.extensions)
    if story.extended_days:
        lines.append(f"延长 {story.extended_days} 日，{_IN_ONE_RUN}。")
    lines += (_pause(pause, story.started_on) for pause in story.pauses)
    if not story.extensions and not story.pauses and not story.extended_days:
        lines.append("没有延期，没有中止。")
    if counted is None:
        return [*lines, "中止期间不计时，届满日要到恢复后才能算出。", _basis(story, [], calendar)]
    lines += [*_end(story, counted, calendar), *_provisional(counted, calendar)]
    return [*lines, _basis(story, range(story.started_on.year, counted.due_on.year + 1), calendar)]


def day_text(day: date) -> str:
    """`2026年11月23日（星期一）`."""
    return f"{_plain(day)}（{_weekday(day)}）"


def _plain(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _weekday(day: date) -> str:
    return f"星期{_WEEKDAYS[day.weekday()]}"


def _start(story: Story) -> str:
    began = story.cause or "起算"
    return f"{_plain(story.started_on)}{began}，当日不计，从{_plain(story.started_on + _ONE)}数起。"


def _length(story: Story, counted: Count, calendar: Days) -> Iterator[str]:
    span = list(dates(counted.start_on + _ONE, counted.raw_last_day))
    if story.unit == MONTH:
        yield f"{story.days} 个月，到对应的那一天；那个月没有对应日的，到月末（民法典第二百零二条）。"
        return
    off = [day for day in span if not calendar.is_working(day) and calendar.name_of(day)]
    if story.unit != WORKING:
        yield f"{story.days} 日按日历日连续计算" + (f"，{_names(off, calendar)}放假照数。" if off else "。")
        return
    yield f"只数工作日，数 {story.days} 个。"
    if off:
        yield f"放假不数：{_runs(off, calendar)}。"
    if made_up := [day for day in span if calendar.is_working(day) and day.weekday() >= _SATURDAY]:
        yield f"周末调休上班，照数：{_runs(made_up, calendar)}。"


def _extension(extension: Extension) -> str:
    late = f"（{_plain(extension.entered_on)}补录）" if extension.entered_on > extension.on else ""
    if extension.due is not None:
        was = f"由{_plain(extension.was)}" if extension.was else ""
        return f"{extension.by}{_plain(extension.on)}批准{was}改到{_plain(extension.due)}{late}。"
    return f"{extension.by}{_plain(extension.on)}批准延长 {extension.days} 日{late}，{_IN_ONE_RUN}。"


def _pause(pause: Pause, started_on: date) -> str:
    what = "听证" if pause.kind == HEARING else "中止"
    by = f"（{pause.by}决定）" if pause.by else ""
    if pause.last is None:
        return f"{_plain(pause.first)}起{what}{by}，尚未恢复。"
    days = (pause.last - max(pause.first, started_on + _ONE)).days + 1
    return f"{_plain(pause.first)}至{_plain(pause.last)}{what}{by}，首尾两天在内，{max(days, 0)} 日不计入。"


def _end(story: Story, counted: Count, calendar: Days) -> Iterator[str]:
    raw = counted.raw_last_day
    working = calendar.is_working(raw)
    what = "工作日" if raw.weekday() < _SATURDAY else _made_up(raw, calendar)
    yield f"最后一天是{day_text(raw)}，{what if working else _why_off(raw, calendar)}。"
    if counted.rolled:
        skipped = list(dates(raw, counted.due_on - _ONE))
        notable = [day for day in skipped if calendar.name_of(day)]
        over = f"（越过{_runs(notable, calendar)}）" if notable else ""
        made_up = f"，{_made_up(counted.due_on, calendar)}" if counted.due_on.weekday() >= _SATURDAY else ""
        yield f"顺延到下一个工作日{over}：{day_text(counted.due_on)}{made_up}，当天 24 时届满。"
        yield "能否顺延，所依规定没有明文，这里按民法典第二百零三条类推。"
    else:
        yield "当天 24 时届满（民法典第二百零三条）。" if working or story.roll else "按要求不顺延，当天 24 时届满。"
    if counted.prudent_on != counted.due_on:
        yield f"按哪种理解都不算迟的最后一天（稳妥日）是{day_text(counted.prudent_on)}，所以按它提醒。"


def _fixed(story: Story, counted: Count, calendar: Days) -> Iterator[str]:
    who = f"{story.set_by}" if story.set_by else ""
    cause = f"{story.cause}时" if story.cause else ""
    first = next((extension.was for extension in story.extensions if extension.was), counted.due_on)
    yield f"{who}{_plain(story.started_on)}{cause}定的日子：{day_text(first)}。"
    yield from map(_extension, story.extensions)
    off = "" if calendar.is_working(counted.due_on) else f"，{_why_off(counted.due_on, calendar)}"
    yield f"届满日是{day_text(counted.due_on)}{off}，当天 24 时届满；人定的日期不顺延。"
    if counted.prudent_on != counted.due_on:
        yield f"那天之前最后一个工作日（稳妥日）是{day_text(counted.prudent_on)}，所以按它提醒。"


def _provisional(counted: Count, calendar: Days) -> Iterator[str]:
    if counted.provisional:
        years = range((counted.start_on + _ONE).year, counted.due_on.year + 1)
        missing = _years([year for year in years if not calendar.is_confirmed(year)])
        solar_only = "" if years[-1] <= LAST_LUNAR_YEAR else f"{LAST_LUNAR_YEAR}年以后的农历节日没有数据，没有计入。"
        yield (
            f"暂定：{missing}的放假安排还没有录入，先按周末和法定节日（全国年节及纪念日放假办法第二条）计算，"
            f"录入后重新计算。{solar_only}"
        )


def _years(years: list[int]) -> str:
    if len(years) <= _MOST_YEARS_NAMED:
        return "、".join(f"{year}年" for year in years)
    return f"{years[0]}年至{years[-1]}年间 {len(years)} 个年份"


def _basis(story: Story, years: Iterable[int], calendar: Days) -> str:
    notices = list(dict.fromkeys(notice for year in years if (notice := calendar.notice_of(year))))
    civil_code = [] if story.unit == DATE else ["民法典第二百零一条至第二百零三条"]
    arranged = [f"国务院办公厅放假安排 {'、'.join(notices)}"] if notices else []
    return f"依据：{'；'.join([*filter(None, [story.basis]), *civil_code, *arranged])}。"


def _why_off(day: date, calendar: Days) -> str:
    name = calendar.name_of(day)
    return f"{name}放假" if name else "休息日"


def _made_up(day: date, calendar: Days) -> str:
    name = calendar.name_of(day)
    return name if "上班" in name else f"{name}调休上班"


def _names(days: list[date], calendar: Days) -> str:
    """`春节、清明节`: each festival once, without what stands in brackets behind it."""
    names = (name for day in days for name in calendar.name_of(day).partition("（")[0].split("、"))
    return "、".join(dict.fromkeys(filter(None, names)))


def _runs(days: list[date], calendar: Days) -> str:
    """`国庆节 2026年10月1日至2026年10月7日`: days that follow each other as one run."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == _ONE:
            runs[-1].append(day)
        else:
            runs.append([day])
    return "，".join(
        f"{_names(run, calendar)} {_plain(run[0])}" + (f"至{_plain(run[-1])}" if len(run) > 1 else "") for run in runs
    )
