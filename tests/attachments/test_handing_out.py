"""A file goes out as a download that no browser opens as a page of ours."""

import io
from datetime import UTC, datetime

import pytest

from cases.models import CaseAttachment
from junping.attachments import download, storage
from junping.attachments.check import examine
from junping.attachments.rows import as_row
from junping.org.models import User
from tests.attachments import samples

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def attachment(media):
    def make(name: str) -> CaseAttachment:
        file = io.BytesIO(samples.PDF)
        examined = examine("a.pdf", file)
        return CaseAttachment(
            name=name,
            size=examined.size,
            content_type=examined.content_type,
            sha256=examined.sha256,
            purpose="agreement",
            caption="协议",
            created_at=NOON,
            created_by=User(username="center", name="张三"),
            file_key=storage.keep(file, examined),
        )

    return make


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("a.pdf", 'attachment; filename="a.pdf"'),
        ("协议 书.pdf", "attachment; filename*=utf-8''%E5%8D%8F%E8%AE%AE%20%E4%B9%A6.pdf"),
        ('a";x="b.pdf', 'attachment; filename="a\\";x=\\"b.pdf"'),
    ],
)
def test_a_file_is_served_as_a_download_and_as_nothing_else(attachment, name, disposition):
    answer = download.response(attachment(name))
    assert b"".join(answer.streaming_content) == samples.PDF
    assert answer["Content-Disposition"] == disposition
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Length"] == str(len(samples.PDF))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "no-store"


def test_a_file_that_the_disk_has_lost_is_said_to_be_missing(attachment):
    row = attachment("a.pdf")
    storage.discard(row.file_key)
    with pytest.raises(FileNotFoundError):
        download.response(row)


def test_a_row_shows_what_the_contract_names(attachment):
    row = attachment("协议.pdf")
    shown = as_row(row, "https://example.org/api/v1/attachments/1/content/")
    assert list(shown) == [
        "id", "name", "size", "content_type", "sha256", "purpose", "caption", "created_at", "created_by", "url",
    ]  # fmt: skip
    assert shown["id"] == row.file_key[3:]
    assert shown["created_by"] == {"username": "center", "name": "张三"}
    assert shown["created_at"] == NOON


@pytest.mark.django_db
@pytest.mark.parametrize("public_id", ["", "1", "../../etc/passwd", "0" * 500, "张三"])
def test_an_id_that_is_none_fits_no_row(public_id):
    assert not CaseAttachment.objects.filter(CaseAttachment.of_public_id(public_id)).exists()


def test_a_rows_id_leads_back_to_it(attachment):
    row = attachment("a.pdf")
    assert ("file_key", row.file_key) in CaseAttachment.of_public_id(row.public_id).children
