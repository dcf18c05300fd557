"""The calendar's tables: seeded, written, and seen by whoever counts next."""

from datetime import date
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from junping.clocks import loading, standards
from junping.clocks.calendar import held, town_standards, work_calendar
from junping.clocks.models import CalendarDay, CalendarYear, TownStandard
from junping.clocks.parsing import CannotLoad
from junping.clocks.seed import NOTICES
from junping.clocks.statutory import statutory_days
from junping.clocks.warnings import warnings
from junping.clocks.work_calendar import Day
from tests.clocks.cast import SEEDED

pytestmark = pytest.mark.django_db
NOTICE = "国办发明电〔2026〕9号"
MAKE_UP = date(2027, 2, 20)


def _days(year=2027, **more):
    return {day: Day(False, name) for day, name in statutory_days(year).items()}


def test_the_known_years_are_there_after_migrating():
    assert dict(CalendarYear.objects.values_list("year", "notice")) == NOTICES
    for year in NOTICES:
        assert work_calendar().named_days(year) == SEEDED.named_days(year)


def test_migrating_again_keeps_what_an_administrator_corrected():
    days = dict(SEEDED.named_days(2026)) | {date(2026, 12, 31): Day(False, "临时放假")}
    loading.write_year(2026, "国办发明电〔2025〕7号、更正", days)
    TownStandard.objects.filter(rule="intake").update(days=5)
    call_command("migrate", verbosity=0)
    assert not work_calendar().is_working(date(2026, 12, 31))
    assert town_standards()["intake"].days == 5


def test_a_missing_year_and_a_missing_standard_are_put_back():
    CalendarYear.objects.filter(year=2020).delete()
    TownStandard.objects.filter(rule="intake").delete()
    assert loading.install() == [2020]
    assert standards.install() == ["intake"]
    assert loading.install() == standards.install() == []


def test_a_written_year_is_confirmed_and_counted():
    row = loading.write_year(2027, NOTICE, _days() | {MAKE_UP: Day(True, "春节调休上班")})
    assert (row.year, row.notice, row.chain_subject, row.version) == (2027, NOTICE, "calendar:2027", 0)
    calendar = work_calendar()
    assert calendar.is_confirmed(2027)
    assert calendar.is_working(MAKE_UP)
    assert calendar.notice_of(2027) == NOTICE


def test_writing_again_puts_the_new_days_in_place_of_the_old():
    first = loading.write_year(2027, NOTICE, _days() | {MAKE_UP: Day(True, "春节调休上班")})
    second = loading.write_year(2027, "更正", _days())
    assert second.pk == first.pk
    assert second.digest != first.digest
    assert CalendarDay.objects.filter(year=second).count() == 13
    assert not work_calendar().is_working(MAKE_UP)


def test_the_history_of_a_year_covers_its_days():
    row = loading.write_year(2027, NOTICE, _days())
    days = row.chain_extra()["days"]
    assert days[0] == ["2027-01-01", False, "元旦"]
    assert len(days) == 13
    assert row.chain_extra() == CalendarYear.objects.get(year=2027).chain_extra()


@pytest.mark.parametrize(("year", "notice", "days"), [(2027, "", _days()), (2027, NOTICE, {}), (1999, NOTICE, {})])
def test_an_implausible_year_leaves_the_tables_alone(year, notice, days):
    with pytest.raises(CannotLoad):
        loading.write_year(year, notice, days)
    assert not CalendarYear.objects.filter(year=year).exists()


def test_the_difference_tells_old_and_new():
    loading.write_year(2027, NOTICE, _days() | {MAKE_UP: Day(True, "春节调休上班")})
    days = _days() | {date(2027, 2, 9): Day(False, "春节")}
    assert loading.difference(2027, "更正", days) == {
        "notice": [NOTICE, "更正"],
        "2027-02-09": [None, "放假 春节"],
        "2027-02-20": ["上班 春节调休上班", None],
    }
    assert loading.difference(2028, NOTICE, _days(2028))["notice"] == [None, NOTICE]


def test_a_row_without_days_is_a_missing_year():
    CalendarYear.objects.create(year=2027, notice=NOTICE, digest="x")
    assert not work_calendar().is_confirmed(2027)
    assert not work_calendar().is_working(date(2027, 2, 5))


def test_the_calendar_costs_one_query_while_nothing_changed(django_assert_num_queries):
    work_calendar()
    with django_assert_num_queries(1):
        work_calendar()


def test_a_held_block_asks_once_for_both(django_assert_num_queries):
    work_calendar()
    with django_assert_num_queries(1), held():
        for _ in range(3):
            work_calendar()
            town_standards()
            with held():
                work_calendar()


def test_a_year_written_within_a_held_block_is_seen_there():
    with held():
        assert not work_calendar().is_confirmed(2027)
        loading.write_year(2027, NOTICE, _days())
        assert work_calendar().is_confirmed(2027)


def test_what_is_rolled_back_is_not_remembered():
    with transaction.atomic():
        loading.write_year(2027, NOTICE, _days())
        assert work_calendar().is_confirmed(2027)
        transaction.set_rollback(True)
    assert not work_calendar().is_confirmed(2027)


@pytest.mark.django_db(transaction=True)
def test_a_change_by_another_connection_is_seen_at_the_next_look():
    assert not work_calendar().is_confirmed(2027)

    def write():
        loading.write_year(2027, NOTICE, _days())
        connection.close()

    thread = Thread(target=write)
    thread.start()
    thread.join()
    assert work_calendar().is_confirmed(2027)


@pytest.mark.parametrize(
    ("today", "loaded", "missing"),
    [
        (date(2026, 10, 31), (), []),
        (date(2026, 11, 1), (), [2027]),
        (date(2026, 12, 31), (2027,), []),
        (date(2027, 1, 1), (), [2027]),
        (date(2027, 11, 2), (), [2027, 2028]),
        (date(2027, 11, 2), (2027,), [2028]),
        (date(2017, 6, 1), (), [2017]),
    ],
)
def test_a_missing_year_is_warned_of_from_november(today, loaded, missing):
    for year in loaded:
        loading.write_year(year, NOTICE, _days(year))
    found = warnings(today)
    assert len(found) == len(missing)
    for sentence, year in zip(found, missing, strict=True):
        assert f"{year}年" in sentence
        assert "录入" in sentence


def test_the_towns_standards_are_installed_as_the_domain_lists_them():
    assert {rule: (row.days, row.unit, row.document) for rule, row in town_standards().items()} == {
        "intake": (3, "working", "本镇工作标准"),
        "answer": (10, "working", "本镇工作标准"),
        "revisit": (30, "calendar", "本镇工作标准"),
        "rework": (30, "calendar", "本镇工作标准"),
        "dispatch": (2, "working", "本镇工作标准"),
        "recheck_hazard": (10, "calendar", "本镇工作标准"),
    }
    assert TownStandard.objects.get(rule="intake").chain_subject == "standard:intake"


@pytest.mark.parametrize(
    ("field", "value"), [("days", 0), ("days", 366), ("unit", "month"), ("unit", "date"), ("document", "")]
)
def test_a_standard_is_a_number_of_days_with_its_document(field, value):
    standard = TownStandard.objects.get(rule="intake")
    setattr(standard, field, value)
    with pytest.raises(ValidationError) as caught:
        standard.full_clean()
    assert field in caught.value.message_dict


def test_the_database_itself_keeps_a_standard_in_range():
    with pytest.raises(IntegrityError), transaction.atomic():
        TownStandard.objects.filter(rule="intake").update(days=0)
