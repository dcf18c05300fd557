"""An answer is compact UTF-8 JSON; a version is its ETag."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import RequestFactory
from django.utils.translation import gettext_lazy

from junping.api.rendering import NEVER, dumps, etag, is_known, version_seen


def test_moments_carry_the_offset_of_shanghai():
    assert dumps({"at": datetime(2023, 1, 6, 16, 30, tzinfo=UTC)}) == b'{"at":"2023-01-07T00:30:00+08:00"}'


def test_dates_decimals_and_lazy_texts_are_plain():
    value = [date(2023, 1, 6), Decimal("110.593000"), gettext_lazy("Yes")]
    assert dumps(value).startswith(b'["2023-01-06",110.593,"')


def test_chinese_is_written_as_it_is():
    assert dumps("均坪镇") == '"均坪镇"'.encode()


def test_one_broken_character_does_not_cost_the_list():
    assert dumps(["好", "x\ud800"]) == '["好","x?"]'.encode()


def test_what_json_cannot_say_is_a_mistake():
    for value in ({1, 2}, float("nan")):
        with pytest.raises((TypeError, ValueError)):
            dumps(value)


def request(**headers):
    return RequestFactory().get("/", headers=headers)


@pytest.mark.parametrize(
    ("header", "known"),
    [('"7"', True), ('W/"7"', True), ('"6", "7"', True), ("*", True), ('"8"', False), ("7", False), ("", False)],
)
def test_if_none_match_knows_the_version(header, known):
    assert etag(7) == '"7"'
    assert is_known(request(**{"If-None-Match": header}), 7) is known


def test_without_if_none_match_nothing_is_known():
    assert not is_known(request(), 7)


@pytest.mark.parametrize(
    ("header", "seen"),
    [
        ('"7"', 7),
        (' "7" ', 7),
        ("*", None),
        ('"6", "7"', 7),
        ('W/"7"', NEVER),
        ("7", NEVER),
        ("", NEVER),
        ('"seven"', NEVER),
        ('"99999999999999999999"', NEVER),
        ('"7', NEVER),
    ],
)
def test_if_match_demands_a_version_and_garbage_demands_one_that_never_was(header, seen):
    assert version_seen(request(**{"If-Match": header})) == seen


def test_without_if_match_nothing_is_demanded():
    assert version_seen(request()) is None
