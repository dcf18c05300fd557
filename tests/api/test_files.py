"""Files over HTTP: handed in as multipart, examined, listed, handed out as downloads."""

import hashlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.cast import MINE, ROOT, case, of, refused
from tests.api.test_acts import handled
from tests.attachments.samples import picture

pytestmark = pytest.mark.django_db
SHAPE = {"id", "name", "size", "content_type", "sha256", "purpose", "caption", "created_at", "created_by", "url"}
TEXT = "界址".encode()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files_in(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


@pytest.fixture
def record(people):
    return people.mine.log()


def test_a_file_goes_in_and_comes_out(people, record):
    path = of(record) + "attachments/"
    answer = people.mine.upload(path, "说明.txt", TEXT, purpose="evidence", caption="界址说明")
    assert answer.status_code == 201
    body = answer.json()
    assert body.keys() == SHAPE
    assert (body["name"], body["size"], body["content_type"]) == ("说明.txt", len(TEXT), "text/plain")
    assert (body["purpose"], body["caption"]) == ("evidence", "界址说明")
    assert body["sha256"] == hashlib.sha256(TEXT).hexdigest()
    assert body["created_by"] == {"username": "mine", "name": "mine"}
    assert body["created_at"].endswith("+08:00")
    assert answer["ETag"] == '"2"'
    assert people.mine.get(path).json() == [body]
    served = people.mine.get(body["url"])
    assert b"".join(served.streaming_content) == TEXT
    assert served["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert served["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served["Content-Security-Policy"]
    assert (served["Content-Length"], served["Content-Type"]) == (str(len(TEXT)), "text/plain")
    assert served["Cache-Control"] == "no-store"


def test_the_purpose_is_other_where_none_is_given(people, record):
    assert people.mine.upload(of(record) + "attachments/").json()["purpose"] == "other"


def test_a_hazard_has_files_too(people):
    danger = people.mine.log("hazard")
    body = people.mine.upload(of(danger) + "attachments/", "前.png", picture("PNG"), purpose="before").json()
    assert body["content_type"] == "image/png"
    assert people.mine.get(body["url"]).status_code == 200
    refused(people.other.get(body["url"]), 404)


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("a.html", b"<html></html>", 415),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415),
        ("a.xml", b"<?xml version='1.0'?><a/>", 415),
        ("a.exe", b"MZ\x90\x00", 415),
        ("a", TEXT, 415),
        ("a.jpg", b"<html></html>", 415),
        ("a.pdf", TEXT, 415),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * 50, 415),
        ("a.txt", b"MZ\x90\x00\x03", 415),
        ("a.txt", b"", 400),
    ],
)
def test_what_may_not_be_taken_leaves_nothing_behind(people, record, media, name, content, status):
    path = of(record) + "attachments/"
    problem = refused(people.mine.upload(path, name, content), status)
    assert problem["detail"]
    assert people.mine.get(path).json() == []
    assert files_in(media) == []
    assert people.mine.get(of(record)).json()["version"] == 1


def test_more_than_twenty_mebibytes_are_413(people, record, media, settings):
    settings.FILE_UPLOAD_TEMP_DIR = None
    problem = refused(people.mine.upload(of(record) + "attachments/", "a.txt", b"x" * (20 * 1024 * 1024 + 1)), 413)
    assert "20" in problem["detail"]
    assert files_in(media) == []


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\x.txt", "x.txt"),
        ("C:\\x.txt", "x.txt"),
        ("/abs/x.txt", "x.txt"),
        ("%2e%2e%2fx.txt", "%2e%2e%2fx.txt"),
        ("照片 (1).TXT", "照片 (1).TXT"),
    ],
)
def test_the_name_is_the_last_part_of_the_path_given(people, record, media, given, shown):
    body = people.mine.upload(of(record) + "attachments/", given, TEXT).json()
    assert body["name"] == shown
    assert all(media in path.parents for path in files_in(media))


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"purpose": "nix"}, "purpose", "not_a_choice"),
        ({"caption": "x" * 201}, "caption", "too_long"),
        ({"caption": "a\u202eb"}, "caption", "characters"),
        ({"caption": "a\x00b"}, "caption", "characters"),
        ({"nonsense": "1"}, "nonsense", "unknown"),
        ({"occurred_at": "2026-01-05T09:00:00+08:00"}, "occurred_at", "unknown"),
        ({"caption": ["a", "b"]}, "caption", "repeated"),
        ({"more": SimpleUploadedFile("b.txt", b"b")}, "more", "unknown"),
        ({"purpose": SimpleUploadedFile("b.txt", b"b")}, "purpose", "unknown"),
    ],
)
def test_wrong_fields_beside_the_file_are_named(people, record, media, fields, field, code):
    refused(people.mine.upload(of(record) + "attachments/", **fields), 400, field, code)
    assert files_in(media) == []


