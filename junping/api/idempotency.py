"""How does one key take effect once? Its row is written first, in the transaction of the effect itself.

`INSERT … ON CONFLICT DO NOTHING` lets the database decide between requests of the same instant: PostgreSQL lets the
second wait for the first one's commit, SQLite's immediate transactions queue anyway. A crash leaves both the key and
its effect, or neither; a refusal rolls the key back with everything else.
"""

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import OperationalError, connection
from rest_framework.request import Request

from junping.api.models import IdempotencyKey
from junping.api.problems import Problem, bad_request
from junping.clocks.now import now
from junping.database.prepared import cursor
from junping.database.rows import insert_unless_there
from junping.vault.cipher import blind_index, derived_key

KEPT = timedelta(days=90)
HEADER = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e]{8,200}")
_LOCK_NOT_AVAILABLE = "55P03"
_BATCH = 1_000
_SETTLE = 'UPDATE api_idempotencykey SET status = %s, answer = %s WHERE user_id = %s AND "key" = %s'


@dataclass(frozen=True, slots=True)
class Replay:
    """What the first request under this key was answered: the status, and which record (number, version …)."""

    status: int
    answer: dict[str, Any]


class Once:
    """One key of one user for one request. Use `claim` and `settle` inside the transaction of the effect."""

    def __init__(self, user_id: int, key: str, fingerprint: str) -> None:
        self.user_id = user_id
        self.key = key
        self.fingerprint = fingerprint
        self.replay: Replay | None = None

    def claim(self, status: int = 0, answer: dict[str, Any] | None = None) -> bool:
        """True: nobody used this key, go on. False: the effect is there already, `replay` says what was answered.

        `status` and `answer`, where they are known beforehand, spare `settle`.
        Problem 422 where the key was used for another body or path; 409 `in_progress` where the first request under
        it has not ended after the database's lock time-out.
        """
        if self._insert(status, answer or {}):
            return True
        found = IdempotencyKey.objects.get(user_id=self.user_id, key=self.key)
        if found.fingerprint != self.fingerprint:
            raise Problem(422, "这个幂等键已用于另一内容或地址的请求，请换一个新键。", code="key_reused")
        self.replay = Replay(found.status, found.answer)
        return False

    def settle(self, status: int, answer: dict[str, Any]) -> None:
        """Write down what is answered; `answer` is kept 90 days, so no personal data in it."""
        with cursor() as asked:
            asked.execute(_SETTLE, [status, connection.ops.adapt_json_value(answer, None), self.user_id, self.key])

    def _insert(self, status: int, answer: dict[str, Any]) -> bool:
        row = IdempotencyKey(
            user_id=self.user_id,
            key=self.key,
            fingerprint=self.fingerprint,
            status=status,
            answer=answer,
            created_at=now(),
        )
        try:
            return insert_unless_there(row, "user_id", "key")
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
                raise in_progress() from error
            raise


def once(request: Request, value: object) -> Once | None:
    """The key in the request's header, bound to its path and body; None where it has none. Problem 400: no such key."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    return keyed(request, key, value, HEADER)


def keyed(request: Request, key: object, value: object, field: str, path: str = "") -> Once:
    """The key `key`, given at `field` (the header, or an item of a bulk), bound to the path and `value`.

    An item of a bulk is bound to the `path` of the single request, so that it may be handed in again alone.
    """
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise bad_request(field, "invalid", "幂等键应为 8 至 200 个可见的 ASCII 字符，不含空格。")
    assert request.user.pk is not None
    # A client may take somebody's identity number for a key; what is kept is a digest of it.
    return Once(request.user.pk, blind_index("idempotency-key", key), fingerprint(path or request.path, value))


def fingerprint(path: str, value: object) -> str:
    """A digest of the path and the JSON value: the order of keys, spaces and the spelling of numbers do not count.

    A file enters as its digest: `{"file": sha256, …fields}`. Keyed, because a body holds numbers that are kept
    encrypted elsewhere: whoever has the database and the mask of a phone would have 10,000 digests to try.
    """
    text = json.dumps([path, value], sort_keys=True, separators=(",", ":"), default=_number)
    return hmac.new(derived_key("idempotency"), text.encode(), hashlib.sha256).hexdigest()


def _number(value: object) -> object:
    if isinstance(value, Decimal):
        whole = value.to_integral_value()
        return int(whole) if whole == value else {"decimal": str(value.normalize())}
    raise TypeError(f"{type(value).__name__} is no JSON value")


def in_progress() -> Problem:
    return Problem(409, "同一幂等键的请求还在办理，请稍后重试。", code="in_progress", headers={"Retry-After": "2"})


def purge(moment: datetime) -> int:
    """Forget the keys older than 90 days, the oldest first, in short transactions; how many went."""
    gone, after = 0, 0
    while True:
        oldest = list(
            IdempotencyKey.objects.filter(id__gt=after).order_by("id")[:_BATCH].values_list("id", "created_at")
        )
        stale = [id_ for id_, created_at in oldest if created_at < moment - KEPT]
        if not stale:
            return gone
        gone += IdempotencyKey.objects.filter(id__in=stale).delete()[0]
        after = oldest[-1][0]
