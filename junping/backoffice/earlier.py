"""Earlier records of the same person or place, as a small table beside a record or a form."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from junping.backoffice.facts import Panel, row
from junping.clocks.now import local_date
from junping.org.actor import Actor
from junping.search.index import first

if TYPE_CHECKING:
    from junping.backoffice.record_admin import RecordAdmin

MOST = 5
HEADS = ("旧件", "为什么列在这里")


def same_place(
    page: "RecordAdmin", place: object, actor: Actor, leave_out: Collection[int] = ()
) -> list[tuple[Any, str]]:
    """The latest records in sight in which this place is named, each with the reason; `leave_out` are known ones."""
    rows = page.model.objects.visible_to(actor).exclude(pk__in=leave_out)
    ordered = rows.select_related("unit").order_by(f"-{page.model.BEGAN}", "-pk")
    try:
        found = first(ordered, page.record_type, str(place or ""), MOST)
    except ValueError:
        return []
    return [(record, "同一地点") for record in found]


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
