"""The database itself keeps the evidence, and the tests can still empty their tables."""

import pytest
from django.db import IntegrityError, connection, transaction

from junping.history.models import Event
from junping.org.models import Unit
from tests.history.cast import NOON, story, tampering, unit, write


@pytest.mark.django_db
@pytest.mark.parametrize("write_by", ["update", "delete", "save"])
@pytest.mark.parametrize("table", ["event", "seal"])
def test_the_database_refuses_to_change_evidence(write_by, table, a_seal):
    row = a_seal if table == "seal" else Event.objects.first()
    act = {
        "update": lambda: type(row).objects.update(id=0),
        "delete": row.delete,
        "save": row.save,
    }[write_by]
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


@pytest.mark.django_db
def test_sqlite_refuses_to_replace_evidence(a_seal):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no REPLACE")
    for table in ("history_event", "history_seal"):
        with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@pytest.mark.django_db
def test_postgresql_refuses_to_empty_the_table():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        cursor.execute("TRUNCATE history_event")


@pytest.mark.django_db
def test_the_triggers_come_back_after_tampering():
    story("431224105200", 1)
    with tampering() as cursor:
        cursor.execute("UPDATE history_event SET note = 'x'")
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.update(note="y")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", [1, 2])
def test_a_transactional_test_leaves_nothing_to_the_next(run):
    assert not Unit.objects.exists()
    write(unit(), NOON)
