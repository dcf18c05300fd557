"""What every list and object page shares: roles decide, nothing is deleted, nothing is saved here."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, ClassVar, ParamSpec, TypeVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property

from junping.backoffice.acting import actor_of
from junping.clocks.calendar import held

View = Callable[..., HttpResponse]
P = ParamSpec("P")
Answer = TypeVar("Answer", bound=HttpResponse)


def steady(view: Callable[P, Answer]) -> Callable[P, Answer]:
    """Calendar and standards are asked for once in the whole page, its printing included."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> Answer:
        with held():
            response = view(*args, **kwargs)
            if isinstance(response, TemplateResponse):
                response.render()
            return response

    return wrapped


def column(label: str, *, css: str = "", order: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A column of a list: its heading, the class of its cells, the field it sorts by (none: it does not sort)."""

    def mark(method: Callable[..., Any]) -> Callable[..., Any]:
        marked = admin.display(description=label, ordering=order or None)(method)
        marked.css = css  # type: ignore[attr-defined]
        return marked

    return mark


class Capped(Paginator):
    """Pages through the first rows only, so that neither the count nor the offset grows with the table."""

    MOST = 1000

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return rows.order_by().values("pk")[: self.MOST].count()


class Page(admin.ModelAdmin):
    """A list, and a page for each row, for the roles in `seen_by`; Django's own add, change and delete do not exist.

    `main_column` is the one that a phone shows in full width; `link_column` the one that leads to the row's page.
    `tasks` names the pages behind a button, each a method `task_<name>`.
    """

    seen_by: ClassVar[Iterable[str]] = ()
    nav_label = ""
    nav_order = 100
    counted_in = "条"
    footnote = ""
    main_column = ""
    link_column = ""
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = Capped
    list_per_page = 50
    list_max_show_all = 0
    actions = None
    change_list_template = "admin/junping/list.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return actor_of(request).has(*self.seen_by)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return actor_of(request).has(*self.seen_by)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """The page's own filters alone. Django would compare any column, `password__startswith` among them.

        Raises IncorrectLookupParameters, upon which Django leads back to the list; what was asked is not logged.
        """
        filters: Iterable[Any] = self.get_list_filter(request)
        if not any(lookup == known.parameter_name for known in filters):
            raise IncorrectLookupParameters
        return True

    def get_urls(self) -> list[URLPattern]:
        """The list, and what `page_urls` names; none of Django's forms."""
        wrap, name = self.admin_site.admin_view, self.url_name
        return [path("", wrap(self.changelist_view), name=name("changelist")), *self.page_urls(wrap)]

    def page_urls(self, wrap: Callable[[View], View]) -> list[URLPattern]:
        return []

    def url_name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def url(self, page: str, *args: Any) -> str:
        return reverse(f"admin:{self.url_name(page)}", args=args)

    def url_of(self, obj: models.Model) -> str:
        """Where the row's own page is; empty where it has none."""
        return self.url("change", obj.pk)

    def found(self, request: HttpRequest, pk: Any) -> Any:
        """The row, if this user may see it; else 404 (or 403 for a role that has no business here)."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_queryset(request).filter(pk=pk).first()
        if row is None:
            raise Http404
        return row

    @steady
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(
            request,
            {
                "title": self.nav_label or self.opts.verbose_name_plural,
                "buttons": self.list_buttons(request),
                "page": self,
                "filtered": bool(set(request.GET) - {"p"}),
                **(extra_context or {}),
            },
        )

    def list_buttons(self, request: HttpRequest) -> list[tuple[str, str]]:
        """(label, address) of what can be done from the list; the first is the page's main button."""
        return []

    def card(self, request: HttpRequest) -> dict[str, Any] | None:
        """What the front page says of this list: `title`, `url`, `rows` of (label, number, address); None: nothing."""
        return None

    def context(self, request: HttpRequest, **more: Any) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, "page": self, **more}
