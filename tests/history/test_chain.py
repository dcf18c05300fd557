"""The digests. The vectors are fixed for ever, like those of the canonical form."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest

from junping.history.chain import event_hash, genesis, leaf, merkle_root, payload_digest, state_digest

EVENT = {
    "subject": "case:JP-2026-0001",
    "seq": 1,
    "at": datetime(2026, 11, 24, 1, 2, 3, 4, tzinfo=UTC),
    "occurred_at": datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC),
    "actor_username": "center",
    "actor_name": "张三",
    "actor_unit": "431224105000",
    "via": "api",
    "action": "register",
    "label": "登记",
    "from_state": None,
    "to_state": "registered",
    "payload_digest": payload_digest("00" * 16, "说明", {"kind": "dispute"}),
    "prev_hash": genesis("case:JP-2026-0001"),
}


def test_the_digests_of_a_known_event_never_change():
    digest = state_digest(b"k" * 32, EVENT, "0123456789abcdef", {"status": "registered"})
    assert {
        "genesis": EVENT["prev_hash"],
        "payload": EVENT["payload_digest"],
        "state": digest,
        "event": event_hash({**EVENT, "state_digest": digest, "id": 7}),
        "root": merkle_root([leaf(["case:JP-2026-0001", 1, "ab"])]),
    } == KNOWN


@pytest.mark.parametrize("name", list(EVENT))
def test_the_hash_covers_each_column(name):
    whole = {**EVENT, "state_digest": "0" * 64}
    changed = {**whole, name: 2 if name == "seq" else "2026"}
    assert event_hash(changed) != event_hash(whole)


@pytest.mark.parametrize("name", list(EVENT))
def test_the_state_digest_covers_each_column(name):
    changed = {**EVENT, name: 2 if name == "seq" else "2026"}
    assert state_digest(b"k", changed, "s", {}) != state_digest(b"k", EVENT, "s", {})


def test_the_state_digest_needs_the_key_the_stamp_and_the_state():
    digests = {
        state_digest(b"k", EVENT, "s", {"a": 1}),
        state_digest(b"l", EVENT, "s", {"a": 1}),
        state_digest(b"k", EVENT, "t", {"a": 1}),
        state_digest(b"k", EVENT, "s", {"a": 2}),
    }
    assert len(digests) == 4


def test_two_chains_begin_differently():
    assert genesis("case:JP-2026-0001") != genesis("case:JP-2026-0002")


def test_equal_payloads_have_different_digests_by_their_salt():
    assert payload_digest("a", "x", {}) != payload_digest("b", "x", {})


@pytest.mark.parametrize("count", range(1, 18))
def test_the_root_is_that_of_rfc_6962(count):
    leaves = [leaf(number) for number in range(count)]
    assert merkle_root(leaves) == _rfc6962(leaves).hex()


def test_the_root_of_nothing_is_the_hash_of_nothing():
    assert merkle_root([]) == sha256(b"").hexdigest()


def _rfc6962(leaves):
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\x01" + _rfc6962(leaves[:half]) + _rfc6962(leaves[half:])).digest()


KNOWN = {
    "genesis": "845c270301b8cf5c35d72433e94ac3253b1169807433ccc731f1ddb9ca9f7ba8",
    "payload": "df189ef30d8036892a4b753b87c6af7be694e1ac2655cdcd37338c97f173dee5",
    "state": "ba50c102d4f70c4d5f8cafde0e71f5718a860aa72fc8f97021f2e998c21998f5",
    "event": "8fb5bbd32f1b4cdcf18005d7e7b6d457c9d406dbf40496eaf732f5682d10f6b0",
    "root": "cd27b462a597f3fa91ca35c7458a0fb35ec547c8f0f607f1ca85521515d12fe5",
}
