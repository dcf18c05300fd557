"""How do a light, a day, a clock, an event look? Plain values in, what a template prints out; no query."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from junping.clocks.days import Days, working_days_between
from junping.clocks.now import SHANGHAI
from junping.clocks.reading import light_text

WEEKDAYS = "一二三四五六日"
LATE = 3  # working days between an act and its entry, beyond which the entry is marked 补录 (domain.md)


@dataclass(frozen=True, slots=True)
class Light:
    """Shape, text and colour: never colour alone."""

    colour: str
    text: str


def light(colour: str, due: date | None, prudent: date | None, today: date, calendar: Days) -> Light:
    """A light with its words. A yellow one counts to the prudent day, where that is what turned it."""
    words = light_text(colour, due, today, calendar)
    if colour != "yellow" or due is None or prudent is None or prudent >= due or (due - today).days < 2:
        return Light(colour, words)
    if today > prudent:
        return Light(colour, f"已过稳妥日，剩 {(due - today).days} 天")
    soon = ("今天是稳妥日", "明天是稳妥日")
    left = (prudent - today).days
    words = soon[left] if left < len(soon) else f"离稳妥日 {working_days_between(today, prudent, calendar)} 个工作日"
    return Light(colour, words)


def as_date(value: date | str | None) -> date | None:
    """A date as the program or as the API writes it."""
    if isinstance(value, str):
        return date.fromisoformat(value) if value else None
    return value


def as_moment(value: datetime | str) -> datetime:
    """A moment as the program or as the API writes it, in Asia/Shanghai."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.astimezone(SHANGHAI)


def short_day(day: date | str | None, today: date) -> str:
    """`11-23 周一` in this year, `2027-01-22` in another, a dash for none."""
    found = as_date(day)
    if found is None:
        return "—"
    if found.year != today.year:
        return found.isoformat()
    return f"{found:%m-%d} 周{WEEKDAYS[found.weekday()]}"


def long_day(day: date) -> str:
    """`2026年11月23日（星期一）`."""
    return f"{day.year}年{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）"


WINDOW = "申请期限，不亮灯"
ENDED = {
    "met": "✓ 按时",
    "missed": "超期办结",
    "cancelled": "已取消",
    "lapsed": "期限已过",
    "unrecorded": "台账未载",
    "paused": "中止中，不计时",
}


@dataclass(frozen=True, slots=True)
class ClockFace:
    row: Mapping[str, Any]
    light: Light
    done: bool
    due: date | None
    prudent: date | None
    basis: str
    stopped: date | None


def clock(row: Mapping[str, Any], today: date, calendar: Days) -> ClockFace:
    """A clock in the API's shape, ready to print. `prudent` is set only where it differs from the due date."""
    state = row["state"]
    due, prudent = as_date(row["due_on"]), as_date(row["prudent_on"])
    if state == "running":
        window = row["light"] == "grey"
        shown = Light("grey", WINDOW) if window else light(row["light"], due, prudent, today, calendar)
    else:
        shown = Light("grey", ENDED[state])
    return ClockFace(
        row=row,
        light=shown,
        done=state not in {"running", "paused"},
        due=due,
        basis=_basis(row),
        prudent=prudent if prudent != due else None,
        stopped=as_date(row["stopped_on"]),
    )


def _basis(row: Mapping[str, Any]) -> str:
    """The law and its article, unless the explanation ends with them already."""
    if any(line.startswith("依据") for line in row["explanation"]):
        return ""
    return f"{row['basis']['law']} {row['basis']['article']}".strip()


@dataclass(frozen=True, slots=True)
class Change:
    """One line of an event: a field's name and what it became, or what was given."""

    label: str
    old: str | None
    new: str


@dataclass(frozen=True, slots=True)
class EventFace:
    row: Mapping[str, Any]
    at: datetime
    occurred_at: datetime
    when: str
    by: str
    late: bool
    kind: str
    changes: Sequence[Change]


Words = Callable[[str, str, Any], tuple[str, str]]


def event(row: Mapping[str, Any], today: date, calendar: Days, words: Words) -> EventFace:
    """An event in the API's shape, ready to print; `words(action, field, value)` gives label and value in Chinese."""
    at, occurred = as_moment(row["at"]), as_moment(row["occurred_at"])
    actor = row["actor"]
    return EventFace(
        row=row,
        at=at,
        occurred_at=occurred,
        when=f"{occurred:%m-%d %H:%M}" if occurred.year == today.year else f"{occurred:%Y-%m-%d %H:%M}",
        by=" · ".join(part for part in (actor["name"], actor["unit"]) if part),
        late=working_days_between(occurred.date(), at.date(), calendar) > LATE,
        kind="is-sys" if row["via"] == "system" else "is-main" if row["to"] else "",
        changes=[_change(row["action"], name, value, words) for name, value in row["data"].items()],
    )


def _change(action: str, name: str, value: Any, words: Words) -> Change:
    if isinstance(value, list) and len(value) == 2 and not isinstance(value[0], dict):
        label, old = words(action, name, value[0])
        nothing_before = value[0] in (None, "", [], False)
        return Change(label, None if nothing_before else old, words(action, name, value[1])[1])
    label, new = words(action, name, value)
    return Change(label, None, new)
