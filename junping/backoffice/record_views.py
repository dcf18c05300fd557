"""The pages of one record. Each looks at it through the one road, and writes through the engine alone."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from junping.backoffice import record_page
from junping.backoffice.acting import actor_of
from junping.backoffice.ask_fields import Asking
from junping.backoffice.ask_forms import AskForm
from junping.backoffice.pages import steady
from junping.backoffice.refusing import in_words, wrong_state
from junping.backoffice.task import put_errors
from junping.org.actor import Actor
from junping.org.models import User
from junping.workflow import engine, policy
from junping.workflow.act import Children, Done
from junping.workflow.looking import look
from junping.workflow.refusals import Forbidden, Invalid, NotFound, Refusal, Stale, WrongState
from junping.workflow.table import NEW, Action

if TYPE_CHECKING:
    from junping.backoffice.record_admin import RecordAdmin

PAGE = "admin/junping/record.html"
WHEN = "实际办理时间"
WHEN_HINT = "现在办的不用填；早先办、现在补录的，填当时。"


def seen(page: "RecordAdmin", request: HttpRequest, number: str) -> tuple[Any, Children, Actor]:
    """The record in the actor's sight, with what belongs to it; else 404."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    actor = actor_of(request)
    try:
        record = look(page.domain, number, actor)
    except NotFound:
        raise Http404 from None
    return record, page.domain.load(record), actor


def show(
    page: "RecordAdmin",
    request: HttpRequest,
    record: Any,
    children: Children,
    actor: Actor,
    **more: Any,
) -> HttpResponse:
    """The record's page; with a form, the form stands open on it."""
    whole = request.GET.get("story") == "all"
    context = page.context(request, **record_page.context(page, record, children, actor, whole_story=whole))
    form, action = more.get("form"), more.get("action")
    fresh = request.method != "POST" or getattr(form, "seen_anew", False)
    context |= {
        "buttons": record_page.buttons(page, record, children, actor),
        "back": page.url_of(record),
        "seen": record.version if fresh else request.POST.get("seen", ""),
        "one_of": "或".join(f"“{a.label}”" for a in action.asks if a.name in action.one_of) if action else "",
        **more,
    }
    return TemplateResponse(request, PAGE, context)


@steady
def record_view(page: "RecordAdmin", request: HttpRequest, number: str) -> HttpResponse:
    return show(page, request, *seen(page, request, number))


@steady
def act_view(page: "RecordAdmin", request: HttpRequest, number: str, name: str) -> HttpResponse:
    """The page behind a button."""
    record, children, actor = seen(page, request, number)
    action = page.domain.action(record, name)
    if action is None or action.route_of_its_own or action.when == NEW:
        raise Http404
    filled = page.prefilled(action.name, record, children, actor)
    form = ask(page, request, action, record, actor, initial=filled, standing=children.recused)
    form.add_moment(WHEN, WHEN_HINT)
    form.one_of(action.one_of)
    if request.method == "POST":
        if form.is_valid():
            version, data = version_seen(request), form.data_given()
            done = attempt(
                page,
                form,
                record,
                version,
                lambda: engine.perform(page.domain, number, name, actor, data, seen=version),
            )
            if done is not None:
                return after(page, request, action, done)
    elif name not in (possible := [a.name for a in policy.allowed(page.domain, record, actor, children)]):
        messages.warning(request, wrong_state(page.domain, record, possible))
        return HttpResponseRedirect(page.url_of(record))
    return show(page, request, record, children, actor, form=form, action=action)


@steady
def correct_view(page: "RecordAdmin", request: HttpRequest, number: str) -> HttpResponse:
    """Put a typing error right; only what was changed is sent."""
    record, children, actor = seen(page, request, number)
    action = page.domain.action(record, "correct")
    if action is None or not record_page.may_now(page.domain, record, actor, children, "correct"):
        raise PermissionDenied
    form = ask(page, request, action, record, actor, initial=page.correcting(record, children))
    if request.method == "POST" and form.is_valid() and not form.wants_more:
        version, data = version_seen(request), form.data_changed()
        if not data:
            messages.info(request, "没有改动。")
            return HttpResponseRedirect(page.url_of(record))
        done = attempt(
            page,
            form,
            record,
            version,
            lambda: engine.perform(page.domain, number, "correct", actor, data, seen=version),
        )
        if done is not None:
            return after(page, request, action, done)
    return show(page, request, record, children, actor, form=form, action=action)


@steady
def reveal_view(page: "RecordAdmin", request: HttpRequest, number: str, party: int) -> HttpResponse:
    """Show a party's numbers once the reason is written down; the answer to the form is the page that shows them."""
    record, children, actor = seen(page, request, number)
    action = page.domain.action(record, "reveal")
    if action is None:
        raise Http404
    if not record_page.may_now(page.domain, record, actor, children, "reveal"):
        raise PermissionDenied
    form = ask(page, request, action, record, actor, without={"party"})
    if request.method == "POST" and form.is_valid():
        data = {**form.data_given(), "party": party}
        done = attempt(page, form, record, None, lambda: engine.perform(page.domain, number, "reveal", actor, data))
        if done is not None:
            revealed = page.unmasked(done.children, party)
            return show(page, request, done.record, done.children, actor, revealed=revealed)
    return show(page, request, record, children, actor, form=form, action=action)


def ask(
    page: "RecordAdmin",
    request: HttpRequest,
    action: Action,
    record: Any,
    actor: Actor,
    *,
    initial: Mapping[str, Any] | None = None,
    without: frozenset[str] | set[str] = frozenset(),
    standing: Iterable[User] = (),
) -> AskForm:
    """The form of an action for this record, filled with what was sent."""
    asking = Asking(actor, record, rows=page.rows, standing=standing)
    asks = [asked for asked in action.asks if asked.name not in without]
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return AskForm(asks, asking, *sent, initial=dict(initial or {}))


def attempt(
    page: "RecordAdmin", form: AskForm, record: Any, version: int | None, act: Callable[[], Done]
) -> Done | None:
    """Act; what the engine refuses is said in the form, which stays filled in. 404 and 403 stay what they are."""
    try:
        return act()
    except NotFound:
        raise Http404 from None
    except Forbidden as refusal:
        if refusal.detail == Forbidden.detail:
            raise PermissionDenied from None
        # Not the act but something in it is none of theirs: the form stays filled in.
        form.add_error(None, refusal.detail)
    except Invalid as refusal:
        put_errors(form, refusal)
    except Refusal as refusal:
        form.add_error(None, in_words(refusal, page.domain, record, version))
        form.seen_anew = isinstance(refusal, (Stale, WrongState))
    return None


def after(page: "RecordAdmin", request: HttpRequest, action: Action, done: Done) -> HttpResponse:
    """Back to the record; to the list where the act took it out of its actor's sight."""
    record = done.record
    if not done.in_sight:
        done_it = f"{record.number} 已登记" if action.when == NEW else f"{record.number} 办好了“{action.label}”"
        messages.success(request, f"{done_it}。它不在您的范围内了，请记下编号。")
        return HttpResponseRedirect(page.url("changelist"))
    said = f"已登记，编号 {record.number}。" if action.when == NEW else f"“{action.label}”办好了，已写进经过。"
    messages.success(request, said)
    return HttpResponseRedirect(page.url_of(record))


def version_seen(request: HttpRequest) -> int | None:
    """The version that stood in the form."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
