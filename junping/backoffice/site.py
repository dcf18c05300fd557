"""The admin site: everybody's workplace. Every active user signs in; each page asks the roles itself."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse

from junping.backoffice import accounts, task
from junping.backoffice.acting import actor_of
from junping.backoffice.finding import find
from junping.backoffice.front import front
from junping.backoffice.inbox import read_view
from junping.backoffice.org_forms import OwnPasswordForm
from junping.backoffice.pages import steady
from junping.backoffice.signing_in import SignInForm
from junping.org.address import client_address

# Django's doors that nothing here leads to: each would be one more to guard.
UNUSED = {"autocomplete", "jsi18n", "view_on_site", "password_change_done", "app_list"}


class Site(AdminSite):
    site_title = site_header = "均坪综治"
    index_title = "首页"
    site_url = None
    enable_nav_sidebar = False
    login_form = SignInForm
    empty_value_display = "—"

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        permitted = self.has_permission(request)
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "has_permission": permitted,
            "is_popup": False,
            "is_nav_sidebar_enabled": False,
            "places": self._places(request) if permitted else [],
            "find_url": reverse("admin:find") if permitted and self._records(request) else "",
        }

    def _pages(self, request: HttpRequest) -> list[Any]:
        """The lists that this user may open, in `nav_order`."""
        pages = sorted(self._registry.values(), key=lambda page: getattr(page, "nav_order", 100))
        return [page for page in pages if page.has_module_permission(request)]

    def _records(self, request: HttpRequest) -> list[Any]:
        """Those of them that list records."""
        return [page for page in self._pages(request) if hasattr(page, "record_type")]

    def _places(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The navigation: the front page, then every list."""
        home = reverse("admin:index")
        places = [{"label": "首页", "url": home, "current": request.path == home}]
        for page in self._pages(request):
            meta = page.model._meta
            url = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
            label = getattr(page, "nav_label", "") or meta.verbose_name_plural
            places.append({"label": label, "url": url, "current": request.path.startswith(url)})
        return places

    def get_urls(self) -> list[URLPattern | URLResolver]:
        kept = [found for found in super().get_urls() if getattr(found, "name", None) not in UNUSED]
        own = [
            path("notices/read/", self.admin_view(read_view), name="notices_read"),
            path("find/", self.admin_view(self.find), name="find"),
        ]
        return [*own, *kept]

    @steady
    def find(self, request: HttpRequest) -> HttpResponse:
        """Look for a record of any kind; whoever sees none has no such page."""
        pages = self._records(request)
        if not pages:
            raise PermissionDenied
        return find(pages, request, self.each_context(request))

    @steady
    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The front page, by role."""
        context = {**self.each_context(request), **front(self._pages(request), request), **(extra_context or {})}
        return TemplateResponse(request, "admin/index.html", context)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Django's login; once too many attempts failed the answer is 429, and says when to come back."""
        response = super().login(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        wait = getattr(shown.get("form"), "wait_seconds", None)
        if wait is not None:
            response.status_code = 429
            response["Retry-After"] = str(wait)
        return response

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """One's own password: an event like any other, and only this session goes on."""
        user: Any = request.user

        def act(data: dict[str, Any]) -> str:
            accounts.set_password(actor_of(request), user, data["password"])
            update_session_auth_hash(request, user)
            return "密码已修改；别处的登录和您的接口令牌都已失效。"

        note = "修改后，别处的登录和您的接口令牌立即失效。"
        context = {**self.each_context(request), "title": "修改密码", "back_label": "首页", "note": note}
        form = OwnPasswordForm(request.POST or None, user=user, address=client_address(request))
        return task.run(request, form, act, {**context, **(extra_context or {})}, back=reverse("admin:index"))
