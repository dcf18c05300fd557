"""Earlier records of the same person or place, as a small table beside a record or a form."""

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from junping.backoffice.facts import Panel, row
from junping.clocks.now import local_date
from junping.org.actor import Actor
from junping.org.models import Unit
from junping.search.index import first

if TYPE_CHECKING:
    from junping.backoffice.record_admin import RecordAdmin

MOST = 5
HEADS = ("旧件", "为什么列在这里")
# What a name is written with or without, and what says no more than "somewhere there".
_LEVEL = re.compile(r"(街道|镇|乡|社区|村委会|村)$")
_ANYWHERE = re.compile(r"[\s,，、;；。.]|全村|村里|村内|境内|辖区|附近|镇上|省|市|县")


def same_place(
    page: "RecordAdmin", place: object, actor: Actor, leave_out: Collection[int] = ()
) -> list[tuple[Any, str]]:
    """The latest records in sight in which this place is named, each with the reason; `leave_out` are known ones.

    A place that names no more than a unit is none: everything there would be alike.
    """
    text = str(place or "")
    if not text or only_a_unit(text, _unit_names(actor)):
        return []
    rows = page.model.objects.visible_to(actor).exclude(pk__in=leave_out)
    ordered = rows.select_related("unit").order_by(f"-{page.model.BEGAN}", "-pk")
    try:
        found = first(ordered, page.record_type, text, MOST)
    except ValueError:
        return []
    return [(record, "同一地点") for record in found]


def only_a_unit(place: str, names: Iterable[str]) -> bool:
    """Does the place name units and nothing within them (`均坪镇板溪村`, `板溪`)?"""
    rest = place
    for name in sorted(names, key=len, reverse=True):
        rest = rest.replace(name, "")
        short = _LEVEL.sub("", name)
        if len(short) > 1:
            rest = rest.replace(short, "")
    return len(_ANYWHERE.sub("", _LEVEL.sub("", rest))) < 2


def _unit_names(actor: Actor) -> list[str]:
    """The names of the actor's unit, of those above and of those below: one query."""
    if actor.unit is None:
        return []
    above = [int(pk) for pk in actor.unit.path.strip("/").split("/")]
    return list(Unit.objects.filter(pk__in={*above, *actor.unit_ids}).values_list("name", flat=True))


def table(page: "RecordAdmin", found: Iterable[tuple[Any, str]]) -> Panel:
    """The records with their reasons."""
    rows = [
        row(
            HEADS,
            (record.title, page.url_of(record)),
            f"{why}；{record.number}，{record.unit.name}，"
            f"{local_date(getattr(record, record.BEGAN))} 收到，{page.state(record)}",
        )
        for record, why in found
    ]
    return Panel("同一人、同一地点的旧件", HEADS, rows, "没有找到同一人或同一地点的旧件。", count=len(rows))
