"""How do a campaign and its visits come about? The centre makes the drive, the units hand in their visits."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from junping.clocks.now import local_date, now
from junping.org.actor import Actor
from junping.org.roles import Role
from junping.workflow.act import public
from junping.workflow.changes import change
from junping.workflow.fields import AnyDate, Choices, Field, LongText, Number, PastDate, Text, UnitRef
from junping.workflow.reading import Context, read
from junping.workflow.refusals import Forbidden, invalid
from safety.models import Campaign, Visit
from safety.vocabulary import HazardDomain

CAMPAIGN = (
    Text("name", "名称", at_most=100),
    AnyDate("starts_on", "开始日期"),
    AnyDate("ends_on", "结束日期", required=False),
    Choices("domains", "领域", required=False, options=tuple(HazardDomain.choices)),
    Number("target", "目标户（处）数", required=False, at_most=1_000_000),
)
VISIT = (
    UnitRef("unit", "单位"),
    PastDate("visited_on", "走访日期"),
    Number("count", "户（处）数", required=False, at_most=100_000),
    Text("household", "户主或名称", required=False, at_most=100),
    Text("address", "地址", required=False),
    Number("people", "人数", required=False, at_least=0, at_most=100_000),
    Text("visitor", "走访人", required=False, at_most=100),
    LongText("result", "情况", required=False),
)


def start_campaign(actor: Actor, data: Mapping[str, Any]) -> Campaign:
    """Make a drive of the actor's unit. Raises Forbidden (the centre alone may) or Invalid."""
    if not actor.has(Role.CENTER) or actor.unit is None:
        raise Forbidden
    given = _read(CAMPAIGN, actor, data)
    ends_on = given.get("ends_on")
    if ends_on is not None and ends_on < given["starts_on"]:
        raise invalid("ends_on", "too_early", "不能早于开始日期。")
    campaign = Campaign(
        **_kept(given), unit=actor.unit, key=secrets.token_hex(8), created_at=now(), created_by=actor.user
    )
    return _log(campaign, actor, given, "新建专项行动")


def log_visit(actor: Actor, campaign: Campaign, data: Mapping[str, Any]) -> Visit:
    """Log a visit, or a day's visits of a unit as one row with their count, in a campaign that the actor sees.

    Raises Forbidden (villages and centres hand in) or Invalid.
    """
    if not actor.has(Role.VILLAGE, Role.CENTER):
        raise Forbidden
    given = _read(VISIT, actor, data)
    if given["visited_on"] < campaign.starts_on:
        raise invalid("visited_on", "too_early", f"不能早于专项行动的开始日期（{campaign.starts_on:%Y-%m-%d}）。")
    visit = Visit(**_kept(given), campaign=campaign, key=secrets.token_hex(8), created_at=now(), created_by=actor.user)
    return _log(visit, actor, given | {"campaign": campaign.name}, "登记走访")


def _read(fields: tuple[Field, ...], actor: Actor, data: Mapping[str, Any]) -> dict[str, Any]:
    moment = now()
    day = local_date(moment)
    return read(fields, data, Context(None, actor, moment, day, day))


def _kept(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given; where nothing was, the model's own default holds."""
    return {name: value for name, value in given.items() if value is not None}


def _log(row: Any, actor: Actor, given: Mapping[str, Any], label: str) -> Any:
    with transaction.atomic():
        change(row, "register", actor, {n: public(v) for n, v in given.items() if v not in (None, "", [])}, label=label)
    return row
