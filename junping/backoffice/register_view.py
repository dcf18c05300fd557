"""The page that logs a new record: few fields first, earlier records of the same person or place on request."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from junping.backoffice import sent_forms
from junping.backoffice.acting import actor_of
from junping.backoffice.ask_forms import AskForm
from junping.backoffice.pages import steady
from junping.backoffice.record_views import after, ask, attempt
from junping.org.actor import Actor
from junping.org.roles import Role
from junping.workflow import engine
from junping.workflow.models import WORKERS
from junping.workflow.table import NEW, Action

if TYPE_CHECKING:
    from junping.backoffice.record_admin import RecordAdmin

TEMPLATE = "admin/junping/register.html"


@steady
def register_view(page: "RecordAdmin", request: HttpRequest) -> HttpResponse:
    """GET shows the form of a kind; POST looks for earlier records (`look`), adds rows, or registers."""
    actor = actor_of(request)
    if not actor.has(*WORKERS):
        raise PermissionDenied
    kind, action = _asked_kind(page, request)
    form = ask(
        page,
        request,
        action,
        page.blank(kind),
        actor,
        initial=page.initial(actor, kind),
        without={page.domain.kind_field},
    )
    if "unit" in form.fields:
        form.fields["unit"].required = not actor.has(Role.VILLAGE)
    earlier = None
    if request.method == "POST" and form.is_valid() and not form.wants_more:
        data = form.data_given() | ({page.domain.kind_field: kind} if kind else {})
        if "look" in request.POST:
            earlier = page.earlier_like(data, actor)
        elif (answer := _register(page, request, form, action, actor, data)) is not None:
            return answer
    return TemplateResponse(request, TEMPLATE, _context(page, request, form, kind, earlier))


def _asked_kind(page: "RecordAdmin", request: HttpRequest) -> tuple[str, Action]:
    known = [kind for kind, _ in page.kinds]
    kind = request.POST.get("kind") or request.GET.get("kind") or known[0]
    if kind not in known:
        raise Http404
    table = page.domain.tables[kind] if kind else next(iter(page.domain.tables.values()))
    return kind, next(action for action in table.actions if action.when == NEW)


def _register(
    page: "RecordAdmin", request: HttpRequest, form: AskForm, action: Action, actor: Actor, data: dict[str, Any]
) -> HttpResponse | None:
    once = sent_forms.once(actor, page.record_type, request.POST.get("once", ""))
    try:
        done = attempt(page, form, None, None, lambda: engine.register(page.domain, actor, data, once=once))
    except sent_forms.SentBefore as before:
        messages.info(request, f"这一份刚才已经登记过，编号 {before.number}。")
        visible = page.get_queryset(request).filter(number=before.number).exists()
        where = page.url("change", before.number) if visible else page.url("changelist")
        return HttpResponseRedirect(where)
    return None if done is None else after(page, request, action, done)


def _context(page: "RecordAdmin", request: HttpRequest, form: AskForm, kind: str, earlier: Any) -> dict[str, Any]:
    place = {name: number for number, name in enumerate(page.first_asked)}
    plain = [field for field in form.visible_fields() if field.name not in page.seldom]
    plain.sort(key=lambda field: place.get(field.name, len(place)))
    seldom = [field for field in form.visible_fields() if field.name in page.seldom]
    return page.context(
        request,
        title=dict(page.kinds)[kind],
        kinds=[(label, f"?kind={k}", k == kind) for k, label in page.kinds] if len(page.kinds) > 1 else [],
        kind=kind,
        form=form,
        plain=plain,
        seldom=seldom,
        seldom_open=any(field.errors or field.value() for field in seldom if field.name != "unit"),
        earlier=earlier,
        once=request.POST.get("once") or sent_forms.new_key(),
        back=page.url("changelist"),
    )
