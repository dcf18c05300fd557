"""Read a year's arrangement of days off as an administrator hands it in: a CSV file or the lines of a form. Pure.

Columns 日期,类型,名称; 类型 is 放假 or 上班 (a make-up working weekend). Only what the notice names: other weekends are
days off, other weekdays working days, without a row.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from datetime import date

from junping.clocks.statutory import statutory_days
from junping.clocks.work_calendar import Day, Year

OFF, WORKED = "放假", "上班"
COLUMNS = ("日期", "类型", "名称")
MOST_BYTES = 64 * 1024
FIRST_YEAR, LAST_YEAR = 2014, 2099
_MOST_DAYS_OFF, _MOST_WORKED = 60, 20
_LONGEST_NAME, _LONGEST_NOTICE = 40, 120
_SATURDAY = 5
# 放假办法 of 2013, in force until the end of 2024: neither 除夕 nor 5月2日.
_FIRST_YEAR_OF_2024_TEXT = 2025
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)


class CannotLoad(ValueError):
    """What is wrong with a year as handed in; `errors` are Chinese sentences, each naming its row or day."""

    def __init__(self, errors: Iterable[str]) -> None:
        self.errors = list(errors)
        super().__init__("\n".join(self.errors))


def read_file(content: bytes, year: int, notice: str) -> Year:
    """The year of a CSV file in UTF-8 or GB18030; CannotLoad with every error found."""
    if len(content) > MOST_BYTES:
        raise CannotLoad([f"文件太大（超过 {MOST_BYTES // 1024} KB），一年的放假安排不会有这么多。"])
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return read_text(content.decode(encoding), year, notice)
        except UnicodeDecodeError:
            continue
    raise CannotLoad(["文件既不是 UTF-8 也不是 GB18030 编码的文本，请另存为 CSV 再上传。"])


def read_text(text: str, year: int, notice: str) -> Year:
    """The year of a text with the same lines, the heading may be missing; CannotLoad with every error found."""
    days: dict[date, Day] = {}
    errors: list[str] = []
    try:
        rows = list(csv.reader(text.replace("，", ",").replace("\t", ",").splitlines(), strict=True))
    except csv.Error:
        raise CannotLoad(["文件不是有效的 CSV：引号没有成对。"]) from None
    for number, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and cells[0] == COLUMNS[0]):
            continue
        try:
            day, what = _read_row(cells, year)
            if day in days:
                raise ValueError(f"{day.isoformat()} 写了两次。")
            days[day] = what
        except ValueError as error:
            errors.append(f"第 {number} 行：{error}")
    if errors:
        raise CannotLoad(errors)
    return check(Year(year, notice.strip(), {day: days[day] for day in sorted(days)}))


def check(year: Year) -> Year:
    """The year itself if it is plausible as a whole; CannotLoad with every error found."""
    errors = [*_errors_of_heading(year), *_errors_of_days(year.year, year.days)]
    if errors:
        raise CannotLoad(errors)
    return year


def as_text(year: Year) -> str:
    """The lines that `read_text` reads back, with the heading: what the form shows for correction."""
    rows = [f"{day.isoformat()},{WORKED if what.is_working else OFF},{what.name}" for day, what in year.days.items()]
    return "\n".join([",".join(COLUMNS), *rows])


def _read_row(cells: list[str], year: int) -> tuple[date, Day]:
    if len(cells) == 1 or any(cells[len(COLUMNS) :]):
        raise ValueError(f"应为“{'，'.join(COLUMNS)}”三列。")
    written, kind, name = [*cells, "", ""][:3]
    match = _DATE.fullmatch(written)
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError(f"日期“{written[:20]}”看不懂，请写成 {year}-10-01 的样子。")
    if kind not in {OFF, WORKED}:
        raise ValueError(f"类型“{kind[:20]}”看不懂，只能是“{OFF}”或“{WORKED}”。")
    if len(name) > _LONGEST_NAME or not name.isprintable():
        raise ValueError(f"名称最多 {_LONGEST_NAME} 个字，不能有控制字符。")
    if not name:
        name = "调休上班" if kind == WORKED else "节假日"
    return day, Day(is_working=kind == WORKED, name=name)


def _errors_of_heading(year: Year) -> list[str]:
    errors = []
    if not FIRST_YEAR <= year.year <= LAST_YEAR:
        errors.append(f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。")
    if not year.notice:
        errors.append("请填写国务院办公厅通知的文号，例如：国办发明电〔2025〕7号。")
    elif len(year.notice) > _LONGEST_NOTICE or not year.notice.isprintable():
        errors.append(f"通知文号最多 {_LONGEST_NOTICE} 个字，不能有控制字符。")
    return errors


def _errors_of_days(year: int, days: Mapping[date, Day]) -> list[str]:
    if not days:
        return ["没有一天放假：空表等于没有录入。"]
    errors = [f"{day.isoformat()} 不在 {year} 年，请写进那一年的放假安排。" for day in sorted(days) if day.year != year]
    worked = [day for day in sorted(days) if days[day].is_working]
    errors += [
        f"{day.isoformat()} 是星期{'一二三四五'[day.weekday()]}，本来就上班；“{WORKED}”只写调休的周六、周日。"
        for day in worked
        if day.weekday() < _SATURDAY
    ]
    if len(days) - len(worked) > _MOST_DAYS_OFF:
        errors.append(f"放假 {len(days) - len(worked)} 天，超过 {_MOST_DAYS_OFF} 天，请核对通知。")
    if len(worked) > _MOST_WORKED:
        errors.append(f"调休上班 {len(worked)} 天，超过 {_MOST_WORKED} 天，请核对通知。")
    missing = [(day, name) for day, name in _must_be_off(year) if day not in days or days[day].is_working]
    return errors + [
        f"{day.isoformat()}（{name}）是法定放假的日子（全国年节及纪念日放假办法第二条），表里没有放假。"
        for day, name in missing
    ]


def _must_be_off(year: int) -> list[tuple[date, str]]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return []
    statutory = statutory_days(year).items()
    if year >= _FIRST_YEAR_OF_2024_TEXT:
        return list(statutory)
    return [(day, name) for day, name in statutory if name != "除夕" and (day.month, day.day) != (5, 2)]
