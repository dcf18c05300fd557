"""The doors of a record's files: list, hand in, download."""

import hashlib
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from rest_framework.request import Request
from rest_framework.response import Response

from junping.api import schema_others, schema_records
from junping.api.body import check_encoding, is_fit
from junping.api.door import Door
from junping.api.idempotency import once
from junping.api.keys import REPLAYED, KeyOnce, Replayed, known
from junping.api.problems import Problem, bad_request
from junping.api.records import RecordDoor
from junping.api.rendering import etag
from junping.api.schema_records import Operations
from junping.attachments import check, download, storage
from junping.attachments.rows import as_row
from junping.workflow import engine
from junping.workflow.act import Done
from junping.workflow.files import Stored
from junping.workflow.looking import look
from junping.workflow.models import Record
from junping.workflow.refusals import NotFound
from junping.workflow.registry import domains

TEXTS = ("purpose", "caption")


def content_address(request: Request, row: Any) -> str:
    return request.build_absolute_uri(reverse("api:attachment-content", args=[row.public_id]))


class FileOnce(KeyOnce):
    """A key whose answer is the file that the act has kept."""

    def settle(self, done: Done) -> None:
        self.once.settle(self.status, {"file_key": done.result.file_key, "version": done.event.seq})


class RecordFiles(RecordDoor):
    def operations(self) -> Operations:
        return schema_records.of_files(self.known_shelf)

    def get(self, request: Request, number: str) -> Response:
        record = look(self.domain, number, self.actor)
        rows = record.attachments.select_related("created_by").order_by("id")
        return Response([as_row(row, content_address(request, row)) for row in rows])

    def post(self, request: Request, number: str) -> Response:
        posted, files = _parts(request)
        key = once(request, _compared(posted, files))
        record = look(self.domain, number, self.actor)
        before = known(key)
        if before is not None:
            return self._again(request, record, before.answer)
        # Looking into a file is slow and is done outside the transaction; so what can be refused without it, is first.
        engine.check(self.domain, record, "attach", self.actor)
        file, texts = _form(posted, files)
        examined = _examine(file)
        try:
            with storage.kept(cast(BinaryIO, file), examined) as file_key:
                data = {"file": _stored(examined, file_key), **texts}
                kept = FileOnce.of(key, 201)
                done = engine.perform(self.domain, number, "attach", self.actor, data, once=kept)
        except Replayed as replayed:
            return self._again(request, record, replayed.replay.answer)
        return self._shown(request, done.result, done.record.version)

    def _again(self, request: Request, record: Record, answer: dict[str, Any]) -> Response:
        row = record.attachments.select_related("created_by").get(file_key=answer["file_key"])
        return self._shown(request, row, max(record.version, answer["version"]), REPLAYED)

    def _shown(self, request: Request, row: Any, version: int, more: Any = None) -> Response:
        address = content_address(request, row)
        headers = {"Location": address, "ETag": etag(version), **(more or {})}
        return Response(as_row(row, address), status=201, headers=headers)


class FileContent(Door):
    """One file as a download, asked anew each time whether its record is in sight."""

    def operations(self) -> Operations:
        return schema_others.file_content()

    def get(self, request: Request, file_id: str) -> HttpResponseBase:
        for domain in domains():
            model: Any = cast(Any, domain.model)._meta.get_field("attachments").related_model
            row = model.objects.filter(model.of_public_id(file_id)).select_related("record").first()
            if row is not None:
                look(domain, row.record.number, self.actor)
                return download.response(row)
        raise NotFound


def _parts(request: Request) -> tuple[QueryDict, MultiValueDict[str, UploadedFile]]:
    """The texts and the files of the body, whatever they are called."""
    if not request.META.get("CONTENT_TYPE", "").lower().startswith("multipart/form-data"):
        raise Problem(415, "文件应以 multipart/form-data 提交。")
    check_encoding(request)
    return request._request.POST, request._request.FILES


def _compared(posted: QueryDict, files: MultiValueDict[str, UploadedFile]) -> dict[str, Any]:
    """What makes one upload the same as another: its fields, and its files by name and content."""
    return {
        "fields": dict(posted.lists()),
        "files": {name: [[file.name, _digest(file)] for file in given] for name, given in files.lists()},
    }


def _form(posted: QueryDict, files: MultiValueDict[str, UploadedFile]) -> tuple[UploadedFile, dict[str, str]]:
    """The one file and the texts beside it."""
    for name in {*posted, *files}:
        if name not in TEXTS if name in posted else name != "file":
            raise bad_request(name if is_fit(name) else "", "unknown", "没有这个字段，请检查拼写。")
    given = files.getlist("file")
    if len(given) != 1:
        raise bad_request("file", "required", "请在 file 里给出一个文件。")
    return given[0], {name: _text(name, posted.getlist(name)) for name in posted}


def _text(name: str, given: list[str]) -> str:
    if len(given) > 1:
        raise bad_request(name, "repeated", "只能给一次。")
    if not is_fit(given[0]):
        raise bad_request(name, "characters", "含有不能保存的字符（空字符或残缺的字符）。")
    return given[0]


def _digest(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _examine(file: UploadedFile) -> check.Examined:
    try:
        return check.examine(file.name or "", cast(BinaryIO, file))
    except check.Refused as refused:
        if refused.status == 400:
            raise bad_request("file", refused.code, refused.message) from None
        raise Problem(refused.status, refused.message, code=refused.code) from None


def _stored(examined: check.Examined, file_key: str) -> Stored:
    return Stored(examined.name, examined.size, examined.content_type, examined.sha256, file_key)
