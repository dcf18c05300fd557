"""The engine's `Once` over HTTP: claims the key in the act's transaction, settles it with what to show again."""

from collections.abc import Mapping
from typing import Any, Self

from junping.api.idempotency import Once, Replay
from junping.api.models import IdempotencyKey
from junping.api.problems import Problem
from junping.workflow.act import Done


class Replayed(Exception):
    """The effect is there already; nothing was done again."""

    def __init__(self, replay: Replay) -> None:
        super().__init__()
        self.replay = replay


class KeyOnce:
    """Binds an idempotency key to the engine. `status` is what the first request is answered; `foretold` what is
    kept of its answer, as far as that is known before the act: it holds unless the act takes the record out of sight.
    """

    def __init__(self, once: Once, status: int, foretold: dict[str, Any] | None = None) -> None:
        self.once = once
        self.status = status
        self.foretold = foretold

    @classmethod
    def of(cls, once: Once | None, status: int, foretold: dict[str, Any] | None = None) -> Self | None:
        """None where the request came without a key."""
        return None if once is None else cls(once, status, foretold)

    def claim(self) -> None:
        if not self.once.claim(self.status if self.foretold else 0, self.foretold):
            assert self.once.replay is not None
            raise Replayed(self.once.replay)

    def settle(self, done: Done) -> None:
        if not self.foretold or not done.in_sight:
            self.once.settle(self.status, answer_of(done))


def answer_of(done: Done) -> dict[str, Any]:
    """What is kept of an answer: which record and version, and whether the actor got no more than the receipt."""
    answer: dict[str, Any] = {"number": done.record.number, "version": done.event.seq}
    if not done.in_sight:
        answer["receipt"] = True
    return answer


def done_before(once: Once | None) -> Replay | None:
    """The replay, if the key was used for this very request; for acts that took the record out of sight."""
    if once is None:
        return None
    found = IdempotencyKey.objects.filter(user_id=once.user_id, key=once.key).first()
    if found is None or found.fingerprint != once.fingerprint:
        return None
    return Replay(found.status, found.answer)


def known(once: Once | None) -> Replay | None:
    """As `done_before`; Problem 422 where the key was used for something else."""
    if once is None:
        return None
    found = IdempotencyKey.objects.filter(user_id=once.user_id, key=once.key).first()
    if found is None:
        return None
    if found.fingerprint != once.fingerprint:
        raise Problem(422, "这个幂等键已用于另一内容或地址的请求，请换一个新键。", code="key_reused")
    return Replay(found.status, found.answer)


REPLAYED: Mapping[str, str] = {"Idempotent-Replayed": "true"}
