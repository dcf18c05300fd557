"""What does a row need so that its history can vouch for it?"""

from typing import ClassVar

from django.db import models


class Chained(models.Model):
    """A row whose every change is an event of its own chain.

    `version` is the `seq` of its last event, `head_hash` that event's hash. `stamp` is random and new with each
    event; the event's state digest covers it, so that a chain cut off today cannot be hidden by setting
    `version` back.
    """

    version = models.PositiveIntegerField("版本", default=0, editable=False)
    stamp = models.CharField(max_length=16, default="", editable=False)
    head_hash = models.CharField(max_length=64, default="", editable=False)

    NOT_IN_STATE: ClassVar[frozenset[str]] = frozenset({"head_hash"})

    class Meta:
        abstract = True

    @property
    def chain_subject(self) -> str:
        """The name of this row's chain, for example `case:JP-2026-0001` or `user:center`."""
        raise NotImplementedError(f"{type(self).__name__} must say what its chain is called")
