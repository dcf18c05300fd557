"""The pages about units: the tree, and each unit."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Q, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from junping.backoffice import accounts, task
from junping.backoffice.facts import Fact, Panel, row
from junping.backoffice.filters import Pick
from junping.backoffice.org_forms import NewUnitForm, RetireForm, SureForm, UnitForm
from junping.backoffice.org_pages import OrgPage
from junping.backoffice.pages import View, column
from junping.clocks.now import today
from junping.org.models import Unit


class ByUse(Pick):
    title, parameter_name, any_label = "状态", "used", "全部"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "在用"), ("no", "已撤并")]

    def narrow(self, request: HttpRequest, queryset: QuerySet[Unit], value: str) -> QuerySet[Unit]:
        return queryset.filter(retired_on__isnull=value == "yes")


class UnitPage(OrgPage):
    nav_label, nav_order = "单位", 11
    list_display = ("in_tree", "code", "level", "people", "condition")
    main_column = link_column = "in_tree"
    list_filter = (ByUse,)
    search_fields = ("name", "code")
    ordering = ("code",)
    sortable_by = ()
    list_per_page = 200

    def get_queryset(self, request: HttpRequest) -> QuerySet[Unit]:
        top = self.top_path(request)
        return (
            super()
            .get_queryset(request)
            .select_related("parent")
            .filter(path__startswith=top)
            .annotate(active_users=Count("users", filter=Q(users__is_active=True)), top_depth=Value(top.count("/")))
        )

    @column("名称")
    def in_tree(self, unit: Any) -> SafeString:
        depth = min(unit.path.count("/") - unit.top_depth, 3)
        look = "jp-off" if unit.retired_on else ""
        return format_html('<span class="jp-depth-{}"><span class="{}">{}</span></span>', depth, look, unit.name)

    @column("启用账号")
    def people(self, unit: Any) -> str:
        return str(unit.active_users or "")

    @column("状态")
    def condition(self, unit: Unit) -> str:
        return f"{unit.retired_on:%Y-%m-%d} 撤并" if unit.retired_on else "在用"

    def card(self, request: HttpRequest) -> dict[str, Any] | None:
        units, url = self.get_queryset(request), self.url("changelist")
        used = units.filter(retired_on=None).count()
        rows = [("在用的单位", used, f"{url}?used=yes"), ("已撤并的", units.count() - used, f"{url}?used=no")]
        return {"title": "单位", "url": url, "rows": rows}

    def list_buttons(self, request: HttpRequest) -> list[tuple[str, str]]:
        return [("设立单位", self.url("add"))] if self.may_change(request) else []

    def page_urls(self, wrap: Callable[[View], View]) -> list[URLPattern]:
        return [
            path("add/", wrap(self.add), name=self.url_name("add")),
            path("<int:pk>/change/", wrap(self.shown), name=self.url_name("change")),
            path("<int:pk>/edit/", wrap(self.edit), name=self.url_name("edit")),
            path("<int:pk>/retire/", wrap(self.retire), name=self.url_name("retire")),
        ]

    def shown(self, request: HttpRequest, pk: int) -> HttpResponse:
        unit = self.found(request, pk)
        facts = [
            Fact("编码", unit.code),
            Fact("层级", unit.get_level_display()),
            Fact("上级单位", unit.parent.name if unit.parent else ""),
            Fact("状态", self.condition(unit)),
        ]
        retire = "恢复" if unit.retired_on else "撤并"
        buttons = [("修改", self.url("edit", pk)), (retire, self.url("retire", pk))]
        return self.show(request, unit, facts, [_users(unit)], buttons)

    def add(self, request: HttpRequest) -> HttpResponse:
        actor, top = self.changer(request)
        form = NewUnitForm(request.POST or None, top=top, initial={"level": "village", "parent": top})

        def act(data: dict[str, Any]) -> str:
            unit = accounts.create_unit(actor, data["code"], data["name"], data["level"], data["parent"])
            return f"已设立 {unit.name}。"

        context = self.context(request, title="设立单位", back_label=self.nav_label)
        return task.run(request, form, act, context, back=self.url("changelist"))

    def edit(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Rename, regrade, move."""
        actor, top = self.changer(request)
        unit = self.found(request, pk)
        initial = {"name": unit.name, "level": unit.level, "parent": unit.parent}
        form = UnitForm(request.POST or None, top=top, unit=unit, initial=initial)

        def act(data: dict[str, Any]) -> str:
            parent = data.get("parent", unit.parent)
            changed = accounts.change_unit(actor, unit, data["name"], data["level"], parent)
            return "已修改。" if changed else "没有改动。"

        note = "移动单位时，它的下级一起移动；早先的经过仍是旧名称。"
        context = self.context(
            request, title="修改单位", heading=unit.name, back_label=unit.name, button="保存修改", note=note
        )
        return task.run(request, form, act, context, back=self.url_of(unit), seen=unit.version)

    def retire(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Retire a unit, or take it back."""
        actor, _ = self.changer(request)
        unit = self.found(request, pk)
        back_to_use = unit.retired_on is not None
        form = (
            SureForm(request.POST if request.method == "POST" else None)
            if back_to_use
            else RetireForm(request.POST or None, initial={"on": today()})
        )
        note = "撤并后不再分派给它；原有的事项、账号和经过都保留。" if not back_to_use else "恢复后又可以分派给它。"
        title = "恢复单位" if back_to_use else "撤并单位"
        context = self.context(request, title=title, heading=unit.name, back_label=unit.name, note=note)
        return task.run(
            request,
            form,
            lambda data: "已办理。" if accounts.retire_unit(actor, unit, data.get("on")) else "没有改动。",
            context,
            back=self.url_of(unit),
        )


def _users(unit: Unit) -> Panel:
    heads = ("姓名", "用户名", "角色", "状态")
    rows = [
        row(
            heads,
            (user.name, reverse("admin:org_user_change", args=(user.pk,))),
            user.username,
            user.role_labels,
            "启用" if user.is_active else "停用",
        )
        for user in unit.users.all()[:100]
    ]
    return Panel("账号", heads, rows, "这个单位还没有账号。")
