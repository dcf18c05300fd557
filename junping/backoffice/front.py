"""What does everybody find on the first page? Numbers, each a link to exactly its rows, and the most urgent records."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse

from junping.backoffice import faces, record_filters
from junping.backoffice.acting import actor_of
from junping.backoffice.inbox import unread
from junping.clocks.now import today
from junping.clocks.warnings import warnings
from junping.org.actor import Actor
from junping.org.roles import Role

MOST_URGENT = 8
ROWS = (
    ("red", "超期", "red"),
    ("today", "今天届满", ""),
    ("yellow", "将到期", "yellow"),
    (record_filters.WEEK, "本周届满", ""),
    ("new", "新收到，等受理或核实", ""),
    ("more", "等补充材料", ""),
    ("unassigned", "受理了，还没有承办人", ""),
    ("supervised", "督办未回复", ""),
    ("asked", "等批准延期", ""),
    (record_filters.MINE, "等我办的", ""),
)
# What only those who distribute the work look after.
OF_THE_WHOLE = {"new", "unassigned", "asked"}


@dataclass(frozen=True, slots=True)
class Number:
    """A count and the list of exactly its rows."""

    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    light: str
    numbers: list[Number]


@dataclass(frozen=True, slots=True)
class Board:
    """The numbers (a line a view, a column a kind of record) and the rows that come first."""

    heads: list[str]
    lines: list[Line]
    urgent: list[dict[str, Any]]
    buttons: list[tuple[str, str]]
    mine: bool


def front(pages: list[Any], request: HttpRequest) -> dict[str, Any]:
    """What the front page of this user prints: a board of records, notices, what administrators look after."""
    actor = actor_of(request)
    day = today()
    records = [page for page in pages if hasattr(page, "record_type")]
    looks_after = actor.has(Role.ADMIN, Role.CENTER)
    return {
        "day": faces.long_day(day),
        "board": board(records, request, actor) if records else None,
        "notices": unread(actor) if records else [],
        "warnings": warnings(day) if looks_after else [],
        "load_year": reverse("admin:clocks_calendaryear_add") if actor.has(Role.ADMIN) else "",
        "cards": [card for page in pages if (card := page.card(request))],
    }


def board(pages: list[Any], request: HttpRequest, actor: Actor) -> Board:
    """The board over all kinds of record; three queries a kind."""
    mine = not actor.has(Role.CENTER, Role.LEADER, Role.AUDITOR)
    rows = [row for row in ROWS if not (mine and row[0] in OF_THE_WHOLE)]
    counts = [_counts(page, actor) for page in pages]
    lines = [
        Line(
            label,
            light,
            [Number(c[view], f"{page.url('changelist')}?view={view}") for page, c in zip(pages, counts, strict=True)],
        )
        for view, label, light in rows
    ]
    return Board(
        heads=[page.nav_label for page in pages],
        lines=lines,
        urgent=_urgent(pages, request, actor, mine),
        buttons=[button for page in pages for button in page.list_buttons(request)],
        mine=mine,
    )


def _counts(page: Any, actor: Actor) -> dict[str, int]:
    seen = page.model.objects.visible_to(actor)
    views = [view for view, _, _ in ROWS if view != record_filters.MINE]
    wanted = {f"n_{view}": Count("pk", filter=record_filters.running_q(view, page.domain)) for view in views}
    found = seen.filter(due_on__isnull=False).aggregate(**wanted)
    mine = seen.filter(record_filters.view_q(record_filters.MINE, page.domain, actor)).count()
    return {**{view: found[f"n_{view}"] for view in views}, record_filters.MINE: mine}


def _urgent(pages: list[Any], request: HttpRequest, actor: Actor, mine: bool) -> list[dict[str, Any]]:
    found = []
    for page in pages:
        rows = page.get_queryset(request).filter(due_on__isnull=False)
        narrowed = rows.filter(record_filters.mine_q(page.domain, actor) if mine else Q())
        found += [(record, page) for record in narrowed.order_by("due_on", "pk")[:MOST_URGENT]]
    found.sort(key=lambda pair: attrgetter("due_on")(pair[0]))
    return [page.line(record) for record, page in found[:MOST_URGENT]]
