"""The one way to add to a history. Only the engine calls it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.transaction import TransactionManagementError

from junping.database.rows import insert_all
from junping.history.canonical import plain
from junping.history.chain import event_hash, genesis, payload_digest, state_digest
from junping.history.chained import Chained
from junping.history.models import Event
from junping.history.state import state_of
from junping.vault.cipher import derived_key


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What an event tells. `at` and `occurred_at` are aware; `data` is one flat object without personal numbers."""

    at: datetime
    occurred_at: datetime
    via: str
    action: str
    label: str
    actor_username: str = ""
    actor_name: str = ""
    actor_unit: str = ""
    from_state: str | None = None
    to_state: str | None = None
    note: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def append(obj: Chained, entry: Entry, *, extra: Mapping[str, Any] | None = None) -> Event:
    """Insert the event that leads to `obj` as it is in memory, with one query; the caller saves `obj` afterwards.

    Both belong into one transaction (TransactionManagementError outside one). `extra` is what the registered
    Source of this row will say again when it is verified. Two writers on one chain: the second gets IntegrityError.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("an event and its record are written in one transaction")
    event = prepare(obj, entry, extra=extra)
    insert_all([event])
    return event


def prepare(obj: Chained, entry: Entry, *, extra: Mapping[str, Any] | None = None) -> Event:
    """Return the unsaved event, and set version, stamp and head of `obj`."""
    subject = obj.chain_subject
    if bool(obj.version) != bool(obj.head_hash):
        raise ValueError(f"{subject}: version and head do not belong together")
    prev_hash = obj.head_hash or genesis(subject)
    obj.version += 1
    obj.stamp = secrets.token_hex(8)
    salt = secrets.token_hex(16)
    data = {name: plain(value) for name, value in entry.data.items()}
    told = {name: value for name, value in vars(entry).items() if name != "data"} | {
        "subject": subject,
        "seq": obj.version,
        "payload_digest": payload_digest(salt, entry.note, data),
        "prev_hash": prev_hash,
    }
    told["state_digest"] = state_digest(derived_key("history"), told, obj.stamp, state_of(obj, extra))
    obj.head_hash = event_hash(told)
    return Event(**told, data=data, salt=salt, hash=obj.head_hash)
