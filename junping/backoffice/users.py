"""The pages about accounts."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString

from junping.backoffice import accounts, task
from junping.backoffice.acting import actor_of
from junping.backoffice.facts import Fact, Panel, row
from junping.backoffice.filters import Pick
from junping.backoffice.org_forms import NewUserForm, PasswordForm, TokenForm, UserForm, units_below
from junping.backoffice.org_pages import OrgPage
from junping.backoffice.pages import View, column
from junping.backoffice.tokens import TOKEN_HEADS, token_row
from junping.clocks.now import SHANGHAI
from junping.org.models import SignIn, User
from junping.org.roles import Role


class ByRole(Pick):
    title, parameter_name, any_label = "角色", "role", "所有角色"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*Role.choices, ("none", "没有角色")]

    def narrow(self, request: HttpRequest, queryset: QuerySet[User], value: str) -> QuerySet[User]:
        return queryset.filter(roles="") if value == "none" else queryset.filter(roles__contains=value)


class ByActive(Pick):
    title, parameter_name, any_label = "状态", "active", "全部"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "启用"), ("no", "停用")]

    def narrow(self, request: HttpRequest, queryset: QuerySet[User], value: str) -> QuerySet[User]:
        return queryset.filter(is_active=value == "yes")


class ByUnit(Pick):
    title, parameter_name, any_label, field = "单位", "unit", "所有单位", "unit__code"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        unit = actor_of(request).unit
        return list(units_below(unit).values_list("code", "name")) if unit else []


class UserPage(OrgPage):
    nav_label, nav_order = "账号", 10
    list_display = ("name", "username", "unit", "role_names", "clearance", "activity")
    main_column = link_column = "name"
    list_filter = (ByUnit, ByRole, ByActive)
    search_fields = ("username", "name")
    list_select_related = ("unit",)
    ordering = ("unit__code", "username")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return (
            super().get_queryset(request).select_related("unit").filter(unit__path__startswith=self.top_path(request))
        )

    @column("角色")
    def role_names(self, user: User) -> str:
        return user.role_labels

    @column("保密件")
    def clearance(self, user: User) -> str:
        return "可阅" if user.cleared else ""

    @column("状态")
    def activity(self, user: User) -> SafeString | str:
        return "启用" if user.is_active else format_html('<span class="jp-tag">{}</span>', "停用")

    def card(self, request: HttpRequest) -> dict[str, Any] | None:
        users = self.get_queryset(request)
        active, idle = users.filter(is_active=True).count(), users.filter(is_active=True, roles="").count()
        url = self.url("changelist")
        rows = [("启用的账号", active, f"{url}?active=yes"), ("其中没有角色的", idle, f"{url}?role=none&active=yes")]
        return {"title": "账号", "url": url, "rows": rows}

    def list_buttons(self, request: HttpRequest) -> list[tuple[str, str]]:
        return [("建立账号", self.url("add"))] if self.may_change(request) else []

    def page_urls(self, wrap: Callable[[View], View]) -> list[URLPattern]:
        return [
            path("add/", wrap(self.add), name=self.url_name("add")),
            path("<int:pk>/change/", wrap(self.shown), name=self.url_name("change")),
            path("<int:pk>/edit/", wrap(self.edit), name=self.url_name("edit")),
            path("<int:pk>/password/", wrap(self.password), name=self.url_name("password")),
            path("<int:pk>/token/", wrap(self.token), name=self.url_name("token")),
        ]

    def shown(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The account, its tokens, its last sign-ins, its history."""
        user = self.found(request, pk)
        facts = [
            Fact("用户名", user.username),
            Fact("单位", user.unit.name),
            Fact("角色", user.role_labels or "无"),
            Fact("保密件", "可阅" if user.cleared else "不可阅"),
            Fact("状态", "启用" if user.is_active else "停用"),
        ]
        buttons = [("修改", "edit"), ("设置密码", "password"), ("发放令牌", "token")]
        return self.show(
            request,
            user,
            facts,
            panels=[_tokens(user), _signins(user)],
            buttons=[(label, self.url(name, pk)) for label, name in buttons],
        )

    def add(self, request: HttpRequest) -> HttpResponse:
        actor, top = self.changer(request)
        form = NewUserForm(request.POST or None, top=top)

        def act(data: dict[str, Any]) -> str:
            user = accounts.create_user(actor, data.pop("username"), data.pop("password"), data)
            return f"已建立账号 {user.username}。"

        context = self.context(request, title="建立账号", back_label=self.nav_label)
        return task.run(request, form, act, context, back=self.url("changelist"))

    def edit(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor, top = self.changer(request)
        user = self.found(request, pk)
        initial = {"name": user.name, "unit": user.unit, "roles": sorted(user.role_set)}
        initial |= {"cleared": user.cleared, "is_active": user.is_active}
        form = UserForm(request.POST or None, top=top, initial=initial)
        context = self.context(request, title="修改账号", heading=str(user), back_label=str(user), button="保存修改")
        return task.run(
            request,
            form,
            lambda data: "已修改。" if accounts.change_user(actor, user, data) else "没有改动。",
            context,
            back=self.url_of(user),
            seen=user.version,
        )

    def password(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor, _ = self.changer(request)
        user = self.found(request, pk)
        form = PasswordForm(request.POST or None, user=user)

        def act(data: dict[str, Any]) -> str:
            accounts.set_password(actor, user, data["password"])
            return "已设置新密码，这个账号原来的登录和令牌都已失效。"

        note = "设置后，这个账号原来的登录和接口令牌立即失效。"
        context = self.context(request, title="设置密码", heading=str(user), back_label=str(user), note=note)
        return task.run(request, form, act, context, back=self.url_of(user))

    def token(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Issue a token; the answer to the form is the one page that shows it."""
        actor, _ = self.changer(request)
        user = self.found(request, pk)
        form = TokenForm(request.POST or None)
        context = self.context(request, heading=str(user), back_label=str(user), back=self.url_of(user))
        if request.method == "POST" and form.is_valid():
            token, plain = accounts.issue_token(actor, user, form.cleaned_data["name"], form.cleaned_data["days"])
            return TemplateResponse(
                request, "admin/junping/token.html", {**context, "title": "令牌已发放", "token": token, "plain": plain}
            )
        note = "令牌只显示一次，系统只存它的摘要。"
        return task.run(
            request, form, lambda _: "", {**context, "title": "发放令牌", "note": note}, back=context["back"]
        )


def _tokens(user: User) -> Panel:
    rows = [token_row(token) for token in user.tokens.all()[:50]]
    return Panel("接口令牌", TOKEN_HEADS, rows, "没有令牌。")


def _signins(user: User) -> Panel:
    heads = ("时间", "地址", "结果")
    rows = [
        row(heads, f"{signin.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", signin.address, signin.get_outcome_display())
        for signin in SignIn.objects.filter(username=user.username)[:10]
    ]
    return Panel("最近登录", heads, rows, "还没有登录过。")
