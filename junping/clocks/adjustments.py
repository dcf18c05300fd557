"""What changes a running period? Extensions and pauses, as a clock's row keeps them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

SUSPENSION, HEARING = "suspension", "hearing"


@dataclass(frozen=True, slots=True)
class Extension:
    """More days, or for a day fixed by a person a later day (`due`, before it `was`). `entered_on`: into the system."""

    by: str
    on: date
    entered_on: date
    days: int | None = None
    due: date | None = None
    was: date | None = None

    def plain(self) -> dict[str, Any]:
        """As JSON; what is not given is left out."""
        return _plain(
            {"by": self.by, "on": self.on, "entered_on": self.entered_on}
            | {"days": self.days, "due": self.due, "was": self.was}
        )

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> "Extension":
        return cls(
            by=value["by"],
            on=date.fromisoformat(value["on"]),
            entered_on=date.fromisoformat(value["entered_on"]),
            days=value.get("days"),
            due=_day(value.get("due")),
            was=_day(value.get("was")),
        )


@dataclass(frozen=True, slots=True)
class Pause:
    """Whole dates that do not count, both ends included; `last` is None while the pause lasts."""

    first: date
    last: date | None
    kind: str = SUSPENSION
    by: str = ""

    def plain(self) -> dict[str, Any]:
        """As JSON; `last` is left out while the pause lasts."""
        return _plain({"first": self.first, "last": self.last, "kind": self.kind, "by": self.by})

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> "Pause":
        first = date.fromisoformat(value["first"])
        return cls(first=first, last=_day(value.get("last")), kind=value["kind"], by=value["by"])


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in values.items() if value is not None}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items()}
