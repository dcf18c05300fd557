from datetime import date

import pytest

from junping.clocks import moves, reading
from tests.clocks.cast import (
    HANDLING,
    MEDIATION,
    NOTICE,
    REVIEW_WINDOW,
    SEEDED,
    SUPERVISION,
    MatterClock,
    make_clock_table,
    start,
)

DUE, WARN = date(2026, 11, 23), date(2026, 11, 17)


@pytest.mark.parametrize(
    ("today", "light", "words"),
    [
        (date(2026, 11, 16), "green", "剩 7 天"),
        (date(2026, 11, 17), "yellow", "剩 4 个工作日"),
        (date(2026, 11, 20), "yellow", "剩 1 个工作日"),
        (date(2026, 11, 22), "yellow", "明天届满"),
        (date(2026, 11, 23), "yellow", "今天届满"),
        (date(2026, 11, 24), "red", "超期 1 天"),
    ],
)
def test_the_light_follows_two_dates(today, light, words):
    assert reading.light(WARN, DUE, today) == light
    assert reading.light_text(light, DUE, today, SEEDED) == words


def test_what_has_no_date_has_no_light():
    assert reading.light(None, None, DUE) == "grey"
    assert reading.light_text("grey", None, DUE, SEEDED) == "无在办时限"


@pytest.mark.django_db
@pytest.mark.parametrize("light", ["green", "yellow", "red", "grey"])
def test_the_database_sees_the_same_light(light):
    make_clock_table()
    clocks = [start(NOTICE, date(2026, 11, day)) for day in range(1, 28)]
    clocks += [start(SUPERVISION, date(2026, 11, 1), due=date(2026, 11, day)) for day in range(1, 28)]
    held = start(MEDIATION, date(2026, 11, 1))
    moves.pause(held, date(2026, 11, 2))
    MatterClock.objects.bulk_create([*clocks, held])
    today = date(2026, 11, 16)
    found = MatterClock.objects.filter(reading.light_q(light, today))
    expected = {clock.pk for clock in MatterClock.objects.all() if reading.clock_light(clock, today) == light}
    assert expected
    assert {clock.pk for clock in found} == expected


def test_an_unknown_colour_is_refused():
    with pytest.raises(ValueError, match="没有“blue”这种灯"):
        reading.light_q("blue", DUE)


@pytest.mark.django_db
def test_a_row_has_the_contracts_shape():
    row = reading.as_row(start(HANDLING, date(2026, 9, 22), cause="受理"), date(2026, 11, 18))
    explanation = row.pop("explanation")
    assert row == {
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
        "warn_on": date(2026, 11, 17),
        "provisional": False,
        "state": "running",
        "stopped_on": None,
        "light": "yellow",
    }
    assert explanation[0] == "2026年9月22日受理，当日不计，从2026年9月23日数起。"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "state", "light", "line"),
    [
        (lambda clock: None, "running", "red", "到2026年12月1日（星期二）还没有停止，超过届满日 14 天。"),
        (
            lambda clock: moves.stop(clock, date(2026, 11, 17)),
            "met",
            "grey",
            "2026年11月17日（星期二）停止，没有超过届满日。",
        ),
        (
            lambda clock: moves.stop(clock, date(2026, 11, 20)),
            "missed",
            "grey",
            "2026年11月20日（星期五）停止，超过届满日 3 天。",
        ),
        (
            lambda clock: moves.cancel(clock, date(2026, 11, 9)),
            "cancelled",
            "grey",
            "2026年11月9日（星期一）取消，不再计算。",
        ),
        (moves.cancel, "cancelled", "grey", "已取消，不再计算。"),
        (lambda clock: moves.stop(clock, None), "unrecorded", "grey", "台账没有记载停止的日期，不算按时，也不算超期。"),
    ],
)
def test_a_row_says_how_it_ended(change, state, light, line):
    clock = start(NOTICE, date(2026, 11, 2))
    change(clock)
    row = reading.as_row(clock, date(2026, 12, 1))
    assert (row["state"], row["light"], row["explanation"][-1]) == (state, light, line)


@pytest.mark.django_db
def test_a_window_lapses_without_an_event_and_never_lights():
    clock = start(REVIEW_WINDOW, date(2026, 10, 30))
    last = reading.as_row(clock, date(2026, 11, 30))
    assert (last["due_on"], last["state"], last["light"]) == (date(2026, 11, 30), "running", "grey")
    next_day = reading.as_row(clock, date(2026, 12, 1))
    assert (next_day["state"], next_day["light"]) == ("lapsed", "grey")
    assert next_day["explanation"][-1] == "届满日已过，没有使用，期限已满。"
    assert clock.state == "running"


@pytest.mark.django_db
def test_a_suspended_clock_has_no_light():
    clock = start(MEDIATION, date(2026, 10, 15))
    moves.pause(clock, date(2026, 11, 2))
    row = reading.as_row(clock, date(2026, 12, 30))
    assert (row["state"], row["light"], row["due_on"]) == ("paused", "grey", None)


def test_a_year_of_the_calendar_has_the_contracts_shape():
    year = reading.calendar_year(SEEDED, 2026)
    assert (year["year"], year["provisional"], year["notice"]) == (2026, False, "国办发明电〔2025〕7号")
    assert year["days_off"][0] == {"date": date(2026, 1, 1), "name": "元旦"}
    assert [day["date"] for day in year["working_days"]][:2] == [date(2026, 1, 4), date(2026, 2, 14)]


def test_a_year_without_notice_shows_the_statutory_days():
    year = reading.calendar_year(SEEDED, 2027)
    assert (year["provisional"], year["notice"], year["working_days"]) == (True, None, [])
    assert len(year["days_off"]) == 13


@pytest.mark.parametrize("year", [1899, 2201, 0, 10**30])
def test_a_year_beyond_reckoning_is_refused(year):
    with pytest.raises(ValueError, match="年份应在 1900 至 2200 之间"):
        reading.calendar_year(SEEDED, year)
