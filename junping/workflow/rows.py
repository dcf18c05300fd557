"""People, units and moments as every output shows them."""

from datetime import datetime
from typing import Any

from junping.clocks.now import SHANGHAI
from junping.org.models import Unit, User


def person(user: User | None) -> dict[str, str] | None:
    return {"username": user.username, "name": user.name} if user else None


def unit_row(unit: Unit | None) -> dict[str, str] | None:
    return {"code": unit.code, "name": unit.name} if unit else None


def moment(value: datetime | None) -> str | None:
    """ISO 8601 with +08:00, to the second unless it is finer."""
    if value is None:
        return None
    local = value.astimezone(SHANGHAI)
    return local.isoformat(timespec="microseconds" if local.microsecond else "seconds")


def option_list(options: Any) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in options]
