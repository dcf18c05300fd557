"""The door to a kind of record: its list, each record's page, and the pages behind its buttons.

A domain's admin.py says which record type it is, which facts and filters it has; everything that changes a record
goes through the engine.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from junping.backoffice import file_views, record_filters, record_views, register_view
from junping.backoffice.acting import actor_of
from junping.backoffice.facts import Fact, Panel
from junping.backoffice.pages import View
from junping.backoffice.record_columns import RecordColumns
from junping.org.actor import Actor
from junping.org.roles import Role
from junping.search.index import first
from junping.workflow.models import WORKERS

SEARCH_MOST = 200
AT_ONCE = timedelta(hours=1)


class RecordAdmin(RecordColumns):
    """`kinds`: what can be registered, (kind, button).

    `first_asked`, `seldom`: fields of registering that stand on top, and that are folded away under `seldom_title`.
    `rows`: choices for references to rows of other tables. `first_purpose`: what a file is for, unless said otherwise.
    """

    kinds: ClassVar[Sequence[tuple[str, str]]] = ()
    facts_title: ClassVar[str]
    looks_back: ClassVar[bool] = False
    look_hint: ClassVar[str] = (
        "填了姓名、证件号、电话或地点以后，这里列出同一人、同一地点以前的件；没有列出时按“先查旧件”。"
    )
    first_asked: ClassVar[Sequence[str]] = ()
    seldom: ClassVar[frozenset[str]] = frozenset()
    seldom_title: ClassVar[str] = ""
    first_purpose: ClassVar[str] = "other"
    rows: ClassVar[Mapping[str, Any]] = {}
    seen_by = (*WORKERS, Role.LEADER, Role.AUDITOR)
    search_fields = ("number",)

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """The most urgent first; where nothing runs, the newest."""
        if record_filters.view_of(request) in record_filters.BY_RECEIPT:
            return [f"-{self.model.BEGAN}", "-pk"]
        return ["due_on", "pk"]

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """The due date, or where nothing runs the day of receipt."""
        by_receipt = record_filters.view_of(request) in record_filters.BY_RECEIPT
        return tuple("received" if name == "due" and by_receipt else name for name in self.list_display)

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [record_filters.View, record_filters.ByUnit, *self.list_filter, record_filters.ByStatus]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """The first records that hold the words, literally; fewer than two characters find nothing."""
        term = search_term.strip()
        if not term:
            return queryset, False
        try:
            found = first(queryset, self.record_type, term, SEARCH_MOST)
        except ValueError as fault:
            self.message_user(request, str(fault), "warning")
            return queryset.none(), False
        return queryset.filter(pk__in=[record.pk for record in found]), False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        view = record_filters.view_of(request)
        chips = [
            {"label": label, "url": f"?view={value}", "light": lamp, "current": value == view}
            for value, label, lamp in record_filters.CHIPS
        ]
        more = {
            "chips": chips,
            "chips_label": "按灯和关系筛选",
            "search_label": "编号、标题、姓名、地点",
            "kept": {"view": request.GET["view"]} if request.GET.get("view") else {},
            "empty_text": "没有在办的。",
            "filtered": bool(set(request.GET) - {"view", "p"}),
            **(extra_context or {}),
        }
        return super().changelist_view(request, more)

    def list_buttons(self, request: HttpRequest) -> list[tuple[str, str]]:
        if not actor_of(request).has(*WORKERS):
            return []
        return [(label, f"{self.url('add')}?kind={kind}" if kind else self.url("add")) for kind, label in self.kinds]

    def page_urls(self, wrap: Callable[[View], View]) -> list[URLPattern]:
        pages: tuple[tuple[str, Callable[..., Any], str], ...] = (
            ("add/", register_view.register_view, "add"),
            ("<slug:number>/change/", record_views.record_view, "change"),
            ("<slug:number>/do/<slug:name>/", record_views.act_view, "do"),
            ("<slug:number>/correct/", record_views.correct_view, "correct"),
            ("<slug:number>/reveal/<int:party>/", record_views.reveal_view, "reveal"),
            ("<slug:number>/attach/", file_views.attach_view, "attach"),
            ("<slug:number>/files/<slug:file_id>/", file_views.file_view, "file"),
        )
        return [path(where, wrap(partial(view, self)), name=self.url_name(name)) for where, view, name in pages]

    def blank(self, kind: str) -> Any:
        """A record that is not there yet, as the form's conditions look at it."""
        return self.model(**({self.domain.kind_field: kind} if kind else {}))

    def initial(self, actor: Actor, kind: str) -> dict[str, Any]:
        """What a new record's form is filled with beforehand."""
        if actor.has(Role.VILLAGE) and actor.unit:
            return {"unit": actor.unit.code, "source": "village"}
        return {"source": "visit"}

    def prefilled(self, name: str, record: Any, children: Any, actor: Actor) -> dict[str, Any]:
        """What the form of an action is filled with: what stands now, where the act replaces it as a whole."""
        if name == "recuse":
            return {"users": [user.username for user in children.recused]}
        if name == "take_charge":
            return {"lead": actor.username}
        if name == "extend" and record.extension_asked:
            return {what: record.extension_asked.get(what) for what in ("days", "due_on", "reason")}
        return {}

    def correcting(self, record: Any, children: Any) -> dict[str, Any]:
        """What the form that corrects a record is filled with: its values as the form's fields take them."""
        raise NotImplementedError

    def facts(self, row: Mapping[str, Any], record: Any) -> list[Fact]:
        """The lines of the record's page, from its API shape."""
        raise NotImplementedError

    def worth_telling(self, names: Sequence[str], record: Any, told: Collection[str] = ()) -> list[str]:
        """The names of facts that say something: without `told`, and without the entry's time where it was at once."""
        at_once = record.created_at - getattr(record, record.BEGAN) < AT_ONCE
        return [name for name in names if name not in told and not (at_once and name == "created_at")]

    def panels(self, record: Any, children: Any, actor: Actor) -> list[Panel]:
        """More tables on the record's page, the earlier records of the same person or place among them."""
        return []

    def earlier_like(self, data: Mapping[str, Any], actor: Actor) -> Panel | None:
        """The earlier records of the same person or place as in a form that is being filled in."""
        return None

    def unmasked(self, children: Any, party: int) -> list[Fact]:
        """A party's numbers in full, after the reason was written down."""
        raise PermissionDenied
