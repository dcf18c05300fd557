"""Encryption at rest, its keys, and the blind index."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from junping.vault.cipher import CannotDecryptError, blind_index, decrypt, derived_key, encrypt

OLD, NEW = "old-key-of-sixteen", "new-key-of-sixteen"
PLACE = "cases.party.id_number:7"


@given(st.text(), st.text())
def test_what_was_encrypted_is_read_again(text, bound_to):
    assert decrypt(encrypt(text, bound_to), bound_to) == text


@given(st.text(min_size=1), st.text(), st.text())
def test_moved_elsewhere_it_is_refused(text, here, there):
    token = encrypt(text, here)
    if here != there:
        with pytest.raises(CannotDecryptError):
            decrypt(token, there)


@given(st.data())
def test_a_changed_token_is_refused(data):
    head, _, body = encrypt("431224199001011234", PLACE).rpartition(".")
    raw = bytearray(base64.urlsafe_b64decode(body))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CannotDecryptError):
        decrypt(f"{head}.{base64.urlsafe_b64encode(raw).decode()}", PLACE)


@pytest.mark.parametrize("token", ["43122419900101123", "v1.x", "v2.a.b", "v1.a.b.c", "..", "v1..", "v1.00000000.AAAA"])
def test_what_is_no_token_is_refused(token):
    with pytest.raises(CannotDecryptError):
        decrypt(token, PLACE)


@pytest.mark.parametrize("rest", ["", "A", "AAAA", "ä", "@@@@"])
def test_a_broken_token_is_refused(rest):
    head = encrypt("x", PLACE).rpartition(".")[0]
    with pytest.raises(CannotDecryptError):
        decrypt(f"{head}.{rest}", PLACE)


def test_the_text_does_not_show_and_never_looks_the_same_twice():
    one, other = encrypt("431224199001011234", PLACE), encrypt("431224199001011234", PLACE)
    assert one != other
    assert b"4312241990" not in base64.urlsafe_b64decode(one.rpartition(".")[2])


def test_nothing_stays_nothing():
    assert (encrypt("", PLACE), decrypt("", PLACE), blind_index("phone", "")) == ("", "", "")


def test_a_new_key_encrypts_and_the_old_one_still_reads(settings):
    settings.FIELD_KEYS = [OLD]
    before = encrypt("x", PLACE)
    settings.FIELD_KEYS = [NEW, OLD]
    after = encrypt("x", PLACE)
    assert decrypt(before, PLACE) == decrypt(after, PLACE) == "x"
    settings.FIELD_KEYS = [NEW]
    assert decrypt(after, PLACE) == "x"
    with pytest.raises(CannotDecryptError, match="JUNPING_FIELD_KEYS"):
        decrypt(before, PLACE)


def test_a_new_key_leaves_indexes_and_derived_keys_as_they_are(settings):
    settings.FIELD_KEYS = [OLD]
    before = blind_index("phone", "13800001234"), derived_key("history")
    settings.FIELD_KEYS = [NEW, OLD]
    assert (blind_index("phone", "13800001234"), derived_key("history")) == before


def test_an_index_depends_on_key_column_and_value(settings):
    settings.FIELD_KEYS = [OLD]
    found = {blind_index("phone", "1"), blind_index("phone", "2"), blind_index("id_number", "1")}
    settings.FIELD_KEYS = [NEW]
    assert len(found | {blind_index("phone", "1")}) == 4


def test_each_purpose_has_its_own_key():
    assert len({derived_key("history"), derived_key("index:phone"), derived_key("field")}) == 3
    assert len(derived_key("history")) == 32


@pytest.mark.parametrize("keys", [[], ["short"], [NEW, "short"], ["x" * 15]])
def test_a_key_that_is_too_short_is_refused(settings, keys):
    settings.FIELD_KEYS = keys
    with pytest.raises(ImproperlyConfigured, match="16"):
        encrypt("x", PLACE)
