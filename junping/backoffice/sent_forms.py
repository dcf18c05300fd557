"""How does a form that is sent twice take effect once? Its key is written in the transaction of the effect."""

import re
import secrets
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction

from junping.backoffice.models import SentForm
from junping.clocks.now import now
from junping.org.actor import Actor
from junping.workflow.act import Done

# Far longer than anybody is signed in; then the key can come back no more.
KEPT = timedelta(days=7)
_KEY = re.compile(r"[\w-]{20,40}")


class SentBefore(Exception):
    """This very form has taken effect; `number` is the record it made."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


def new_key() -> str:
    """The key that a fresh form carries."""
    return secrets.token_urlsafe(24)


class Once:
    """The engine's idempotency key for a form (workflow.engine.Once)."""

    def __init__(self, actor: Actor, record_type: str, key: str) -> None:
        self.of: dict[str, Any] = {"user_id": actor.id, "key": key}
        self.record_type = record_type

    def claim(self) -> None:
        """Raises SentBefore when the form was sent before; two at the same instant queue for each other here.

        The user's keys of more than a week ago go.
        """
        moment = now()
        try:
            with transaction.atomic():
                SentForm.objects.create(**self.of, record_type=self.record_type, sent_at=moment)
        except IntegrityError:
            raise SentBefore(SentForm.objects.get(**self.of).number) from None
        SentForm.objects.filter(user_id=self.of["user_id"], sent_at__lt=moment - KEPT).delete()

    def settle(self, done: Done) -> None:
        SentForm.objects.filter(**self.of).update(number=done.record.number)


def once(actor: Actor, record_type: str, key: str) -> Once | None:
    """The key of a form as it came back; None where it is none of ours."""
    return Once(actor, record_type, key) if _KEY.fullmatch(key) else None
