"""The pages about API tokens: all of them in one list; issued from the account's page, revoked from their own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from junping.backoffice import accounts, task
from junping.backoffice.facts import Cell, Fact, row
from junping.backoffice.filters import Pick
from junping.backoffice.org_forms import SureForm
from junping.backoffice.org_pages import OrgPage
from junping.backoffice.pages import View, column
from junping.clocks.now import SHANGHAI, now
from junping.org.models import ApiToken

SOON = timedelta(days=30)
TOKEN_HEADS = ("名称", "发放", "到期", "最近使用", "状态")


def state(token: ApiToken) -> str:
    """Is the token alive, and if not, why?"""
    if token.revoked_at is not None:
        return "已撤销"
    if token.expires_at <= now():
        return "已到期"
    if not token.user.is_active:
        return "账号停用"
    if token.credentials != token.user.credentials:
        return "密码已改，失效"
    return "可用"


def _day(moment: Any) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d}" if moment else ""


def _hour(moment: Any) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H} 时" if moment else "未用过"


def token_row(token: ApiToken) -> list[Cell]:
    """A token as a row of the account's page."""
    url = reverse("admin:org_apitoken_change", args=(token.pk,))
    used = _hour(token.last_used_at)
    return row(TOKEN_HEADS, (token.name, url), _day(token.created_at), _day(token.expires_at), used, state(token))


class ByState(Pick):
    title, parameter_name, any_label = "状态", "alive", "全部"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "未撤销未到期"), ("soon", "30 天内到期"), ("no", "已撤销或到期")]

    def narrow(self, request: HttpRequest, queryset: QuerySet[ApiToken], value: str) -> QuerySet[ApiToken]:
        alive = queryset.filter(revoked_at=None, expires_at__gt=now())
        if value == "soon":
            return alive.filter(expires_at__lte=now() + SOON)
        return alive if value == "yes" else queryset.exclude(pk__in=alive.values("pk"))


class TokenPage(OrgPage):
    nav_label, nav_order = "令牌", 12
    list_display = ("name", "of_user", "issued", "expires", "used", "condition")
    main_column = link_column = "name"
    list_filter = (ByState,)
    search_fields = ("name", "user__username", "user__name")
    list_select_related = ("user",)
    ordering = ("-created_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiToken]:
        tokens = super().get_queryset(request).select_related("user__unit")
        return tokens.filter(user__unit__path__startswith=self.top_path(request))

    def card(self, request: HttpRequest) -> dict[str, Any] | None:
        alive = self.get_queryset(request).filter(revoked_at=None, expires_at__gt=now())
        url = self.url("changelist")
        soon = alive.filter(expires_at__lte=now() + SOON).count()
        rows = [("未撤销未到期", alive.count(), f"{url}?alive=yes"), ("30 天内到期", soon, f"{url}?alive=soon")]
        return {"title": "接口令牌", "url": url, "rows": rows}

    @column("账号")
    def of_user(self, token: ApiToken) -> str:
        return str(token.user)

    @column("发放", order="created_at")
    def issued(self, token: ApiToken) -> str:
        return _day(token.created_at)

    @column("到期", order="expires_at")
    def expires(self, token: ApiToken) -> str:
        return _day(token.expires_at)

    @column("最近使用", order="last_used_at")
    def used(self, token: ApiToken) -> str:
        return _hour(token.last_used_at)

    @column("状态")
    def condition(self, token: ApiToken) -> SafeString | str:
        found = state(token)
        return found if found == "可用" else format_html('<span class="jp-tag">{}</span>', found)

    def page_urls(self, wrap: Callable[[View], View]) -> list[URLPattern]:
        return [
            path("<int:pk>/change/", wrap(self.shown), name=self.url_name("change")),
            path("<int:pk>/revoke/", wrap(self.revoke), name=self.url_name("revoke")),
        ]

    def shown(self, request: HttpRequest, pk: int) -> HttpResponse:
        token = self.found(request, pk)
        facts = [
            Fact("账号", str(token.user), reverse("admin:org_user_change", args=(token.user_id,))),
            Fact("状态", state(token)),
            Fact("发放", _day(token.created_at)),
            Fact("到期", _day(token.expires_at)),
            Fact("最近使用", _hour(token.last_used_at)),
        ]
        buttons = [] if token.revoked_at else [("撤销", self.url("revoke", pk))]
        return self.show(request, token, facts, buttons=buttons)

    def revoke(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor, _ = self.changer(request)
        token = self.found(request, pk)
        context = self.context(
            request,
            title="撤销令牌",
            heading=f"{token.name}（{token.user}）",
            back_label=token.name,
            note="撤销后立即失效，不能恢复；需要时另发一个。",
        )
        return task.run(
            request,
            SureForm(request.POST if request.method == "POST" else None),
            lambda _: "已撤销。" if accounts.revoke_token(actor, token) else "这个令牌早已撤销。",
            context,
            back=self.url_of(token),
        )
