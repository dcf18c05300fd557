"""What may be shown of a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junping.vault.masks import mask_id_number, mask_phone


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("43122419900101123X", "431224**********3X"),
        ("123456789012", "123456****12"),
        ("E12345678", "*********"),
        ("12345678901", "***********"),
        ("", ""),
    ],
)
def test_an_identity_number_shows_first_six_and_last_two(number, shown):
    assert mask_id_number(number) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800000000", "138****0000"),
        ("0745-3331234", "074*****1234"),
        ("3331234", "*******"),
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_a_phone_shows_first_three_and_last_four(phone, shown):
    assert mask_phone(phone) == shown


@given(st.text(alphabet=st.characters(exclude_characters="*"), min_size=1))
def test_the_middle_never_shows(text):
    for mask, head, tail, shortest in ((mask_id_number, 6, 2, 12), (mask_phone, 3, 4, 11)):
        shown = mask(text)
        kept = [place for place, sign in enumerate(shown) if sign != "*"]
        assert len(shown) == len(text)
        assert all(place < head or place >= len(text) - tail for place in kept)
        assert not kept or len(text) >= shortest
