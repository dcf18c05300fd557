"""The notices on the first page: only of records that are still in this person's sight."""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from junping.clocks.now import now
from junping.notify.inbox import mark_read, unread_for
from junping.notify.models import Notice
from junping.org.actor import Actor
from junping.workflow.registry import domains

SHOWN = 10


def unread(actor: Actor) -> list[Notice]:
    """The latest unread notices, each with the address of its record (`url`); a query, and one a kind of record."""
    if actor.user is None:
        return []
    latest = list(unread_for(actor.user)[: SHOWN * 2])
    numbers: dict[str, set[str]] = defaultdict(set)
    for notice in latest:
        numbers[notice.record_type].add(notice.number)
    urls: dict[tuple[str, str], str] = {}
    for domain in domains():
        asked = numbers.get(domain.record_type)
        if asked:
            urls |= _urls(domain, asked, actor)
    shown = [notice for notice in latest if (notice.record_type, notice.number) in urls][:SHOWN]
    for notice in shown:
        notice.url = urls[notice.record_type, notice.number]  # type: ignore[attr-defined]
    return shown


def _urls(domain: Any, numbers: set[str], actor: Actor) -> dict[tuple[str, str], str]:
    meta = domain.model._meta
    seen = domain.model.objects.visible_to(actor).filter(number__in=numbers).values_list("number", flat=True)
    name = f"admin:{meta.app_label}_{meta.model_name}_change"
    return {(domain.record_type, number): reverse(name, args=(number,)) for number in seen}


@require_POST
def read_view(request: HttpRequest) -> HttpResponse:
    """Mark everything up to the newest one shown as read."""
    until = request.POST.get("until", "")
    user: Any = request.user
    if until.isascii() and until.isdigit() and len(until) < 19:
        mark_read(user, unread_for(user).filter(pk__lte=int(until)).values_list("pk", flat=True), at=now())
    return HttpResponseRedirect(reverse("admin:index"))
