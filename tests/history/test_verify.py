"""`Verification` over real tables: what an owner of the database does behind the program's back comes out."""

from datetime import timedelta

import pytest
from django.db import connection

from junping.history import sources, triggers
from junping.history.checks import Problem
from junping.history.models import Event
from junping.history.verify import Verification
from junping.org.models import Unit
from tests.history.cast import NOON, problems, story, tampering, unit, write

pytestmark = pytest.mark.django_db

A, B, C = "431224105200", "431224105201", "431224105203"


@pytest.fixture
def three():
    return [story(code, 3, NOON + timedelta(minutes=step)) for step, code in enumerate((A, B, C))]


def after(sql, *values):
    with tampering() as cursor:
        cursor.execute(sql, values)
    return problems()


def test_what_nobody_touched_is_whole(three):
    verification = Verification()
    assert list(verification.problems()) == []
    assert (verification.events, verification.records, verification.seals, verification.unsealed) == (9, 3, 0, 9)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("note", "假"),
        ("data", '{"x": 1}'),
        ("salt", ""),
        ("actor_name", "李四"),
        ("occurred_at", "2026-11-01 00:00:00+00:00"),
        ("from_state", "closed"),
        ("hash", "0" * 64),
        ("prev_hash", "0" * 64),
        ("state_digest", "0" * 64),
    ],
)
def test_a_changed_event_is_named(three, column, value):
    (line,) = after(f"UPDATE history_event SET {column} = %s WHERE subject = %s AND seq = 2", value, f"unit:{B}")
    assert line.startswith(f"unit:{B} 第 2 条：")


def test_a_removed_event_is_named(three):
    (line,) = after("DELETE FROM history_event WHERE subject = %s AND seq = 2", f"unit:{B}")
    assert line == f"unit:{B} 第 3 条：前面缺第 2 条"


def test_a_tail_cut_off_is_named(three):
    (line,) = after("DELETE FROM history_event WHERE subject = %s AND seq > 1", f"unit:{B}")
    assert line == f"unit:{B} 第 2 条：自此至第 3 条的经过不在了"


def test_a_tail_cut_off_is_named_although_the_record_was_set_back(three):
    second = Event.objects.get(subject=f"unit:{B}", seq=2)
    Unit.objects.filter(code=B).update(version=2, head_hash=second.hash, name="先锋村1")
    (line,) = after("DELETE FROM history_event WHERE subject = %s AND seq > 2", f"unit:{B}")
    assert line.startswith(f"unit:{B} 第 2 条：记录与它最后一条经过不符")


def test_a_copied_event_is_named(three):
    columns = ", ".join(field.column for field in Event._meta.fields if field.name not in {"id", "seq"})
    (line,) = after(
        f"INSERT INTO history_event (seq, {columns}) SELECT 4, {columns} FROM history_event"
        " WHERE subject = %s AND seq = 3",
        f"unit:{B}",
    )
    assert line.startswith(f"unit:{B} 第 4 条：")


def test_a_whole_history_taken_away_is_named(three):
    (line,) = after("DELETE FROM history_event WHERE subject = %s", f"unit:{B}")
    assert line == f"unit:{B}：全部 3 条经过都不在了"


def test_an_edited_record_is_named(three):
    Unit.objects.filter(code=B).update(name="别村")
    (line,) = problems()
    assert line.startswith(f"unit:{B} 第 3 条：记录与它最后一条经过不符")


def test_a_removed_record_is_named(three):
    Unit.objects.filter(code=B).delete()
    assert problems() == [f"unit:{B}：记录被删除了，留下 3 条经过"]


def test_a_record_slipped_in_is_named(three):
    unit("431224105205").save()
    assert problems() == ["unit:431224105205：没有任何经过：这条记录不是经本系统登记的"]


def test_events_of_something_unknown_are_named(three):
    lines = after("UPDATE history_event SET subject = %s WHERE subject = %s", "ghost:1", f"unit:{B}")
    assert lines == [f"unit:{B}：全部 3 条经过都不在了", "ghost:1：有 3 条经过，却没有这种对象"]


def test_each_broken_subject_has_one_line(three):
    Unit.objects.filter(code=A).update(name="别村")
    lines = after("UPDATE history_event SET note = 'x' WHERE subject = %s", f"unit:{B}")
    assert [line[:17] for line in lines] == [f"unit:{A}", f"unit:{B}"]


def test_extra_state_is_compared_with_what_was_appended(monkeypatch):
    children = {A: ["约定"], B: ["约定"]}
    monkeypatch.setattr(sources, "_sources", {})
    sources.register(sources.Source("unit", Unit, lambda rows: {row.pk: {"terms": children[row.code]} for row in rows}))
    for code in (A, B):
        write(unit(code), extra={"terms": children[code]})
    assert problems() == []
    children[B] = ["别的"]
    (line,) = problems()
    assert line.startswith(f"unit:{B} ")


def test_what_another_package_finds_is_told_too():
    sources.register_check(lambda: [Problem("JP-2026-0007", "编号缺失：记录被删除了")])
    assert problems() == ["JP-2026-0007：编号缺失：记录被删除了"]


def test_a_missing_trigger_is_told():
    triggers.remove(connection, ["history_seal"])
    try:
        assert all(line.startswith("history_seal_") for line in problems())
        assert problems()
    finally:
        triggers.install(connection)


def test_many_records_take_few_queries(django_assert_max_num_queries):
    for number in range(30):
        story(f"4312241059{number:02}", 2)
    with django_assert_max_num_queries(14):
        assert problems() == []


def test_values_that_cannot_be_read_are_named(three):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite keeps text in a date column")
    Unit.objects.filter(code=A).update(name="别村")
    lines = after("UPDATE history_event SET at = 'gestern' WHERE subject = %s AND seq = 2", f"unit:{B}")
    assert [line[:17] for line in lines] == [f"unit:{A}", f"unit:{B}"]


def test_a_record_that_cannot_be_read_is_named(three):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite keeps text in a date column")
    (line,) = after("UPDATE org_unit SET retired_on = '2026-99-99' WHERE code = %s", B)
    assert line.startswith(f"unit:{B}：")


def test_progress_is_told_up_to_the_end(three):
    told = []
    list(Verification(progress=lambda done, total: told.append((done, total))).problems())
    assert told[-1] == (9, 9)
