"""The bytes that digests are made of. The vectors are fixed for ever: a change breaks every history there is."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from junping.history.canonical import canonical, plain

SHANGHAI = timezone(timedelta(hours=8))

VECTORS = [
    (None, b"null"),
    (True, b"true"),
    (0, b"0"),
    (10**30, b"1000000000000000000000000000000"),
    ("", b'""'),
    ('均坪镇\n“引号”"\\', '"均坪镇\\n“引号”\\"\\\\"'.encode()),
    ("𠮷\u007f\u2028", '"𠮷\u007f\u2028"'.encode()),
    ([], b"[]"),
    ({}, b"{}"),
    ((1, [2, None]), b"[1,[2,null]]"),
    ({"b": 1, "a": {"d": [], "c": None}}, b'{"a":{"c":null,"d":[]},"b":1}'),
    ({"ä": 1, "z": 2, "𠮷": 3, "\ufb01": 4}, '{"z":2,"ä":1,"\ufb01":4,"𠮷":3}'.encode()),
    (date(2024, 2, 29), b'"2024-02-29"'),
    (datetime(2026, 11, 24, 8, 0, tzinfo=SHANGHAI), b'"2026-11-24T00:00:00.000000Z"'),
    (datetime(2026, 11, 24, 0, 0, 0, 7, tzinfo=UTC), b'"2026-11-24T00:00:00.000007Z"'),
    (Decimal("1E+3"), b'"1000"'),
    (Decimal("27.900"), b'"27.900"'),
]


@pytest.mark.parametrize(("value", "written"), VECTORS)
def test_a_value_is_always_written_the_same_way(value, written):
    assert canonical(value) == written


@pytest.mark.parametrize("value", [1.0, float("nan"), {1, 2}, b"x", {"a": [0.5]}, {1: "a"}, object()])
def test_what_has_no_single_spelling_is_refused(value):
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("value", [datetime(2026, 1, 1), Decimal("NaN"), "\ud800", {"\ud800": 1}])  # noqa: DTZ001
def test_what_could_mean_two_things_is_refused(value):
    with pytest.raises(ValueError):  # noqa: PT011
        canonical(value)


def test_a_choice_is_written_as_its_value():
    class Colour(models.TextChoices):
        RED = "red", "红"

    assert canonical({Colour.RED: Colour.RED}) == b'{"red":"red"}'


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(json_values, json_values)
def test_different_values_are_written_differently(one, other):
    assert (canonical(one) == canonical(other)) == (_ordered(one) == _ordered(other))


@given(json_values)
def test_what_was_made_plain_stays_as_it_is(value):
    assert canonical(plain(value)) == canonical(value)


def _ordered(value):
    """Equality that tells 1 from True and does not mind the order of keys."""
    if isinstance(value, dict):
        return ("dict", tuple(sorted((key, _ordered(item)) for key, item in value.items())))
    if isinstance(value, list):
        return ("list", tuple(_ordered(item) for item in value))
    return (type(value).__name__, value)
