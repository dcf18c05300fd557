"""The door to a kind of record: its list, each record's page, and the pages behind its buttons.

A domain's admin.py says which record type it is, which facts and filters it has; everything that changes a record
goes through the engine.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from junping.backoffice import faces, file_views, record_filters, record_views, register_view
from junping.backoffice.acting import actor_of
from junping.backoffice.facts import Fact, Panel
from junping.backoffice.pages import Page, View, column
from junping.backoffice.record_words import DomainWords, vocabulary
from junping.backoffice.templatetags import junping as tags
from junping.clocks.calendar import work_calendar
from junping.clocks.now import local_date, today
from junping.clocks.reading import light, light_text
from junping.org.actor import Actor
from junping.org.roles import Role
from junping.search.index import first
from junping.workflow.models import WORKERS
from junping.workflow.registry import Domain, domain

SEARCH_MOST = 200


class RecordAdmin(Page):
    """`kinds`: what can be registered, (kind, button). `topic`: the column that says what it is about.

    `first_asked`, `seldom`: fields of registering that stand on top, and that are folded away. `rows`: choices for
    references to rows of other tables.
    """

    record_type: ClassVar[str]
    kinds: ClassVar[Sequence[tuple[str, str]]] = ()
    topic: ClassVar[str]
    facts_title: ClassVar[str]
    looks_back: ClassVar[bool] = False
    first_asked: ClassVar[Sequence[str]] = ()
    seldom: ClassVar[frozenset[str]] = frozenset()
    rows: ClassVar[Mapping[str, Any]] = {}
    seen_by = (*WORKERS, Role.LEADER, Role.AUDITOR)
    counted_in = "件"
    dense = True
    main_column = "headline"
    link_column = "number"
    list_display = ("lamp", "due", "number", "headline", "about", "unit", "waits_for", "state")
    search_fields = ("number",)
    sortable_by = ()
    list_select_related = ("unit", "officer")

    @cached_property
    def domain(self) -> Domain:
        return domain(self.record_type)

    @cached_property
    def vocabulary(self) -> DomainWords:
        return vocabulary(self.domain)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = self.model.objects.visible_to(actor_of(request))
        return rows.select_related("unit", "officer", self.model.HANDLING_UNIT)

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

    def url_of(self, obj: Any) -> str:
        return self.url("change", obj.number)

    @column("剩余", css="jp-bare")
    def lamp(self, record: Any) -> SafeString:
        colour = light(record.warn_on, record.due_on, today())
        return tags.light(faces.Light(colour, light_text(colour, record.due_on, today(), work_calendar())))

    @column("届满日", css="jp-bare jp-nowrap")
    def due(self, record: Any) -> SafeString | str:
        return tags.day(record.due_on)

    @column("收到", css="jp-bare jp-nowrap")
    def received(self, record: Any) -> SafeString | str:
        return tags.day(local_date(getattr(record, record.BEGAN)))

    @column("事项")
    def headline(self, record: Any) -> SafeString:
        marks = format_html_join(
            "", ' <span class="jp-tag jp-tag--brand">{}</span>', ((m,) for m in self.marks(record))
        )
        return format_html('<a class="jp-title" href="{}">{}</a>{}', self.url_of(record), record.title, marks)

    def marks(self, record: Any) -> list[str]:
        """The few tags beside a title."""
        flags = (("督办", record.supervised and not record.closed_at), ("保密", record.confidential))
        return [label for label, holds in flags if holds]

    @column("种类", css="jp-lo")
    def about(self, record: Any) -> str:
        kind = self.domain.table(record).label
        topic = self.vocabulary.options[self.topic].get(getattr(record, self.topic), "")
        return f"{kind} · {topic}"

    @column("在等谁")
    def waits_for(self, record: Any) -> str:
        if record.status in self.domain.table(record).ends:
            return ""
        handling = getattr(record, record.HANDLING_UNIT)
        return record.officer.name if record.officer else handling.name if handling else "综治中心"

    @column("状态", css="jp-bare")
    def state(self, record: Any) -> str:
        return self.vocabulary.statuses()[record.status]

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

    def correcting(self, record: Any, children: Any) -> dict[str, Any]:
        """What the form that corrects a record is filled with: its values as the form's fields take them."""
        raise NotImplementedError

    def facts(self, row: Mapping[str, Any], record: Any) -> list[Fact]:
        """The lines of the record's page, from its API shape."""
        raise NotImplementedError

    def panels(self, record: Any, children: Any, actor: Actor) -> list[Panel]:
        """More tables on the record's page, the earlier records of the same person or place among them."""
        return []

    def earlier_like(self, data: Mapping[str, Any], actor: Actor) -> Panel | None:
        """The earlier records of the same person or place as in a form that is being filled in."""
        return None

    def unmasked(self, children: Any, party: int) -> list[Fact]:
        """A party's numbers in full, after the reason was written down."""
        raise PermissionDenied
