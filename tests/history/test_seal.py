"""Seals: a day's history closed, and what they find that a chain cannot."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection

from junping.history import seal as sealing
from junping.history.models import Seal
from junping.history.seal import read_line, seal_days
from tests.history.cast import NOON, problems, story, tampering, unit, write

pytestmark = pytest.mark.django_db

A, B, C = "431224105200", "431224105201", "431224105203"
DAY = timedelta(days=1)
MIDNIGHT = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)  # the end of 2026-11-20 in Asia/Shanghai


def three_days():
    for step, code in enumerate((A, B, C)):
        story(code, 2, NOON + step * DAY)
    return seal_days(NOON + 3 * DAY)


def after(sql, *values, **options):
    with tampering() as cursor:
        cursor.execute(sql, values)
    return problems(**options)


def test_each_day_that_is_over_gets_a_seal():
    story(C, 2, NOON - DAY)
    story(A, 2)
    story(B, 2, NOON + DAY)
    seals = seal_days(NOON + DAY)
    assert [(seal.number, seal.day, seal.events, seal.chains) for seal in seals] == [
        (1, date(2026, 11, 19), 2, 1),
        (2, date(2026, 11, 20), 2, 1),
    ]
    assert problems() == []


def test_a_day_without_events_gets_none():
    story(A)
    story(B, at=NOON + 5 * DAY)
    assert [seal.day.day for seal in seal_days(NOON + 9 * DAY)] == [20, 25]


def test_a_day_ends_at_midnight_in_shanghai():
    write(unit(A), MIDNIGHT - timedelta(microseconds=1))
    write(unit(B), MIDNIGHT)
    assert [seal.events for seal in seal_days(NOON + 3 * DAY)] == [1, 1]


@pytest.mark.parametrize(("minutes", "seals"), [(-1, 0), (0, 0), (9, 0), (10, 1)])
def test_a_day_is_sealed_ten_minutes_after_its_end(minutes, seals):
    story(A)
    assert len(seal_days(MIDNIGHT + timedelta(minutes=minutes))) == seals


def test_sealing_again_makes_nothing_new():
    three_days()
    assert seal_days(NOON + 3 * DAY) == []
    assert Seal.objects.count() == 3


def test_an_event_entered_under_an_earlier_time_falls_into_the_next_seal():
    three_days()
    write(unit("431224105205"), NOON - 30 * DAY)
    (late,) = seal_days(NOON + 9 * DAY)
    assert (late.number, late.day, late.events) == (4, date(2026, 11, 23), 1)
    assert problems() == []


def test_events_of_a_clock_that_ran_ahead_are_sealed_with_those_around_them():
    story(A, 1, NOON)
    story(B, 2, NOON + 365 * DAY)
    story(C, 1, NOON + DAY)
    assert [(seal.day.day, seal.events) for seal in seal_days(NOON + 2 * DAY)] == [(20, 3), (21, 1)]
    assert problems() == []


def test_after_a_day_of_a_clock_that_ran_ahead_was_sealed_each_day_is_sealed_on():
    story(A, 2, NOON + 365 * DAY)
    seal_days(NOON + 366 * DAY)
    story(B, 2, NOON)
    story(C, 2, NOON + DAY)
    assert [seal.events for seal in seal_days(NOON + DAY)] == [2]
    assert [seal.events for seal in seal_days(NOON + 2 * DAY)] == [2]
    assert seal_days(NOON + 3 * DAY) == []
    assert problems() == []


def test_another_process_that_seals_meanwhile_makes_no_seal_twice(monkeypatch):
    story(A)
    story(B, at=NOON + DAY)
    honest, others = sealing.counted, []

    def counted(seal):
        if not others:
            others.append(None)
            others.extend(seal_days(NOON + DAY))
        return honest(seal)

    monkeypatch.setattr(sealing, "counted", counted)
    mine = seal_days(NOON + 2 * DAY)
    assert [seal.number for seal in others[1:]] == [1]
    assert [seal.number for seal in mine] == [2]
    assert problems() == []


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_make_each_seal_once():
    if connection.vendor != "postgresql":
        pytest.skip("an SQLite database in memory has one connection's worth of locks")
    for step in range(8):
        story(f"43122410590{step}", 2, NOON + step * DAY)

    def run():
        seal_days(NOON + 20 * DAY)
        connection.close()

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(Seal.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 9))
    assert problems() == []


def test_a_record_taken_away_with_all_its_events_is_found():
    three_days()
    with tampering() as cursor:
        cursor.execute("DELETE FROM history_event WHERE subject = %s", [f"unit:{B}"])
        cursor.execute("DELETE FROM org_unit WHERE code = %s", [B])
    assert [line.partition("：")[0] for line in problems()] == ["封存 2（2026-11-21）"]


def test_an_event_slipped_into_a_sealed_day_is_found():
    story(A, 2)
    with tampering() as cursor:
        cursor.execute("UPDATE history_event SET id = id + 100000")
    seal_days(NOON + DAY)
    late = write(unit(B))
    (line,) = after("UPDATE history_event SET id = 50000 WHERE hash = %s", late.hash)
    assert line.startswith("封存 1（2026-11-20）：")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("day", "2026-11-19"),
        ("events", 1),
        ("chains", 9),
        ("last_id", 3),
        ("after_id", 1),
        ("root", "0" * 64),
        ("prev_root", "0" * 64),
    ],
)
def test_a_changed_seal_is_found(column, value):
    three_days()
    lines = after(f"UPDATE history_seal SET {column} = %s WHERE number = 1", value)
    assert lines[0].startswith("封存 1（")


def test_a_missing_seal_is_found():
    three_days()
    assert after("DELETE FROM history_seal WHERE number = 2") == ["封存 3（2026-11-22）：前面缺第 2 号封存"]


def test_two_seals_that_changed_places_are_found():
    three_days()
    with tampering() as cursor:
        cursor.execute("UPDATE history_seal SET number = 9 WHERE number = 1")
        cursor.execute("UPDATE history_seal SET number = 1 WHERE number = 2")
        cursor.execute("UPDATE history_seal SET number = 2 WHERE number = 9")
    assert [line[:4] for line in problems()][:2] == ["封存 1", "封存 2"]


def test_the_last_seal_taken_away_is_found_by_whoever_noted_it():
    noted = [read_line(str(seal)) for seal in three_days()]
    assert problems(noted=noted) == []
    lines = after("DELETE FROM history_seal WHERE number = 3", noted=noted)
    assert lines == ["封存 3（2026-11-22）：记下过这个封存，现在没有了"]


def test_everything_made_anew_is_found_by_whoever_noted_one_late_seal():
    *_, noted = [read_line(str(seal)) for seal in three_days()]
    with tampering() as cursor:
        cursor.execute("DELETE FROM history_seal")
        cursor.execute("DELETE FROM history_event WHERE subject = %s", [f"unit:{A}"])
        cursor.execute("DELETE FROM org_unit WHERE code = %s", [A])
    seal_days(NOON + 3 * DAY)
    assert problems() == []
    assert problems(noted=[noted]) == ["封存 3（2026-11-22）：记下过这个封存，现在没有了"]


def test_a_noted_line_says_day_number_events_and_root():
    story(A)
    (seal,) = seal_days(NOON + DAY)
    assert str(seal) == f"2026-11-20 seal 1 events 3 root {seal.root}"
    assert read_line(f"  {seal}\n").is_of(seal)


@pytest.mark.parametrize(
    "line", ["", "seal", "2026-11-20 seal 1 events 3 root xyz", "2026-13-20 seal 1 events 3 root " + "a" * 64]
)
def test_another_line_is_refused(line):
    with pytest.raises(ValueError):  # noqa: PT011
        read_line(line)
