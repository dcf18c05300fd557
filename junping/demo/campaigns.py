"""How do the centre's drives and the villages' visits come to be? Each is a row with its own history."""

import secrets
from datetime import date
from typing import Any

from junping.clocks.now import now
from junping.demo.hands import Hand
from junping.workflow.changes import change
from safety.models import Campaign, Visit


def open_campaign(hand: Hand, name: str, starts_on: date, ends_on: date | None, **rest: Any) -> Campaign:
    """A drive of the hand's unit; `rest`: domains, target."""
    campaign = Campaign(
        name=name,
        starts_on=starts_on,
        ends_on=ends_on,
        unit=hand.user.unit,
        key=secrets.token_hex(16),
        created_at=now(),
        created_by=hand.user,
        **rest,
    )
    told = {"name": name, "starts_on": starts_on, "ends_on": ends_on, **rest}
    change(campaign, "create", hand.actor, told, label="开展专项行动")
    return campaign


def hand_in(hand: Hand, campaign: Campaign, visited_on: date, count: int, **rest: Any) -> Visit:
    """A village's visits of one day; `rest`: household, address, people, visitor, result."""
    visit = Visit(
        campaign=campaign,
        unit=hand.user.unit,
        visited_on=visited_on,
        count=count,
        key=secrets.token_hex(16),
        created_at=now(),
        created_by=hand.user,
        **rest,
    )
    told = {"campaign": campaign.name, "visited_on": visited_on, "count": count}
    change(visit, "create", hand.actor, told, label="登记走访")
    return visit
