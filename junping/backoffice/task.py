"""The page behind a button: one form, one act, and back to where it was pressed."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from junping.backoffice.ask_forms import AskForm
from junping.workflow.refusals import Invalid, Refusal, Stale

TEMPLATE = "admin/junping/task.html"


def run(
    request: HttpRequest,
    form: BaseForm,
    act: Callable[[dict[str, Any]], str],
    context: Mapping[str, Any],
    *,
    back: str,
    template: str = TEMPLATE,
    seen: int | None = None,
) -> HttpResponse:
    """Show `form`; once it is sent and right, call `act` with its data, then go `back` with what `act` says.

    What `act` refuses is shown in words above the form, or at its field; nothing that was filled in is lost. `seen`
    is the version of what is changed: a form opened on an older one is not taken until it is sent again.
    """
    if request.method == "POST" and _is_stale(request, seen):
        put_errors(form, Stale())
    elif request.method == "POST" and form.is_valid():
        try:
            said = act(form.cleaned_data)
        except (ValidationError, Refusal) as fault:
            put_errors(form, fault)
        else:
            if said:
                messages.success(request, said)
            return HttpResponseRedirect(back)
    return TemplateResponse(request, template, {"form": form, "back": back, "seen": seen, **context})


def _is_stale(request: HttpRequest, seen: int | None) -> bool:
    return seen is not None and request.POST.get("seen", str(seen)) != str(seen)


def put_errors(form: BaseForm, fault: ValidationError | Refusal) -> None:
    """Put a refusal at the fields it names; what belongs to no field of this form stands above it."""
    if isinstance(fault, Invalid) and isinstance(form, AskForm):
        for problem in fault.problems:
            form.put(problem)
        return
    if isinstance(fault, Refusal):
        named = [("", fault.detail)]
    elif hasattr(fault, "error_dict"):
        named = [(name, text) for name, texts in fault.message_dict.items() for text in texts]
    else:
        named = [("", text) for text in fault.messages]
    for name, text in named:
        known = name in form.fields and name != NON_FIELD_ERRORS
        form.add_error(name if known else None, text)
