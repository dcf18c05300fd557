"""What the pages about accounts, units and tokens share."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from junping.backoffice import story
from junping.backoffice.acting import actor_of
from junping.backoffice.facts import Fact, Panel
from junping.backoffice.pages import Page
from junping.org.actor import Actor
from junping.org.models import Unit
from junping.org.roles import Role


class OrgPage(Page):
    """Administrators change, auditors read, both within their unit's subtree."""

    seen_by = (Role.ADMIN, Role.AUDITOR)

    def may_change(self, request: HttpRequest) -> bool:
        return actor_of(request).has(Role.ADMIN)

    def changer(self, request: HttpRequest) -> tuple[Actor, Unit]:
        """The administrator who asks and the top of what they administer; else 403."""
        actor = actor_of(request)
        if not self.may_change(request) or actor.unit is None:
            raise PermissionDenied
        return actor, actor.unit

    def top_path(self, request: HttpRequest) -> str:
        unit = actor_of(request).unit
        return unit.path if unit else "-"

    def show(
        self,
        request: HttpRequest,
        obj: Any,
        facts: Sequence[Fact],
        panels: Sequence[Panel] = (),
        buttons: Sequence[tuple[str, str]] = (),
    ) -> HttpResponse:
        """The object's page: facts, panels, history; buttons only for whoever may change."""
        names = dict(Unit.objects.values_list("code", "name"))
        context = self.context(
            request,
            title=str(obj),
            facts=facts,
            panels=panels,
            buttons=buttons if self.may_change(request) else (),
            story=story.of_subject(obj.chain_subject, story.org_words(obj.chain_subject, names)),
            list_url=self.url("changelist"),
            list_label=self.nav_label or self.opts.verbose_name_plural,
        )
        return TemplateResponse(request, "admin/junping/object.html", context)
