"""The page that logs a new record: few fields first, earlier records of the same person or place beside."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from junping.attachments import storage
from junping.backoffice import sent_forms
from junping.backoffice.acting import actor_of
from junping.backoffice.ask_fields import demand
from junping.backoffice.ask_forms import AskForm
from junping.backoffice.file_views import NO_ROOM, FilesForm, add_file
from junping.backoffice.pages import steady
from junping.backoffice.record_views import after, ask, attempt
from junping.org.actor import Actor
from junping.org.roles import Role
from junping.workflow import engine
from junping.workflow.act import Done
from junping.workflow.models import WORKERS
from junping.workflow.refusals import FieldProblem, Refusal
from junping.workflow.table import NEW, Action

if TYPE_CHECKING:
    from junping.backoffice.record_admin import RecordAdmin

TEMPLATE = "admin/junping/register.html"
# The buttons that only show the form again: another kind of record, earlier records, more empty rows.
ONLY_SHOW = ("turn", "look")


@steady
def register_view(page: "RecordAdmin", request: HttpRequest) -> HttpResponse:
    """GET shows the form of a kind; POST shows it again for a button of `ONLY_SHOW`, else registers."""
    actor = actor_of(request)
    if not actor.has(*WORKERS):
        raise PermissionDenied
    kind, action = _asked_kind(page, request)
    form = _form(page, request, kind, action, actor)
    earlier = None
    if request.method == "POST":
        sound = form.is_valid()
        data = form.data_given() | ({page.domain.kind_field: kind} if kind else {})
        if "look" in request.POST:
            earlier = page.earlier_like(data, actor)
        elif sound and not form.wants_more and not set(ONLY_SHOW) & set(request.POST):
            answer = _register(page, request, form, action, actor, data)
            if answer is not None:
                return answer
    return TemplateResponse(request, TEMPLATE, _context(page, request, form, kind, earlier))


def _asked_kind(page: "RecordAdmin", request: HttpRequest) -> tuple[str, Action]:
    known = [kind for kind, _ in page.kinds]
    sent = request.POST
    kind = sent.get("turn") or sent.get("kind") or request.GET.get("kind") or known[0]
    if kind not in known:
        raise Http404
    table = page.domain.tables[kind] if kind else next(iter(page.domain.tables.values()))
    return kind, next(action for action in table.actions if action.when == NEW)


def _form(page: "RecordAdmin", request: HttpRequest, kind: str, action: Action, actor: Actor) -> AskForm:
    initial = page.initial(actor, kind)
    form = ask(page, request, action, page.blank(kind), actor, initial=initial, without={page.domain.kind_field})
    if "turn" in request.POST:
        # What the other kind of record did not ask for starts with its default.
        defaults = {name: value for name, value in initial.items() if name not in form.data and isinstance(value, str)}
        sent = request.POST.copy()
        sent.update(defaults)
        form.data = sent
    if not actor.has(Role.VILLAGE):
        demand(form.fields["unit"])
    elif len(actor.units) == 1:
        # Nothing to choose: it is the village's own.
        del form.fields["unit"]
    form.order_fields(page.first_asked)
    posted = request.method == "POST" and "turn" not in request.POST
    form.beside = [FilesForm(request.POST, request.FILES) if posted else FilesForm()]
    return form


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
    if done is None:
        _ask_for_unit(form, actor, data)
        return None
    _add_files(page, request, done, actor, form.beside[0].cleaned_data["papers"])
    return after(page, request, action, done)


def _ask_for_unit(form: AskForm, actor: Actor, data: dict[str, Any]) -> None:
    """The engine looks at the unit once all else is right; whoever fills in a form wants to know it at once."""
    if not data.get("unit") and not actor.has(Role.VILLAGE) and "unit" not in form.errors:
        form.put(FieldProblem("unit", "required", f"请填写“{form.fields['unit'].label}”。"))


def _add_files(page: "RecordAdmin", request: HttpRequest, done: Done, actor: Actor, files: list[Any]) -> None:
    """Each file is an act of its own. The record stands, whatever becomes of them."""
    if files and not done.in_sight:
        messages.warning(request, "这一件已保密，您看不到它，材料没有添加：请把材料交给镇综治中心。")
        return
    for file, examined in files:
        try:
            add_file(page, done.record.number, actor, file, examined, {"purpose": page.first_purpose})
        except storage.DiskFull:
            messages.error(request, f"已登记，但没有添加“{examined.name}”：{NO_ROOM}")
        except Refusal as refusal:
            messages.error(request, f"已登记，但没有添加“{examined.name}”：{refusal.detail}")


def _context(page: "RecordAdmin", request: HttpRequest, form: AskForm, kind: str, earlier: Any) -> dict[str, Any]:
    plain = [field for field in form.visible_fields() if field.name not in page.seldom]
    seldom = [field for field in form.visible_fields() if field.name in page.seldom]
    return page.context(
        request,
        title=dict(page.kinds)[kind],
        kinds=[(k, label, k == kind) for k, label in page.kinds] if len(page.kinds) > 1 else [],
        kind=kind,
        form=form,
        papers=form.beside[0],
        files_lost=bool(request.FILES),
        plain=plain,
        seldom=seldom,
        seldom_open=any(field.errors or field.value() for field in seldom if field.name != "unit"),
        seldom_title=page.seldom_title,
        earlier=earlier,
        once=request.POST.get("once") or sent_forms.new_key(),
        back=page.url("changelist"),
    )
