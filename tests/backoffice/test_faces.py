from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template.loader import render_to_string

from junping.backoffice import faces
from junping.backoffice.facts import Fact, Panel, row
from junping.backoffice.templatetags import junping as tags
from junping.clocks.work_calendar import WorkCalendar

TODAY = date(2026, 11, 23)
CALENDAR = WorkCalendar({})
CLOCK = {
    "rule": "handling",
    "label": "办结",
    "basis": {"law": "信访工作条例", "article": "第三十四条"},
    "started_on": date(2026, 9, 22),
    "days": 60,
    "unit": "calendar",
    "extended_days": 0,
    "paused_days": 0,
    "raw_last_day": date(2026, 11, 21),
    "due_on": date(2026, 11, 23),
    "prudent_on": date(2026, 11, 20),
    "warn_on": date(2026, 11, 18),
    "provisional": False,
    "state": "running",
    "stopped_on": None,
    "light": "yellow",
    "explanation": ["9月22日受理，当日不计。", "第60日是11月21日，星期六。"],
}
EVENT = {
    "seq": 7,
    "at": "2026-11-23T17:05:00+08:00",
    "occurred_at": "2026-11-20T16:40:00+08:00",
    "actor": {"username": "center", "name": "周敏", "unit": "均坪镇"},
    "via": "admin",
    "action": "assign",
    "label": "分派",
    "from": "accepted",
    "to": "handling",
    "note": "请抓紧",
    "data": {"officer": [None, "向春华"]},
    "prev_hash": "",
    "hash": "",
}


def clock(**changes: Any) -> str:
    face = faces.clock(CLOCK | changes, TODAY, CALENDAR)
    return render_to_string("admin/junping/clock.html", {"clock": face})


def event(**changes: Any) -> faces.EventFace:
    return faces.event(EVENT | changes, TODAY, CALENDAR, lambda action, name, value: (name, str(value or "无")))


@pytest.mark.parametrize(
    ("colour", "shape"), [("red", "红灯"), ("yellow", "黄灯"), ("green", "绿灯"), ("grey", "无灯")]
)
def test_a_light_is_a_shape_with_a_name_and_a_text(colour: str, shape: str) -> None:
    shown = tags.light(faces.Light(colour, "剩 9 天"))
    assert f'aria-label="{shape}"' in shown
    assert "剩 9 天" in shown
    assert len({tags.shape(c) for c in ("red", "yellow", "green", "grey")}) == 4


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 23), "11-23 周一"),
        ("2026-11-29", "11-29 周日"),
        (date(2027, 1, 22), "2027-01-22"),
        (None, "—"),
        ("", "—"),
    ],
)
def test_a_day_reads_with_its_weekday_and_with_its_year_only_where_it_differs(day, text) -> None:
    assert faces.short_day(day, TODAY) == text


def test_a_day_in_a_text_reads_in_full() -> None:
    assert faces.long_day(TODAY) == "2026年11月23日（星期一）"


def test_a_running_clock_shows_light_dates_and_why() -> None:
    shown = clock()
    for text in ("办结", "今天届满", "稳妥", "为什么是这天", "9月22日受理，当日不计。", "信访工作条例 第三十四条"):
        assert text in shown


def test_the_prudent_day_is_shown_only_where_it_differs() -> None:
    assert "稳妥" not in clock(prudent_on=CLOCK["due_on"])


def test_a_provisional_date_says_so() -> None:
    assert "暂定" in clock(provisional=True)
    assert "暂定" not in clock()


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"state": "met", "stopped_on": TODAY}, "✓ 按时"),
        ({"state": "missed", "stopped_on": TODAY}, "超期办结"),
        ({"state": "paused", "due_on": None, "prudent_on": None}, "中止中，不计时"),
        ({"state": "unrecorded"}, "台账未载"),
        ({"state": "lapsed", "light": "grey"}, "期限已过"),
        ({"light": "grey"}, "申请期限，不亮灯"),
        ({"light": "red", "due_on": date(2026, 11, 20)}, "超期 3 天"),
    ],
)
def test_a_clock_says_how_it_stands(changes, text) -> None:
    assert text in clock(light=changes.pop("light", "grey"), **changes)


def test_an_event_shows_who_did_what_when_and_what_changed() -> None:
    shown = render_to_string("admin/junping/story.html", {"story": [event()]})
    for text in ("分派", "周敏 · 均坪镇", "11-20 16:40", "#7", "请抓紧", "officer：<b>向春华</b>", "is-main"):
        assert text in shown


def test_more_than_three_working_days_between_act_and_entry_are_marked() -> None:
    assert not event().late
    late = event(occurred_at="2026-11-16T09:00:00+08:00")
    assert late.late
    assert "补录" in render_to_string("admin/junping/story.html", {"story": [late]})
    assert not event(occurred_at=datetime(2026, 11, 18, 1, tzinfo=UTC).isoformat()).late


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 24), "离稳妥日 3 个工作日"),
        (date(2026, 11, 26), "明天是稳妥日"),
        (date(2026, 11, 27), "今天是稳妥日"),
        (date(2026, 11, 28), "已过稳妥日，剩 2 天"),
        (date(2026, 11, 29), "明天届满"),
        (date(2026, 11, 30), "今天届满"),
    ],
)
def test_a_yellow_light_counts_to_the_prudent_day_that_turned_it(day, text) -> None:
    due, prudent = date(2026, 11, 30), date(2026, 11, 27)
    assert faces.light("yellow", due, prudent, day, CALENDAR).text == text
    assert faces.light("yellow", due, due, date(2026, 11, 26), CALENDAR).text == "剩 2 个工作日"
    assert faces.light("green", due, prudent, date(2026, 11, 20), CALENDAR).text == "剩 10 天"


def test_a_due_date_shows_what_is_provisional_and_the_prudent_day_below() -> None:
    due, prudent = date(2027, 1, 11), date(2027, 1, 8)
    assert "暂定" in tags.due(due, due, True)
    assert "稳妥" not in tags.due(due, due, True)
    assert "2027-01-08" in tags.due(due, prudent, False)
    assert tags.due(None, None, False) == "—"


def test_facts_and_panels_say_what_is_empty() -> None:
    shown = render_to_string(
        "admin/junping/facts.html", {"facts": [Fact("地点", ""), Fact("情况", "一\n二", prose=True)]}
    )
    assert "—" in shown
    assert "一<br>二" in shown
    heads = ("名称", "状态")
    full = Panel("令牌", heads, [row(heads, ("软件", "/x/"), "可用")], "没有令牌。")
    assert '<a href="/x/">软件</a>' in render_to_string("admin/junping/panel.html", {"panel": full})
    assert "没有令牌。" in render_to_string(
        "admin/junping/panel.html", {"panel": Panel("令牌", heads, [], "没有令牌。")}
    )
