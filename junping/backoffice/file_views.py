"""A record's files: added through the engine, handed out as downloads while the record is in sight."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from junping.attachments import check, download, storage
from junping.attachments.models import Attachment
from junping.backoffice import record_page
from junping.backoffice.ask_forms import AskForm
from junping.backoffice.pages import steady
from junping.backoffice.record_views import after, ask, attempt, seen, show
from junping.org.actor import Actor
from junping.workflow import engine
from junping.workflow.act import Done
from junping.workflow.files import Stored

if TYPE_CHECKING:
    from junping.backoffice.record_admin import RecordAdmin


@steady
def attach_view(page: "RecordAdmin", request: HttpRequest, number: str) -> HttpResponse:
    """Add a file."""
    record, children, actor = seen(page, request, number)
    action = page.domain.action(record, "attach")
    if action is None or not record_page.may_now(page.domain, record, actor, children, "attach"):
        raise PermissionDenied
    form = ask(page, request, action, record, actor, initial={"purpose": "other"})
    if request.method == "POST" and form.is_valid():
        examined = _examined(form)
        if examined is not None:
            done = _kept(page, form, record, actor, examined)
            if done is not None:
                return after(page, request, action, done)
    return show(page, request, record, children, actor, form=form, action=action)


def file_view(page: "RecordAdmin", request: HttpRequest, number: str, file_id: str) -> HttpResponseBase:
    """One file of a record in sight."""
    record, _, _ = seen(page, request, number)
    row = record.attachments.filter(Attachment.of_public_id(file_id)).first()
    if row is None:
        raise Http404
    return download.response(row)


def _examined(form: AskForm) -> check.Examined | None:
    file: UploadedFile = form.cleaned_data["file"]
    try:
        return check.examine(file.name or "", file)  # type: ignore[arg-type]
    except check.Refused as refused:
        form.add_error("file", refused.message)
        return None


def _kept(page: "RecordAdmin", form: AskForm, record: Any, actor: Actor, examined: check.Examined) -> Done | None:
    """Store the file, then the row; without the row the file goes again."""
    file = form.cleaned_data["file"]
    data = {name: value for name, value in form.data_given().items() if name != "file"}
    try:
        key = storage.keep(file, examined)
    except storage.DiskFull:
        form.add_error("file", "服务器的磁盘满了，文件没有存下，请告诉系统管理员。")
        return None
    stored = Stored(examined.name, examined.size, examined.content_type, examined.sha256, key)
    done = None
    try:
        done = attempt(
            page,
            form,
            record,
            None,
            lambda: engine.perform(page.domain, record.number, "attach", actor, {**data, "file": stored}),
        )
    finally:
        if done is None:
            storage.discard(key)
    return done
