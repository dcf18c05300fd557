"""The years whose notices are known: numbers from the notices themselves, days from the `holidays` library. Pure.

Only a year whose notice stands here is seeded: for others the library computes a guess without saying so.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from holidays import country_holidays

from junping.clocks.work_calendar import Day, Year

_ONE = timedelta(days=1)
_SATURDAY = 5
# How the library names a day off that a weekend was exchanged for; the weekend's date follows.
_EXCHANGED = "休息日（由 "

# 国务院办公厅关于…年部分节假日安排的通知. The last days of 2018 were arranged by the notice for 2019.
NOTICES = {
    2018: "国办发明电〔2017〕12号、国办发明电〔2018〕15号",
    2019: "国办发明电〔2018〕15号、国办发明电〔2019〕3号",
    2020: "国办发明电〔2019〕16号、国办发明电〔2020〕1号",
    2021: "国办发明电〔2020〕27号",
    2022: "国办发明电〔2021〕11号",
    2023: "国办发明电〔2022〕16号",
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}


def seed_years() -> Iterator[Year]:
    """Every year whose notice is known, with its days off (the weekends inside a holiday too) and make-up days."""
    # One year more on each side: a holiday may begin before New Year's day.
    years = range(min(NOTICES) - 1, max(NOTICES) + 2)
    library = country_holidays("CN", years=years, language="zh_CN")
    made_up = set(library.weekend_workdays)
    days: dict[date, Day] = {}
    for run in _holidays(set(library), made_up):
        days |= _name_run(run, library)
    for year, notice in NOTICES.items():
        yield Year(year, notice, {day: days[day] for day in sorted(days) if day.year == year})


def _holidays(named: set[date], made_up: set[date]) -> Iterator[list[date]]:
    """Runs of days off that hold a day which the notice names."""

    def is_off(day: date) -> bool:
        return day in named or (day.weekday() >= _SATURDAY and day not in made_up)

    seen: set[date] = set()
    for day in sorted(named):
        if day in seen:
            continue
        first = last = day
        while is_off(first - _ONE):
            first -= _ONE
        while is_off(last + _ONE):
            last += _ONE
        run = [first + n * _ONE for n in range((last - first).days + 1)]
        seen.update(run)
        yield run


def _name_run(run: list[date], named: Mapping[date, str]) -> dict[date, Day]:
    """Each day of a holiday under its festival's name, and the make-up days that the library says it cost."""
    names = {day: _our_name(named[day]) for day in run if day in named}
    own = [name.partition("（")[0] for name in names.values() if not name.startswith(_EXCHANGED)]
    festival = "、".join(dict.fromkeys(part.replace("除夕", "春节") for name in own for part in name.split("、")))
    days: dict[date, Day] = {}
    for day in run:
        name = names.get(day, festival)
        if name.startswith(_EXCHANGED):
            worked = date.fromisoformat(name.removeprefix(_EXCHANGED)[:10])
            days[worked] = Day(is_working=True, name=f"{festival}调休上班")
            name = f"{festival}（调休）"
        days[day] = Day(is_working=False, name=name)
    return days


def _our_name(name: str) -> str:
    """As the notices write it; what is special about a day stands in brackets behind the festival."""
    return name.replace("农历除夕", "除夕").replace("春节延长假期", "春节（延长假期）").replace("; ", "、")
