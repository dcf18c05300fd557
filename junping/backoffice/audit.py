"""What auditors read: every event that is theirs to see, and who signed in."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.dateparse import parse_date

from junping.backoffice import hearing, story
from junping.backoffice.acting import actor_of
from junping.backoffice.filters import Day, Pick
from junping.backoffice.pages import Page, column
from junping.backoffice.record_words import vocabulary
from junping.clocks.days import FIRST_DAY, LAST_DAY
from junping.clocks.now import SHANGHAI
from junping.history.models import Event
from junping.org.models import SignIn
from junping.org.roles import Role
from junping.org.signins import NOBODY
from junping.workflow.models import Reading
from junping.workflow.registry import domains

ORG_SUBJECTS = {
    "user": "账号",
    "unit": "单位",
    "token": "令牌",
    "calendar": "历法",
    "standard": "工作标准",
}
VIA = {"api": "接口", "admin": "后台", "phone": "手机", "import": "导入", "system": "系统"}


def _subjects_of(page: Any) -> dict[str, str]:
    """The subjects whose events another page looks after: kind, what it is called. Their names are keys, not shown."""
    return getattr(page, "event_subjects", {})


def _midnight(text: str, days: int = 0) -> datetime | None:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        return None
    return datetime.combine(day, time(), SHANGHAI) + timedelta(days=days)


class Since(Day):
    title, parameter_name = "从", "from"

    def narrow(self, request: HttpRequest, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        moment = _midnight(value)
        return queryset.filter(at__gte=moment) if moment else queryset


class Until(Day):
    title, parameter_name = "到", "to"

    def narrow(self, request: HttpRequest, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        moment = _midnight(value, days=1)
        return queryset.filter(at__lt=moment) if moment else queryset


class ByKind(Pick):
    title, parameter_name, any_label = "对象", "of", "所有对象"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        others = [kind for page in model_admin.admin_site._registry.values() for kind in _subjects_of(page).items()]
        return [*((d.record_type, d.label) for d in domains()), *ORG_SUBJECTS.items(), *others]

    def narrow(self, request: HttpRequest, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return queryset.filter(subject__startswith=f"{value}:")


class ByAction(Pick):
    title, parameter_name, any_label = "动作", "action", "所有动作"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        actions = {a.name: a.label for d in domains() for table in d.tables.values() for a in table.actions}
        own = {
            "create": "建立",
            "change": "修改",
            "set_password": "设置密码",
            "issue": "发放令牌",
            "revoke": "撤销令牌",
        }
        return [*(actions | own).items()]


class EventPage(Page):
    """Every event, newest first. Searching goes by the actor's username or the subject's number, exactly."""

    seen_by = (Role.AUDITOR,)
    nav_label, nav_order = "经过", 20
    list_display = ("when", "did", "of", "who", "door", "told")
    main_column, link_column = "did", "of"
    list_filter = (Since, Until, ByKind, ByAction)
    search_fields = ("actor_username",)
    ordering = ("-id",)
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return hearing.events(super().get_queryset(request), actor_of(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Event], search_term: str
    ) -> tuple[QuerySet[Event], bool]:
        term = search_term.strip()
        if not term:
            return queryset, False
        subjects = [f"{kind}:{term}" for kind in (*ORG_SUBJECTS, *(d.record_type for d in domains()))]
        return queryset.filter(Q(actor_username=term) | Q(subject__in=subjects)), False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {"search_label": "用户名或编号", **(extra_context or {})})

    @column("时间", css="jp-nowrap")
    def when(self, event: Event) -> str:
        return f"{event.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"

    @column("动作", css="jp-nowrap")
    def did(self, event: Event) -> str:
        return event.label

    @column("对象", css="jp-nowrap")
    def of(self, event: Event) -> str:
        kind, _, name = event.subject.partition(":")
        page = self._page_of(kind)
        if page is not None:
            return _subjects_of(page)[kind]
        label = ORG_SUBJECTS.get(kind) or next((d.label for d in domains() if d.record_type == kind), kind)
        return f"{label} {name}"

    def _page_of(self, kind: str) -> Any:
        """The page that knows what events of this kind of subject tell."""
        return next((page for page in self.admin_site._registry.values() if kind in _subjects_of(page)), None)

    @column("谁")
    def who(self, event: Event) -> str:
        return f"{event.actor_name}（{event.actor_unit}）" if event.actor_unit else event.actor_name

    @column("途径", css="jp-nowrap")
    def door(self, event: Event) -> str:
        return VIA.get(event.via, event.via)

    @column("说明")
    def told(self, event: Event) -> str:
        """The note, else the names of what was given or changed."""
        kind = event.subject.partition(":")[0]
        of_records = next((d for d in domains() if d.record_type == kind), None)
        words = vocabulary(of_records) if of_records else None
        labels = getattr(self._page_of(kind), "event_labels", None) or story.labels_of(event.subject)
        names = [words.label(event.action, name) if words else labels.get(name, name) for name in event.data]
        return event.note[:60] or "、".join(dict.fromkeys(names))[:60]

    def url_of(self, obj: Any) -> str:
        """The record's page, where the event is one of a record's."""
        kind, _, number = obj.subject.partition(":")
        domain = next((d for d in domains() if d.record_type == kind), None)
        if domain is None:
            return ""
        meta = domain.model._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=(number,))


class ByOutcome(Pick):
    title, parameter_name, any_label = "结果", "outcome", "全部"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(SignIn.Outcome.choices)


class SignInPage(Page):
    seen_by = (Role.AUDITOR, Role.ADMIN)
    nav_label, nav_order = "登录记录", 21
    list_display = ("when", "named", "address", "outcome")
    main_column = "named"
    list_filter = (Since, Until, ByOutcome)
    search_fields = ("=username", "=address")
    ordering = ("-id",)
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[SignIn]:
        return hearing.signins(super().get_queryset(request), actor_of(request))

    @column("时间", css="jp-nowrap")
    def when(self, signin: SignIn) -> str:
        return f"{signin.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"

    @column("用户名")
    def named(self, signin: SignIn) -> str:
        return "没有这个用户名" if signin.username.startswith(NOBODY) else signin.username

    def url_of(self, obj: Any) -> str:
        return ""


class ReadingPage(Page):
    """Who opened a confidential record; the number and nothing else."""

    seen_by = (Role.AUDITOR,)
    nav_label, nav_order = "保密件阅览", 22
    list_display = ("when", "number", "name", "username", "door")
    main_column = "number"
    list_filter = (Since, Until)
    search_fields = ("=username", "=number")
    ordering = ("-id",)
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reading]:
        return hearing.readings(super().get_queryset(request), actor_of(request))

    @column("时间", css="jp-nowrap")
    def when(self, reading: Reading) -> str:
        return f"{reading.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"

    @column("途径", css="jp-nowrap")
    def door(self, reading: Reading) -> str:
        return VIA.get(reading.via, reading.via)

    def url_of(self, obj: Any) -> str:
        return ""
