"""What goes wrong with a prepared statement does not stay wrong: the connection is good for the next one."""

import resource
from contextlib import ExitStack

import pytest
from django.core.signals import request_started
from django.db import IntegrityError, NotSupportedError, OperationalError, connection, transaction

from junping.database.prepared import cursor, together

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps its statements by itself")
MANY = 1_100


@pytest.fixture
def elsewhere(django_db_setup, django_db_blocker):
    """Another session of the same database, which has a table with two rows to play with; nothing else is written."""
    other = connection.copy()
    with django_db_blocker.unblock():
        try:
            with other.cursor() as asked:
                asked.execute("CREATE TABLE tried (id bigint PRIMARY KEY, name varchar(10))")
                asked.execute("INSERT INTO tried VALUES (1, 'a'), (2, 'b')")
            yield other
            with other.cursor() as asked:
                asked.execute("DROP TABLE tried")
        finally:
            connection.close()
            other.close()


@pytest.fixture
def many_files(tmp_path):
    """The process holds more files than `select` can look at."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 2 * MANY:
        pytest.skip("no process may hold so many files here: DID NOT RUN")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2 * MANY), hard))
    (tmp_path / "file").touch()
    with ExitStack() as held:
        for _ in range(MANY):
            held.enter_context((tmp_path / "file").open())
        yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def tell(sql, *values):
    with cursor() as asked:
        asked.execute(sql, values)


def names(*ids):
    with cursor() as asked:
        asked.execute("SELECT name FROM tried WHERE id = %s OR id = %s ORDER BY id", ids)
        return [name for (name,) in asked.fetchall()]


def test_a_table_that_was_altered_meanwhile_is_read_as_it_is_now(elsewhere):
    assert names(1, 2) == ["a", "b"]
    with elsewhere.cursor() as asked:
        asked.execute("ALTER TABLE tried ALTER name TYPE varchar(20)")
        asked.execute("ALTER TABLE tried ADD added integer")
    assert names(1, 2) == ["a", "b"]


def test_in_a_transaction_only_this_one_is_lost(elsewhere):
    assert names(1, 2) == ["a", "b"]
    with elsewhere.cursor() as asked:
        asked.execute("ALTER TABLE tried ALTER name TYPE varchar(20)")
    with pytest.raises(NotSupportedError, match="cached plan"), transaction.atomic():
        names(1, 2)
    with transaction.atomic():
        assert names(1, 2) == ["a", "b"]


def three():
    tell("INSERT INTO tried VALUES (%s, %s)", 3, "c")
    tell("UPDATE tried SET name = %s WHERE id = %s", "A", 1)
    tell("INSERT INTO tried (id) VALUES (%s)", 4)


def test_a_batch_that_met_a_locked_row_leaves_nothing_and_is_done_the_next_time(elsewhere):
    tell("SET lock_timeout = 100")
    elsewhere.set_autocommit(False)
    with elsewhere.cursor() as asked:
        asked.execute("UPDATE tried SET name = 'z' WHERE id = 1")
    with pytest.raises(OperationalError) as refused, transaction.atomic(), together():
        three()
    assert refused.value.__cause__.sqlstate == "55P03"
    elsewhere.rollback()
    elsewhere.set_autocommit(True)
    assert names(1, 3) == ["a"]
    with transaction.atomic(), together():
        three()
    assert names(1, 3) == ["A", "c"]


def one_that_fails_and_another():
    tell("INSERT INTO tried (id) VALUES (%s)", 1)
    tell("UPDATE tried SET name = %s WHERE id = %s", "B", 2)


def test_a_batch_within_a_savepoint_fails_alone(elsewhere):
    with transaction.atomic():
        tell("INSERT INTO tried VALUES (%s, %s)", 5, "e")
        with pytest.raises(IntegrityError), transaction.atomic(), together():
            one_that_fails_and_another()
        tell("UPDATE tried SET name = %s WHERE id = %s", "B", 2)
    assert names(2, 5) == ["B", "e"]


def one_that_fails_and_a_mistake():
    tell("INSERT INTO tried VALUES (%s, %s)", 1, "向志强")
    raise ZeroDivisionError


def test_no_row_is_printed_where_a_batch_fails_twice(elsewhere, caplog):
    with pytest.raises(ZeroDivisionError), transaction.atomic(), together():
        one_that_fails_and_a_mistake()
    assert not [record for record in caplog.records if "Key (id)" in record.getMessage()]


def test_a_connection_opened_among_a_thousand_files_is_looked_at(elsewhere, many_files):
    connection.close()
    assert names(1, 2) == ["a", "b"]
    request_started.send(None, environ={})
    assert names(1, 2) == ["a", "b"]


def test_a_connection_that_the_server_ended_is_missed_before_the_next_request(elsewhere):
    tell("SELECT %s", 1)
    ended = connection.connection
    with elsewhere.cursor() as asked:
        asked.execute("SELECT pg_terminate_backend(%s, 5000)", [ended.info.backend_pid])
    request_started.send(None, environ={})
    assert names(1, 2) == ["a", "b"]
    assert connection.connection is not ended
