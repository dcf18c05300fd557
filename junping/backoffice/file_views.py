"""A record's files: added through the engine, handed out as downloads while the record is in sight."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.datastructures import MultiValueDict

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

NO_ROOM = "服务器的磁盘满了，文件没有存下，请告诉系统管理员。"
ACCEPTED = ",".join(f".{ending}" for ending in check.KINDS)
MOST = 9


class ManyFiles(forms.FileInput):
    """A file control that takes several at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if isinstance(files, MultiValueDict) else []


class FilesField(forms.FileField):
    """The files chosen, each looked into: pairs of the file and what was found out about it."""

    widget = ManyFiles(attrs={"multiple": True, "accept": ACCEPTED})

    def clean(self, data: Any, initial: Any = None) -> Any:
        if len(data) > MOST:
            raise ValidationError(f"一次最多选 {MOST} 个文件，您选了 {len(data)} 个；其余的登记后再添加。")
        return [(file, _examined(file)) for file in data]


class FilesForm(forms.Form):
    """Photographs and papers that are handed in with a new record."""

    papers = FilesField(
        label="照片、材料", required=False, help_text="可以一次选几个：照片、PDF、Word、Excel、录音录像。"
    )


@steady
def attach_view(page: "RecordAdmin", request: HttpRequest, number: str) -> HttpResponse:
    """Add a file."""
    record, children, actor = seen(page, request, number)
    action = page.domain.action(record, "attach")
    if action is None or not record_page.may_now(page.domain, record, actor, children, "attach"):
        raise PermissionDenied
    form = ask(page, request, action, record, actor, initial={"purpose": page.first_purpose})
    form.fields["file"].widget.attrs["accept"] = ACCEPTED
    if request.method == "POST" and form.is_valid():
        done = _attached(page, form, record, actor)
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


def add_file(
    page: "RecordAdmin", number: str, actor: Actor, file: Any, examined: check.Examined, data: Mapping[str, Any]
) -> Done:
    """Store the file, then the row; without the row the file goes again. Raises DiskFull or a Refusal."""
    key = storage.keep(file, examined)
    stored = Stored(examined.name, examined.size, examined.content_type, examined.sha256, key)
    try:
        return engine.perform(page.domain, number, "attach", actor, {**data, "file": stored})
    except BaseException:
        storage.discard(key)
        raise


def _examined(file: UploadedFile) -> check.Examined:
    try:
        return check.examine(file.name or "", file)  # type: ignore[arg-type]
    except check.Refused as refused:
        raise ValidationError(f"{file.name}：{refused.message}") from None


def _attached(page: "RecordAdmin", form: AskForm, record: Any, actor: Actor) -> Done | None:
    file = form.cleaned_data["file"]
    data = {name: value for name, value in form.data_given().items() if name != "file"}
    try:
        examined = _examined(file)
        return attempt(page, form, record, None, lambda: add_file(page, record.number, actor, file, examined, data))
    except ValidationError as refused:
        form.add_error("file", refused)
    except storage.DiskFull:
        form.add_error("file", NO_ROOM)
    return None
