"""Whatever single thing is changed in a chain, it is found, and the right subject is named."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junping.history.chain import event_hash, genesis, payload_digest
from junping.history.checks import COLUMNS, compare, walk
from junping.history.state import state_of
from junping.vault.cipher import derived_key
from tests.history.cast import NOON, told, unit

lengths = st.integers(2, 7)


def found(row, events):
    """The problem of this one chain, as the verification looks for it."""
    chain = walk(row.chain_subject, events)
    return chain.problem or compare(row, chain, derived_key("history"), state_of(row))


def a_chain(length, code="431224105200"):
    row = unit(code)
    return row, told(row, length)


@given(lengths)
def test_a_chain_left_alone_is_whole(length):
    assert found(*a_chain(length)) is None


@pytest.mark.parametrize("column", [name for name in COLUMNS if name != "id"])
@given(data=st.data())
def test_a_changed_column_is_found(column, data):
    row, events = a_chain(data.draw(lengths))
    event = events[data.draw(st.integers(0, len(events) - 1))]
    old = event[column]
    new = {
        int: lambda: old + data.draw(st.integers(1, 9)),
        dict: lambda: {"n": "x"},
        type(NOON): lambda: old + timedelta(microseconds=1),
        type(None): lambda: "closed",
    }.get(type(old), lambda: data.draw(st.text().filter(lambda text: text != old)))()
    event[column] = new
    assert found(row, events).subject == row.chain_subject


@given(lengths, st.data())
def test_a_removed_event_is_found(length, data):
    row, events = a_chain(length)
    del events[data.draw(st.integers(0, length - 1))]
    assert found(row, events).subject == row.chain_subject


@given(lengths, st.data())
def test_an_event_inserted_by_someone_without_the_key_is_found(length, data):
    row, events = a_chain(length)
    place = data.draw(st.integers(0, length))
    before = events[place - 1] if place else {**events[0], "hash": genesis(row.chain_subject), "id": 0}
    forged = {**before, "seq": place + 1, "prev_hash": before["hash"], "note": "假", "id": before["id"]}
    forged["payload_digest"] = payload_digest(forged["salt"], "假", forged["data"])
    rebuilt = rebuild(row, [*events[:place], forged, *events[place:]])
    row.version += 1
    row.head_hash = rebuilt[-1]["hash"]
    assert found(row, rebuilt).subject == row.chain_subject


@given(lengths, st.data())
def test_a_chain_rewritten_as_a_whole_by_someone_without_the_key_is_found(length, data):
    row, events = a_chain(length)
    event = events[data.draw(st.integers(0, length - 1))]
    event["note"] = "假"
    event["payload_digest"] = payload_digest(event["salt"], "假", event["data"])
    rebuild(row, events)
    row.head_hash = events[-1]["hash"]
    assert found(row, events).subject == row.chain_subject


@given(lengths, st.data())
def test_two_events_that_changed_places_are_found(length, data):
    row, events = a_chain(length)
    one = data.draw(st.integers(0, length - 2))
    other = data.draw(st.integers(one + 1, length - 1))
    events[one], events[other] = events[other] | {"seq": one + 1}, events[one] | {"seq": other + 1}
    assert found(row, events).subject == row.chain_subject


@given(lengths, st.data())
def test_a_tail_cut_off_is_found_even_when_the_row_is_set_back(length, data):
    row, events = a_chain(length)
    stamp, left = row.stamp, events[: data.draw(st.integers(1, length - 1))]
    row.version, row.head_hash, row.name = len(left), left[-1]["hash"], f"村{len(left) - 1}"
    assert row.stamp == stamp
    assert found(row, left).subject == row.chain_subject


@given(lengths, st.data())
def test_ids_that_do_not_rise_are_found(length, data):
    row, events = a_chain(length)
    events[data.draw(st.integers(1, length - 1))]["id"] = 0
    assert found(row, events).subject == row.chain_subject


def test_two_chains_that_changed_places_are_both_found():
    one, events_of_one = a_chain(3)
    other, events_of_other = a_chain(3, code="431224105201")
    for event in events_of_one:
        event["subject"] = other.chain_subject
    for event in events_of_other:
        event["subject"] = one.chain_subject
    assert found(one, events_of_other).subject == one.chain_subject
    assert found(other, events_of_one).subject == other.chain_subject


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "别村"),
        ("level", "town"),
        ("parent_id", 3),
        ("retired_on", NOON.date()),
        ("path", "/2/"),
        ("stamp", "0"),
    ],
)
def test_an_edited_column_of_the_record_is_found(field, value):
    row, events = a_chain(3)
    setattr(row, field, value)
    assert found(row, events).subject == row.chain_subject


def rebuild(row, events):
    """Number and link the events anew, as anyone can who reads the source."""
    before = None
    for place, event in enumerate(events):
        event["id"], event["seq"] = place + 1, place + 1
        event["prev_hash"] = before["hash"] if before else genesis(row.chain_subject)
        event["hash"] = event_hash(event)
        before = event
    return events
