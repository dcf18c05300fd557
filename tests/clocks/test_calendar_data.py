"""The seeded years, against the other library that keeps them, and the law's own days off."""

from datetime import date, timedelta

import pytest

from junping.clocks.days import dates
from junping.clocks.parsing import check
from junping.clocks.seed import NOTICES, seed_years
from junping.clocks.statutory import statutory_days
from tests.clocks.cast import SEEDED


@pytest.mark.parametrize("year", sorted(NOTICES))
def test_every_day_of_a_seeded_year_agrees_with_chinesecalendar(year):
    chinese_calendar = pytest.importorskip("chinese_calendar")
    for day in dates(date(year, 1, 1), date(year, 12, 31)):
        assert SEEDED.is_working(day) == chinese_calendar.is_workday(day), day


@pytest.mark.parametrize("year", sorted(NOTICES))
def test_the_make_up_days_of_a_seeded_year_are_all_there(year):
    constants = pytest.importorskip("chinese_calendar.constants")
    worked = {day for day, what in SEEDED.named_days(year).items() if what.is_working}
    assert worked == {day for day in constants.workdays if day.year == year}


def test_a_seeded_year_would_pass_as_an_administrators_own():
    assert [check(year).year for year in seed_years()] == sorted(NOTICES)


def test_a_seeded_year_holds_only_its_own_days_in_order():
    for year in seed_years():
        assert {day.year for day in year.days} == {year.year}
        assert list(year.days) == sorted(year.days)


def test_the_make_up_days_of_2026_are_the_six_of_the_notice():
    worked = [day.isoformat() for day, what in SEEDED.named_days(2026).items() if what.is_working]
    assert worked == ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-10-01", "国庆节"),
        ("2026-10-04", "国庆节"),
        ("2026-10-06", "国庆节（调休）"),
        ("2026-10-10", "国庆节调休上班"),
        ("2026-02-16", "除夕"),
        ("2026-02-14", "春节调休上班"),
        ("2020-02-01", "春节（延长假期）"),
        ("2018-12-29", "元旦调休上班"),
        ("2025-10-08", "国庆节、中秋节（调休）"),
        ("2026-11-24", ""),
    ],
)
def test_a_day_off_and_a_make_up_day_carry_their_festivals_name(day, name):
    assert SEEDED.name_of(date.fromisoformat(day)) == name


def test_only_years_with_a_notice_are_confirmed():
    assert [year for year in range(1900, 2201) if SEEDED.is_confirmed(year)] == sorted(NOTICES)
    assert SEEDED.notice_of(2026) == "国办发明电〔2025〕7号"
    assert SEEDED.notice_of(2027) == ""


def test_the_statutory_days_of_2027_are_the_thirteen_of_the_law():
    # 元旦 1, 春节 4 from 除夕 (02-05), 清明 1, 劳动节 2, 端午 1, 中秋 1, 国庆 3.
    assert {day.isoformat(): name for day, name in statutory_days(2027).items()} == {
        "2027-01-01": "元旦",
        "2027-02-05": "除夕",
        "2027-02-06": "春节",
        "2027-02-07": "春节",
        "2027-02-08": "春节",
        "2027-04-05": "清明节",
        "2027-05-01": "劳动节",
        "2027-05-02": "劳动节",
        "2027-06-09": "端午节",
        "2027-09-15": "中秋节",
        "2027-10-01": "国庆节",
        "2027-10-02": "国庆节",
        "2027-10-03": "国庆节",
    }


def test_two_festivals_on_one_day_share_it():
    # 中秋 2028 falls on 10-03.
    assert statutory_days(2028)[date(2028, 10, 3)] == "中秋节、国庆节"
    assert len(statutory_days(2028)) == 12


@pytest.mark.parametrize(("year", "days"), [(1900, 6), (1901, 13), (2099, 13), (2100, 6), (2200, 6)])
def test_beyond_the_lunar_tables_only_the_solar_days_are_known(year, days):
    assert len(statutory_days(year)) == days


@pytest.mark.parametrize("year", range(2018, 2027))
def test_the_computed_festivals_are_days_off_in_every_notice(year):
    for day, name in statutory_days(year).items():
        if year >= 2025 or (name != "除夕" and (day.month, day.day) != (5, 2)):
            assert not SEEDED.is_working(day), (day, name)


@pytest.mark.parametrize("language", ["en_US", "de_DE"])
def test_festivals_are_named_in_chinese_whatever_the_servers_language(language, monkeypatch):
    monkeypatch.setenv("LANGUAGE", language)
    statutory_days.cache_clear()
    new_year = date(2031, 1, 23)
    assert statutory_days(2031)[new_year] == "春节"
    assert statutory_days(2031)[new_year - timedelta(days=1)] == "除夕"
