"""A year as the administrator hands it in: what is read, and what is refused with which words."""

from datetime import date

import pytest

from junping.clocks.parsing import CannotLoad, as_text, read_file, read_text
from junping.clocks.statutory import statutory_days

NOTICE = "国办发明电〔2026〕9号"
LAW = "\n".join(f"{day.isoformat()},放假,{name}" for day, name in statutory_days(2027).items())


def _errors(text, year=2027, notice=NOTICE):
    with pytest.raises(CannotLoad) as caught:
        read_text(text, year, notice)
    return caught.value.errors


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_file_is_read_as_excel_writes_it(encoding, line_end):
    text = f"日期,类型,名称\n{LAW}\n2027-02-20,上班,春节调休上班\n".replace("\n", line_end)
    year = read_file(text.encode(encoding), 2027, f" {NOTICE} ")
    assert (year.year, year.notice, len(year.days)) == (2027, NOTICE, 14)
    assert year.days[date(2027, 2, 20)].is_working
    assert year.days[date(2027, 2, 5)].name == "除夕"


@pytest.mark.parametrize(
    "row",
    [
        "2027/2/20,上班,春节",
        "2027年2月20日,上班,春节",
        "2027-02-20\t上班\t春节",
        "2027.2.20，上班，春节",
        '"2027-2-20","上班","春节"',
    ],
)
def test_a_date_may_be_written_as_people_write_it(row):
    assert read_text(f"{LAW}\n{row}", 2027, NOTICE).days[date(2027, 2, 20)].name == "春节"


def test_heading_empty_lines_and_names_may_be_missing():
    year = read_text(f"\n{LAW}\n\n2027-02-20,上班\n2027-02-09,放假,,\n", 2027, NOTICE)
    assert year.days[date(2027, 2, 20)].name == "调休上班"
    assert year.days[date(2027, 2, 9)].name == "节假日"


def test_what_the_form_shows_reads_back_the_same():
    year = read_text(f"{LAW}\n2027-02-20,上班,春节", 2027, NOTICE)
    assert read_text(as_text(year), 2027, NOTICE) == year


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ("2027-02-30,放假,春节", "第 14 行：日期“2027-02-30”看不懂，请写成 2027-10-01 的样子。"),
        ("春节,放假,春节", "第 14 行：日期“春节”看不懂，请写成 2027-10-01 的样子。"),
        ("2027-02-09,休息,春节", "第 14 行：类型“休息”看不懂，只能是“放假”或“上班”。"),
        ("2027-02-09", "第 14 行：应为“日期，类型，名称”三列。"),
        ("2027-02-09,放假,春节,补假", "第 14 行：应为“日期，类型，名称”三列。"),
        ("2027-02-05,放假,除夕", "第 14 行：2027-02-05 写了两次。"),
        (f"2027-02-09,放假,{'长' * 41}", "第 14 行：名称最多 40 个字，不能有控制字符。"),
        ("2027-02-09,放假,春\u202e节", "第 14 行：名称最多 40 个字，不能有控制字符。"),
        ("2028-01-01,放假,元旦", "2028-01-01 不在 2027 年，请写进那一年的放假安排。"),
        ("2027-02-17,上班,春节", "2027-02-17 是星期三，本来就上班；“上班”只写调休的周六、周日。"),
    ],
)
def test_a_wrong_row_is_named_with_what_is_wrong(row, error):
    assert _errors(f"{LAW}\n{row}") == [error]


def test_every_wrong_row_is_named_at_once():
    assert len(_errors("x,放假,春节\n2027-02-09,休息,春节\n2027-02-09")) == 3


def test_a_statutory_day_cannot_be_left_out_or_worked():
    without = LAW.replace("2027-04-05,放假,清明节\n", "")
    assert _errors(without) == [
        "2027-04-05（清明节）是法定放假的日子（全国年节及纪念日放假办法第二条），表里没有放假。"
    ]
    worked = LAW.replace("2027-05-01,放假", "2027-05-01,上班")
    assert "2027-05-01（劳动节）" in _errors(worked)[0]


def test_before_2025_the_older_law_gave_fewer_days_off():
    older = "\n".join(
        f"{day},放假,{name}"
        for day, name in statutory_days(2024).items()
        if name != "除夕" and (day.month, day.day) != (5, 2)
    )
    assert len(read_text(older, 2024, NOTICE).days) == 11


@pytest.mark.parametrize("text", ["", "日期,类型,名称\n", "\n\n"])
def test_an_empty_table_is_no_year(text):
    assert _errors(text) == ["没有一天放假：空表等于没有录入。"]


@pytest.mark.parametrize("notice", ["", "   "])
def test_the_notices_number_is_required(notice):
    assert _errors(LAW, notice=notice) == ["请填写国务院办公厅通知的文号，例如：国办发明电〔2025〕7号。"]


def test_an_overlong_notice_is_refused():
    assert _errors(LAW, notice="文" * 121) == ["通知文号最多 120 个字，不能有控制字符。"]


@pytest.mark.parametrize("year", [0, 1999, 2100, 9999, 10**30])
def test_a_year_far_away_is_refused(year):
    errors = _errors("", year=year)
    assert "年份应在 2014 至 2099 之间。" in errors


def test_more_days_than_any_notice_gives_are_refused():
    off = "\n".join(f"2027-{month:02}-{day:02},放假,节" for month in (3, 7, 8) for day in range(1, 29))
    worked = "\n".join(f"{day},上班,班" for day in _sundays())
    errors = _errors(f"{LAW}\n{off}\n{worked}")
    assert errors == ["放假 97 天，超过 60 天，请核对通知。", "调休上班 21 天，超过 20 天，请核对通知。"]


def _sundays():
    """Twenty-one Sundays outside of the months that the test fills with days off."""
    days = (date(2027, month, day) for month in (1, 4, 6, 9, 11, 12) for day in range(1, 31))
    return [day.isoformat() for day in days if day.weekday() == 6][:21]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"\xff\xfe\x00\x01\xff", "文件既不是 UTF-8 也不是 GB18030 编码的文本，请另存为 CSV 再上传。"),
        (b"x" * 70_000, "文件太大（超过 64 KB），一年的放假安排不会有这么多。"),
        (b'"2027-02-05,\xe6\x94\xbe', "文件不是有效的 CSV：引号没有成对。"),
    ],
)
def test_a_file_that_is_no_table_is_refused(content, error):
    with pytest.raises(CannotLoad) as caught:
        read_file(content, 2027, NOTICE)
    assert caught.value.errors == [error]


def test_an_excel_workbook_is_refused_without_a_crash():
    with pytest.raises(CannotLoad):
        read_file(b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00" + bytes(range(256)) * 8, 2027, NOTICE)
