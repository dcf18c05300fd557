"""What do the digests of a history cover? Pure functions, the same for writing, checking and sealing.

The hash of an event covers a salted digest of its note and data, never these themselves: should the law one day
require that personal data be taken out, the chain and its seals still hold. The payload is checked apart.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any

from junping.history.canonical import Plain, canonical, plain, written

SCHEMA = 1
# What an event says of itself, before anything vouches for it.
TOLD = (
    "subject",
    "seq",
    "at",
    "occurred_at",
    "actor_username",
    "actor_name",
    "actor_unit",
    "via",
    "action",
    "label",
    "from_state",
    "to_state",
    "payload_digest",
    "prev_hash",
)


def genesis(subject: str) -> str:
    """Return the `prev_hash` of a chain's first event; from its subject, so that two chains cannot change places."""
    return hashlib.sha256(b"junping genesis\x00" + subject.encode()).hexdigest()


def payload_digest(salt: str, note: str, data: Mapping[str, Any]) -> str:
    """Return the digest of an event's note and data; without the salt (random, per event) nobody can guess them."""
    return hmac.new(salt.encode(), canonical({"data": data, "note": note}), hashlib.sha256).hexdigest()


def state_digest(key: bytes, event: Mapping[str, Any], stamp: str, state: dict[str, Plain]) -> str:
    """Return the keyed digest of a record's fields after `event`, together with everything the event tells.

    `state` as `state_of` gives it: plain already. Covering the event too means that a chain cannot be rewritten as a
    whole by anyone who lacks the key; covering the record's random `stamp`, that no earlier event fits the record once
    a later one is gone.
    """
    covered = {"event": plain(_told(event)), "stamp": stamp, "state": state}
    return hmac.new(key, b"junping state\x00" + written(covered), hashlib.sha256).hexdigest()


def event_hash(event: Mapping[str, Any]) -> str:
    """Return the hash of an event; `event` holds the fields of TOLD and `state_digest`, others are ignored."""
    covered = _told(event)
    covered["state_digest"] = event["state_digest"]
    return hashlib.sha256(b"junping event\x00" + canonical(covered)).hexdigest()


def _told(event: Mapping[str, Any]) -> dict[str, Any]:
    covered = {name: event[name] for name in TOLD}
    covered["schema"] = SCHEMA
    return covered


def leaf(value: Any) -> bytes:
    """Return the leaf of a Merkle tree for one value (RFC 6962: leaves and nodes are told apart by a prefix)."""
    return hashlib.sha256(b"\x00" + canonical(value)).digest()


def merkle_root(leaves: Iterable[bytes]) -> str:
    """Return the root over the leaves in their order (RFC 6962, section 2.1), keeping only one branch in memory."""
    branch: list[tuple[int, bytes]] = []
    for digest in leaves:
        height = 0
        while branch and branch[-1][0] == height:
            digest = _node(branch.pop()[1], digest)
            height += 1
        branch.append((height, digest))
    if not branch:
        return hashlib.sha256().hexdigest()
    root = branch.pop()[1]
    while branch:
        root = _node(branch.pop()[1], root)
    return root.hex()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
