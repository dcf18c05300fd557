"""How a text is cut, without a database."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junping.search import grams

ANY_TEXT = st.text(alphabet=st.characters(), max_size=40)


@given(ANY_TEXT)
def test_what_is_stored_is_fit_for_every_database(text):
    stored = grams.normalised(text)
    stored.encode()
    assert "\0" not in stored
    assert grams.BREAK not in stored


@given(ANY_TEXT)
def test_case_and_width_make_no_difference(text):
    assert grams.normalised(text.upper().lower()) == grams.normalised(text.lower().upper().lower())
    assert grams.normalised("ＪＰ－２０２６") == "jp-2026"


@pytest.mark.parametrize("q", ["", "张", " 张 ", "\u3000a", "e\u0301", "  "])
def test_fewer_than_two_characters_are_refused_in_chinese(q):
    with pytest.raises(ValueError, match="检索词至少要有两个字"):
        grams.asked(q)


@pytest.mark.parametrize(("q", "term"), [(" 化粪池 ", "化粪池"), ("ＡＢ", "ab"), ("㈱", "(株)"), ("𠮷野", "𠮷野")])
def test_what_is_asked_for_is_normalised_and_trimmed(q, term):
    assert grams.asked(q) == term


def test_no_character_that_a_text_can_hold_looks_like_a_written_out_punctuation_mark():
    for code in range(128):
        wide = chr(code).translate(grams._WIDE)
        assert unicodedata.normalize("NFKC", wide) != wide


@given(ANY_TEXT.map(grams.normalised))
def test_a_text_has_one_word_for_each_pair_and_no_word_holds_ascii(text):
    words = grams.words(text).split(" ") if len(text) > 1 else []
    assert len(words) == max(len(text) - 1, 0)
    assert all(len(word) == 2 and not word.isascii() and ord(min(word)) > 127 for word in words)


@given(ANY_TEXT.map(grams.normalised))
def test_numbers_fit_into_32_bits_and_come_sorted_and_once(text):
    numbers = grams.numbers(text)
    assert numbers == sorted(set(numbers))
    assert all(-(2**31) <= number < 2**31 for number in numbers)


def test_no_number_is_made_of_a_break_between_two_parts():
    assert grams.numbers(grams.joined(["化粪", "池塘"])) == sorted(grams.numbers("化粪") + grams.numbers("池塘"))
