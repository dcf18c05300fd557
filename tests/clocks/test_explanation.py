"""Why is it this day: what a citizen or a leader reads under a clock."""

from datetime import date

import pytest

from junping.clocks import moves
from tests.clocks.cast import HANDLING, INTAKE, MEDIATION, NOTICE, SUPERVISION, moment, start

pytestmark = pytest.mark.django_db


def _told(clock):
    return "\n".join(clock.explanation)


def test_a_rolled_date_is_told_from_its_start_to_the_law():
    assert start(NOTICE, date(2023, 1, 6), cause="登记").explanation == [
        "2023年1月6日登记，当日不计，从2023年1月7日数起。",
        "15 日按日历日连续计算，春节放假照数。",
        "没有延期，没有中止。",
        "最后一天是2023年1月21日（星期六），春节放假。",
        "顺延到下一个工作日（越过春节 2023年1月21日至2023年1月27日）：2023年1月28日（星期六），春节调休上班，"
        "当天 24 时届满。",
        "能否顺延，所依规定没有明文，这里按民法典第二百零三条类推。",
        "按哪种理解都不算迟的最后一天（稳妥日）是2023年1月20日（星期五），所以按它提醒。",
        "依据：信访工作条例第二十三条；民法典第二百零一条至第二百零三条；国务院办公厅放假安排 国办发明电〔2022〕16号。",
    ]


def test_a_date_on_a_working_day_needs_fewer_words():
    assert start(NOTICE, date(2026, 11, 2)).explanation == [
        "2026年11月2日起算，当日不计，从2026年11月3日数起。",
        "15 日按日历日连续计算。",
        "没有延期，没有中止。",
        "最后一天是2026年11月17日（星期二），工作日。",
        "当天 24 时届满（民法典第二百零三条）。",
        "依据：信访工作条例第二十三条；民法典第二百零一条至第二百零三条；国务院办公厅放假安排 国办发明电〔2025〕7号。",
    ]


def test_working_days_name_what_was_skipped_and_what_was_worked():
    told = _told(start(INTAKE, date(2026, 9, 30), days=5))
    assert "只数工作日，数 5 个。" in told
    assert "放假不数：国庆节 2026年10月1日至2026年10月7日。" in told
    assert "周末调休上班，照数：国庆节调休上班 2026年10月10日。" in told


def test_a_make_up_saturday_at_the_end_is_named():
    assert "2026年2月28日（星期六），春节调休上班。" in _told(start(NOTICE, date(2026, 2, 13)))


def test_a_month_says_where_it_ends():
    assert "1 个月，到对应的那一天；那个月没有对应日的，到月末（民法典第二百零二条）。" in _told(
        start(MEDIATION, date(2024, 1, 31))
    )


def test_an_extension_names_who_approved_it():
    clock = start(HANDLING, date(2024, 8, 2))
    moves.extend(clock, 30, "刘志远", moment(2024, 9, 30), entered_at=moment(2024, 9, 30))
    told = _told(clock)
    assert "刘志远2024年9月30日批准延长 30 日，与原期限合并，从头一次数完。" in told
    assert "补录" not in told
    assert "没有延期" not in told


def test_an_extension_entered_after_its_date_says_so():
    clock = start(HANDLING, date(2026, 9, 22))
    moves.extend(clock, 30, "刘志远", moment(2026, 11, 20), entered_at=moment(2026, 11, 25))
    assert "刘志远2026年11月20日批准延长 30 日（2026年11月25日补录）" in _told(clock)


def test_a_hearing_names_its_days():
    clock = start(HANDLING, date(2024, 4, 1), days=30)
    moves.exclude(clock, date(2024, 4, 15), date(2024, 4, 24), by="周敏")
    assert "2024年4月15日至2024年4月24日听证（周敏决定），首尾两天在内，10 日不计入。" in _told(clock)


def test_a_suspended_clock_says_that_its_end_is_open():
    clock = start(MEDIATION, date(2026, 10, 15))
    moves.pause(clock, date(2026, 11, 2), by="周敏")
    told = _told(clock)
    assert "2026年11月2日起中止（周敏决定），尚未恢复。" in told
    assert "中止期间不计时，届满日要到恢复后才能算出。" in told
    assert "最后一天" not in told


def test_the_days_of_a_suspension_that_lie_before_the_start_are_not_told_as_left_out():
    clock = start(MEDIATION, date(2026, 10, 15))
    moves.pause(clock, date(2026, 10, 15))
    moves.resume(clock, date(2026, 10, 17))
    assert "2026年10月15日至2026年10月16日中止，首尾两天在内，1 日不计入。" in _told(clock)


def test_a_provisional_date_says_which_year_is_missing():
    clock = start(HANDLING, date(2026, 12, 7))
    assert "暂定：2027年的放假安排还没有录入" in _told(clock)
    assert "全国年节及纪念日放假办法第二条" in _told(clock)
    assert "（越过除夕、春节 2027年2月5日至2027年2月8日）" in _told(clock)


def test_a_day_fixed_by_a_person_says_by_whom_and_that_it_stays():
    clock = start(SUPERVISION, date(2026, 11, 16), due=date(2026, 11, 29), by="刘志远", cause="督办")
    assert clock.explanation == [
        "刘志远2026年11月16日督办时定的日子：2026年11月29日（星期日）。",
        "届满日是2026年11月29日（星期日），休息日，当天 24 时届满；人定的日期不顺延。",
        "那天之前最后一个工作日（稳妥日）是2026年11月27日（星期五），所以按它提醒。",
        "依据：督办通知。",
    ]


def test_a_moved_day_tells_both_days():
    clock = start(SUPERVISION, date(2026, 11, 16), due=date(2026, 11, 20), by="刘志远", cause="督办")
    moves.move(clock, date(2026, 12, 4), "向春华", moment(2026, 11, 19), entered_at=moment(2026, 11, 19))
    told = _told(clock)
    assert "刘志远2026年11月16日督办时定的日子：2026年11月20日（星期五）。" in told
    assert "向春华2026年11月19日批准由2026年11月20日改到2026年12月4日。" in told
    assert "届满日是2026年12月4日（星期五），当天 24 时届满" in told
