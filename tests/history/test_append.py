"""Adding to a history."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.transaction import TransactionManagementError

from junping.history.append import append, prepare
from junping.history.chain import genesis
from junping.history.models import Event
from junping.history.reading import as_row
from tests.history.cast import entry, problems, story, told, unit, write


@pytest.mark.django_db
def test_an_event_costs_one_query(django_assert_num_queries):
    row = unit()
    with django_assert_num_queries(1):
        append(row, entry())


@pytest.mark.django_db
def test_the_record_carries_the_seq_and_the_hash_of_its_last_event():
    row = story("431224105200", 3)
    last = Event.objects.get(subject="unit:431224105200", seq=3)
    assert (row.version, row.head_hash) == (3, last.hash)


@pytest.mark.django_db
def test_each_event_covers_the_one_before():
    story("431224105200", 2)
    first, second = Event.objects.order_by("seq")
    assert first.prev_hash == genesis("unit:431224105200")
    assert second.prev_hash == first.hash


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_written():
    with pytest.raises(TransactionManagementError):
        append(unit(), entry())
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_a_second_writer_on_one_chain_is_refused():
    row = story("431224105200", 1)
    stale = unit()
    stale.version, stale.head_hash = row.version, row.head_hash
    write(row)
    with pytest.raises(IntegrityError), transaction.atomic():
        append(stale, entry())


@pytest.mark.django_db
def test_what_the_domain_adds_is_vouched_for_too():
    row = unit()
    write(row, extra={"clocks": [{"rule": "notice", "due_on": date(2026, 12, 5)}]})
    assert problems() != []


def test_a_float_in_the_data_is_refused():
    with pytest.raises(TypeError):
        prepare(unit(), entry(data={"longitude": 110.5}))


def test_a_row_that_lost_its_head_is_refused():
    row = unit(version=3)
    with pytest.raises(ValueError, match="head"):
        prepare(row, entry())


def test_equal_acts_leave_different_digests():
    one, other = told(unit(), 1)[0], told(unit(), 1)[0]
    assert one["payload_digest"] != other["payload_digest"]
    assert one["state_digest"] != other["state_digest"]


@pytest.mark.django_db
def test_an_event_reads_as_the_contract_says():
    row = unit()
    event = write(row, to_state="registered", actor_unit="431224105000", note="好", data={"kind": "dispute"})
    assert as_row(Event.objects.get(hash=event.hash)) == {
        "seq": 1,
        "at": "2026-11-20T12:00:00.000250+08:00",
        "occurred_at": "2026-11-20T12:00:00.000250+08:00",
        "actor": {"username": "center", "name": "张三", "unit": "431224105000"},
        "via": "api",
        "action": "note",
        "label": "进展",
        "from": None,
        "to": "registered",
        "note": "好",
        "data": {"kind": "dispute"},
        "prev_hash": genesis("unit:431224105200"),
        "hash": row.head_hash,
    }
