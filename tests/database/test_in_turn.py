"""Writers to SQLite queue within a process; nothing of it is noticed elsewhere."""

import threading

import pytest
from django.db import OperationalError, connection, transaction

from junping.database.in_turn import in_turn

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's writers need no turn")


def elsewhere(work):
    """What `work` gives in another thread, or the error that it raised."""
    found = []

    def run():
        try:
            found.append(work())
        except OperationalError as error:
            found.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return found[0]


def a_turn():
    with in_turn():
        return "mine"


@pytest.mark.django_db(transaction=True)
def test_one_writes_at_a_time_and_who_waits_too_long_is_told(monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.05)
    with in_turn():
        assert isinstance(elsewhere(a_turn), OperationalError)
    assert elsewhere(a_turn) == "mine"


@pytest.mark.django_db(transaction=True)
def test_a_turn_that_fails_is_given_on():
    with pytest.raises(ZeroDivisionError), in_turn():
        raise ZeroDivisionError
    assert elsewhere(a_turn) == "mine"


@pytest.mark.django_db(transaction=True)
def test_within_a_transaction_no_turn_is_asked_for():
    with in_turn(), transaction.atomic(), in_turn():
        assert connection.in_atomic_block
    assert elsewhere(a_turn) == "mine"
