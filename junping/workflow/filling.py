"""What was given with an act: read by the table's `asks`, bounded by when it happened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from junping.clocks.now import local_date
from junping.workflow.act import Act
from junping.workflow.reading import Context, read
from junping.workflow.refusals import Invalid, invalid
from junping.workflow.values import Unfit, past_moment


def fill(act: Act, raw: Mapping[str, Any]) -> None:
    """Read the data; `occurred_at` bounds the dates, so it is read first. A correction happens when it is entered."""
    rest = dict(raw)
    problems = []
    if act.action.name != "correct" and (occurred_at := rest.pop("occurred_at", None)) is not None:
        try:
            act.occurred_at = _occurred_at(act, occurred_at)
        except Unfit as unfit:
            problems = [p.__class__("occurred_at", p.code, p.message) for p in unfit.problems]
    try:
        act.data = read_data(act, rest)
    except Invalid as refused:
        raise Invalid([*problems, *refused.problems]) from None
    if problems:
        raise Invalid(problems)
    _check_one_of(act)


def _check_one_of(act: Act) -> None:
    names = act.action.one_of
    if not names or any(act.data.get(name) for name in names):
        return
    if act.actor.via != "import":
        labels = "、".join(f"“{f.label}”" for f in act.action.asks if f.name in names)
        raise invalid(names[0], "required", f"{labels}至少填一项。")
    act.told["missing"] = [*act.told.get("missing", ()), *names]


def _occurred_at(act: Act, value: object) -> datetime:
    moment = past_moment(value.isoformat() if isinstance(value, datetime) else value, act.now)
    if moment < getattr(act.record, act.record.BEGAN):
        raise Unfit("too_early", "不能早于收到（发现）的时间。")
    if moment < act.record.state_changed_at:
        raise Unfit("too_early", "不能早于上一次改变状态的时间。")
    return moment


def read_data(act: Act, raw: Mapping[str, Any]) -> dict[str, Any]:
    context = Context(
        act.record,
        act.actor,
        act.now,
        act.day,
        local_date(getattr(act.record, act.record.BEGAN)),
        domain=act.domain,
        partial=act.action.name == "correct",
        lenient=act.actor.via == "import",
    )
    if context.partial and not raw:
        raise invalid("", "empty", "没有要更正的内容。")
    data = read(act.action.asks, raw, context)
    if context.missing:
        act.told["missing"] = context.missing
    return data
