"""What does a backup hold of the database, and how is a row written so that either database takes it back?

A row is a JSON array in the order of the columns: texts, whole numbers, true and false as they are, an instant as UTC
with microseconds, a date, a decimal as the text of its digits, a JSON column as the text of its JSON (so that an empty
column and a stored `null` stay two things), an empty column as null.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.functions import Cast

from junping.attachments.models import Attachment

# Who was signed in signs in again.
LEFT_OUT = {"sessions.session"}
BATCH = 2000
_AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.JSONField)


@dataclass(frozen=True)
class Table:
    """One table, by its model."""

    model: type[models.Model]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @cached_property
    def fields(self) -> list[Any]:
        return list(self.model._meta.concrete_fields)

    @cached_property
    def columns(self) -> list[str]:
        return [field.column for field in self.fields]

    @cached_property
    def _hidden(self) -> list[int]:
        return [self.columns.index(name) for name in getattr(self.model, "ENCRYPTED", ())]

    @cached_property
    def _file(self) -> tuple[int, int] | None:
        if not issubclass(self.model, Attachment):
            return None
        return self.columns.index("file_key"), self.columns.index("sha256")

    def ciphertexts(self, row: list[Any]) -> list[str]:
        """The tokens of `vault.cipher` in this row."""
        return [row[place] for place in self._hidden if row[place]]

    def attachments(self, row: list[Any]) -> list[tuple[str, str]]:
        """Key and SHA-256 of the file that this row names, if its table is one of attachments."""
        return [(row[self._file[0]], row[self._file[1]])] if self._file else []

    def count(self) -> int:
        return self.model._base_manager.count()

    def rows(self) -> Iterator[list[Any]]:
        """The rows as the archive writes them, in the order of the primary key, in flat memory.

        In a transaction: PostgreSQL then reads by a cursor on the server.
        """
        writing = [(place, write) for place, field in enumerate(self.fields) if (write := _way(field))]
        wanted = [
            Cast(field.attname, models.TextField()) if isinstance(field, models.JSONField) else field.attname
            for field in self.fields
        ]
        for values in self.model._base_manager.order_by("pk").values_list(*wanted).iterator(chunk_size=BATCH):
            row = list(values)
            for place, write in writing:
                if row[place] is not None:
                    row[place] = write(row[place])
            yield row


def tables() -> list[Table]:
    """Every table of the program that a backup holds. Django's own record of migrations is not among them."""
    models_ = apps.get_models(include_auto_created=True)
    return [Table(model) for model in models_ if model._meta.managed and model._meta.label_lower not in LEFT_OUT]


def line(row: list[Any]) -> bytes:
    """A row as its line of the archive."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _way(field: Any) -> Callable[[Any], str] | None:
    """How a value of this column is written; None where it stays as it is. TypeError for a kind nobody thought of."""
    if isinstance(field, models.ForeignKey):
        return _way(field.target_field)
    if isinstance(field, models.DateTimeField):
        return _instant
    if isinstance(field, models.DateField):
        return date.isoformat
    if isinstance(field, models.DecimalField):
        return _decimal
    if isinstance(field, (*_AS_THEY_ARE, models.GenericIPAddressField)):
        return None
    raise TypeError(f"{field} is of a kind that a backup cannot write yet")


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _decimal(value: Decimal) -> str:
    return format(value, "f")
