"""How does an event read from outside? (docs/api.md, "An event")"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from junping.history.models import Event

SHANGHAI = ZoneInfo("Asia/Shanghai")


def as_row(event: Event) -> dict[str, Any]:
    """Return the event in the API's shape; times as ISO 8601 in Asia/Shanghai."""
    return {
        "seq": event.seq,
        "at": _local(event.at),
        "occurred_at": _local(event.occurred_at),
        "actor": {"username": event.actor_username, "name": event.actor_name, "unit": event.actor_unit},
        "via": event.via,
        "action": event.action,
        "label": event.label,
        "from": event.from_state,
        "to": event.to_state,
        "note": event.note,
        "data": event.data,
        "prev_hash": event.prev_hash,
        "hash": event.hash,
    }


def _local(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).isoformat()