def test_exactly_one_file_is_taken(people, record):
    path = of(record) + "attachments/"
    refused(people.mine.upload(path, name="", content=b"", caption="x"), 400, "file", "required")
    address = ROOT + path
    two = {"file": [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b")]}
    refused(people.mine.client.post(address, two), 400, "file", "required")
    refused(people.mine.client.post(address, {"file": "text"}), 400, "file")
    both = {"file": [SimpleUploadedFile("a.txt", b"a"), "text"]}
    refused(people.mine.client.post(address, both), 400, "file")


def test_what_is_no_multipart_is_415_and_a_broken_one_400(people, record):
    address = ROOT + of(record) + "attachments/"
    send = people.mine.client.generic
    refused(send("POST", address, "{}", content_type="application/json"), 415)
    refused(send("POST", address, "file=x", content_type="application/x-www-form-urlencoded"), 415)
    refused(send("POST", address, TEXT, content_type="text/plain"), 415)
    refused(send("POST", address, b"--x\r\n", content_type="multipart/form-data"), 400)
    refused(send("POST", address, b"nothing", content_type="multipart/form-data; boundary=x"), 400)
    refused(send("POST", address, b"", content_type="multipart/form-data; boundary=x; charset=utf-7"), 415)
    refused(
        send("POST", address, b"x", content_type="multipart/form-data; boundary=x", HTTP_CONTENT_ENCODING="gzip"), 415
    )


def test_handler_co_unit_reporter_and_centre_may_and_nobody_else(people):
    record = handled(people)
    path = of(record) + "attachments/"
    for person in (people.officer, people.mine, people.center):
        assert person.upload(path).status_code == 201
    for person in (people.leader, people.auditor):
        refused(person.upload(path), 403)
    refused(people.other.upload(path), 404)


def test_any_state_but_voided_takes_files(people, record):
    path = of(record) + "attachments/"
    people.center.act(record, "withdraw", {"reason": "和解"})
    assert people.mine.upload(path).status_code == 201
    people.leader.act(record, "void", {"reason": "登记错误"})
    assert refused(people.mine.upload(path), 409)["code"] == "wrong_state"
    assert len(people.mine.get(path).json()) == 1


@pytest.mark.parametrize("id_", ["0" * 32, "x", "..%2f..%2fsecret", "1", "%00"])
def test_what_is_no_file_is_404(people, record, id_):
    people.mine.upload(of(record) + "attachments/")
    assert people.mine.get(f"attachments/{id_}/content/").status_code in {404, 400 if id_ == "%00" else 404}


def test_the_files_of_a_confidential_record_are_for_the_cleared(people):
    secret = people.center.post("cases/", case("petition", petition_class="accusation", unit=MINE)).json()
    url = people.center.upload(of(secret) + "attachments/").json()["url"]
    assert people.leader.get(url).status_code == 200
    for person in (people.mine, people.center2, people.auditor):
        refused(person.get(url), 404)
    assert people.leader.client.__class__().get(url).status_code == 401


def test_a_file_whose_row_cannot_be_written_is_removed_again(people, record, media, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("junping.workflow.writing.append", broken)
    refused(people.mine.upload(of(record) + "attachments/"), 500)
    assert files_in(media) == []
