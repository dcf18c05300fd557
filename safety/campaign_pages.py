"""The pages of campaigns 专项行动 and their visits 走访 in the back office."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from junping.backoffice import story, task
from junping.backoffice.acting import actor_of
from junping.backoffice.ask_fields import Asking
from junping.backoffice.ask_forms import AskForm
from junping.backoffice.facts import Fact, Panel, row
from junping.backoffice.pages import Page, View, column, steady
from junping.clocks.now import today
from junping.org.roles import Role
from junping.workflow.models import WORKERS
from safety.api import counted
from safety.campaigns import CAMPAIGN, VISIT, log_visit, start_campaign
from safety.models import Campaign, Hazard
from safety.selectors import visits
from safety.vocabulary import HazardDomain, Status

DOMAINS = dict(HazardDomain.choices)
LABELS = {asked.name: asked.label for asked in (*CAMPAIGN, *VISIT)} | {"campaign": "专项行动"}
SHOWN = 50


def words(action: str, name: str, value: Any) -> tuple[str, str]:
    """What an event about a campaign tells, in Chinese."""
    texts = value if isinstance(value, list) else [value]
    return LABELS.get(name, name), "、".join(DOMAINS.get(str(text), str(text)) for text in texts)


@admin.register(Campaign)
class CampaignPage(Page):
    seen_by = (*WORKERS, Role.LEADER, Role.AUDITOR)
    event_subjects, event_labels = {"campaign": "专项行动", "visit": "走访"}, LABELS
    nav_label, nav_order = "行动走访", 3
    list_display = ("name", "time", "unit", "visited_of", "findings_count", "rectified_count")
    main_column = link_column = "name"
    sortable_by = ()
    list_select_related = ("unit",)
    ordering = ("-starts_on", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Campaign]:
        return counted(actor_of(request)).select_related("unit")

    @column("时间")
    def time(self, campaign: Campaign) -> str:
        return f"{campaign.starts_on} 至 {campaign.ends_on}" if campaign.ends_on else f"{campaign.starts_on} 起"

    @column("走访")
    def visited_of(self, campaign: Any) -> str:
        return f"{campaign.visited}，目标 {campaign.target}" if campaign.target else str(campaign.visited)

    @column("发现")
    def findings_count(self, campaign: Any) -> str:
        return str(campaign.findings)

    @column("已整改")
    def rectified_count(self, campaign: Any) -> str:
        return str(campaign.rectified)

    def list_buttons(self, request: HttpRequest) -> list[tuple[str, str]]:
        return [("新建专项行动", self.url("add"))] if actor_of(request).has(Role.CENTER) else []

    def page_urls(self, wrap: Callable[[View], View]) -> list[URLPattern]:
        return [
            path("add/", wrap(self.add), name=self.url_name("add")),
            path("<int:pk>/change/", wrap(self.shown), name=self.url_name("change")),
            path("<int:pk>/visit/", wrap(self.visit), name=self.url_name("visit")),
        ]

    @steady
    def shown(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The drive, its latest visits, what it found, its history."""
        campaign, actor = self.found(request, pk), actor_of(request)
        facts = [
            Fact("组织单位", campaign.unit.name),
            Fact("时间", self.time(campaign)),
            Fact("领域", "、".join(DOMAINS.get(name, name) for name in campaign.domains)),
            Fact("走访户数", self.visited_of(campaign)),
            Fact("发现", campaign.findings),
            Fact("已整改", campaign.rectified),
        ]
        context = self.context(
            request,
            title=campaign.name,
            facts=facts,
            panels=[_visits(campaign, actor), _found(campaign, actor)],
            buttons=[("登记走访", self.url("visit", pk))] if actor.has(Role.VILLAGE, Role.CENTER) else [],
            story=story.of_subject(campaign.chain_subject, words),
            list_url=self.url("changelist"),
            list_label=self.nav_label,
        )
        return TemplateResponse(request, "admin/junping/object.html", context)

    def add(self, request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        if not actor.has(Role.CENTER):
            raise PermissionDenied
        form = AskForm(CAMPAIGN, Asking(actor, None), request.POST or None, initial={"starts_on": today()})

        def act(_: dict[str, Any]) -> str:
            return f"已新建“{start_campaign(actor, form.data_given()).name}”。"

        context = self.context(request, title="新建专项行动", back_label=self.nav_label)
        return task.run(request, form, act, context, back=self.url("changelist"))

    def visit(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Log a visit, or a day's visits of a unit as one row with their count."""
        campaign, actor = self.found(request, pk), actor_of(request)
        if not actor.has(Role.VILLAGE, Role.CENTER):
            raise PermissionDenied
        own = actor.unit.code if actor.unit and not actor.has(Role.CENTER) else ""
        initial = {"unit": own, "visited_on": today(), "count": 1}
        form = AskForm(VISIT, Asking(actor, None), request.POST or None, initial=initial)

        def act(_: dict[str, Any]) -> str:
            visit = log_visit(actor, campaign, form.data_given())
            return f"已登记 {visit.count} 户（处）。"

        note = "一天走了多户，可以只填户数，登记为一行。"
        context = self.context(request, title="登记走访", heading=campaign.name, back_label=campaign.name, note=note)
        return task.run(request, form, act, context, back=self.url_of(campaign))


def _visits(campaign: Campaign, actor: Any) -> Panel:
    heads = ("日期", "单位", "户（处）数", "户主或名称", "情况")
    latest = campaign.visits.filter(visits(actor)).select_related("unit")[:SHOWN]
    rows = [row(heads, str(v.visited_on), v.unit.name, v.count, v.household, v.result[:60]) for v in latest]
    return Panel("最近的走访", heads, rows, "还没有登记走访。")


def _found(campaign: Campaign, actor: Any) -> Panel:
    heads = ("问题", "单位", "状态")
    found = Hazard.objects.visible_to(actor).filter(campaign=campaign).select_related("unit").order_by("-found_at")
    rows = [
        row(
            heads,
            (hazard.title, reverse("admin:safety_hazard_change", args=(hazard.number,))),
            hazard.unit.name,
            Status(hazard.status).label,
        )
        for hazard in found[:SHOWN]
    ]
    return Panel("发现的问题", heads, rows, "没有发现问题。")
