"""Which days does the law itself give off, before any notice? Pure.

全国年节及纪念日放假办法 第二条 (2024 text): 元旦 1, 春节 4 from 除夕, 清明 1, 劳动节 2, 端午 1, 中秋 1, 国庆 3. No
make-up days off (补假, 第六条) and no exchanged weekends (调休): those the State Council's yearly notice arranges.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from holidays.groups.chinese import ChineseCalendarHolidays
from holidays.holiday_base import HolidayBase

# The library vouches for lunar days and 清明 of these years; beyond, only the days of the solar calendar are known.
FIRST_LUNAR_YEAR, LAST_LUNAR_YEAR = 1901, 2099

_FIXED = [
    ((1, 1), "元旦"),
    ((5, 1), "劳动节"),
    ((5, 2), "劳动节"),
    ((10, 1), "国庆节"),
    ((10, 2), "国庆节"),
    ((10, 3), "国庆节"),
]


class _Lunar(HolidayBase, ChineseCalendarHolidays):
    """The festivals whose day the lunar calendar or the sun decides."""

    country = "CN"
    start_year = FIRST_LUNAR_YEAR
    end_year = LAST_LUNAR_YEAR

    def __init__(self, year: int) -> None:
        ChineseCalendarHolidays.__init__(self)
        super().__init__(years=year, observed=False, expand=False)

    def _populate_public_holidays(self) -> None:
        # The library would translate Chinese names into the server's language, so it is given keys.
        self._add_chinese_new_years_day("new year")
        self._add_qingming_festival("qingming")
        self._add_dragon_boat_festival("dragon boat")
        self._add_mid_autumn_festival("mid-autumn")


def _lunar_days(year: int) -> list[tuple[date, str]]:
    day_of = {key: day for day, key in _Lunar(year).items()}
    new_year = day_of["new year"]
    return [
        (new_year - timedelta(days=1), "除夕"),
        *((new_year + timedelta(days=n), "春节") for n in range(3)),
        (day_of["qingming"], "清明节"),
        (day_of["dragon boat"], "端午节"),
        (day_of["mid-autumn"], "中秋节"),
    ]


@lru_cache(maxsize=512)
def statutory_days(year: int) -> Mapping[date, str]:
    """The statutory days off of a year with their names; two festivals on one day share it (中秋节、国庆节)."""
    days: dict[date, str] = {}
    lunar = _lunar_days(year) if FIRST_LUNAR_YEAR <= year <= LAST_LUNAR_YEAR else []
    for day, name in sorted([*lunar, *((date(year, *day), name) for day, name in _FIXED)]):
        days[day] = f"{days[day]}、{name}" if day in days else name
    return MappingProxyType(days)
