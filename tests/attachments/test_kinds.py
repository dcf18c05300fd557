"""Which files are taken, by content and by name alike?"""

import hashlib
import io

import pytest

from junping.attachments.check import MAX_BYTES, examine
from junping.attachments.refusal import Refused
from tests.attachments import samples

PICTURES = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "heic": "HEIF"}
GOOD = {
    **{f"现场.{extension}": samples.picture(form) for extension, form in PICTURES.items()},
    "协议.pdf": samples.PDF,
    "协议.docx": samples.docx(),
    "台账.xlsx": samples.xlsx(),
    "协议.doc": samples.compound("WordDocument", "1Table"),
    "台账.xls": samples.compound("Workbook"),
    "旧台账.xls": samples.compound("Book"),
    "笔录.txt": "向家塘村<关于土地>的说明\r\n".encode(),
    "带标记.txt": b"\xef\xbb\xbf" + "笔录".encode(),
    "国标.txt": "调解笔录".encode("gb18030"),
    "录音.mp3": samples.MP3_TAGGED,
    "无标签.mp3": samples.MP3_BARE,
    "录音.amr": samples.AMR,
    "录音.m4a": samples.M4A,
    "手机录音.m4a": samples.MP4,
    "视频.mp4": samples.MP4,
}
TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "heic": "image/heic",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "amr": "audio/amr",
    "mp4": "video/mp4",
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_is_what_its_name_says_is_taken(name):
    file = io.BytesIO(GOOD[name])
    examined = examine(f"C:\\上传\\{name}", file)
    assert examined.name == name
    assert examined.content_type == TYPES[name.rpartition(".")[2]]
    assert examined.size == len(GOOD[name])
    assert examined.sha256 == hashlib.sha256(GOOD[name]).hexdigest()
    assert file.tell() == 0


def test_the_extension_may_be_in_capitals():
    assert examine("IMG_0001.JPG", io.BytesIO(GOOD["现场.jpg"])).content_type == "image/jpeg"


@pytest.mark.parametrize("extension", TYPES)
@pytest.mark.parametrize(
    "content", [samples.EXE, samples.HTML, samples.SVG, b"GIF89a/*", samples.QUICKTIME, b"\0", b"PK\x03\x04"]
)
def test_no_other_content_gets_in_under_any_name(refusal, extension, content):
    assert refusal(f"a.{extension}", content).status == 415


@pytest.mark.parametrize("extension", TYPES)
@pytest.mark.parametrize("name", GOOD)
def test_no_kind_passes_for_another(refusal, extension, name):
    if TYPES[extension] == TYPES[name.rpartition(".")[2]] or {extension, name[-3:]} == {"m4a", "mp4"}:
        return
    assert refusal(f"a.{extension}", GOOD[name]).status == 415


@pytest.mark.parametrize(
    "name",
    ["a.html", "a.svg", "a.xml", "a.exe", "a.gif", "a.docm", "a.xlsm", "a.zip", "a.mht", "a.lnk", "a", "a.", ".jpg"],
)
def test_other_extensions_are_refused_with_the_list_of_those_taken(refusal, name):
    refused = refusal(name, GOOD["现场.jpg"])
    assert (refused.code, refused.status) == ("unsupported_type", 415)
    assert "JPG" in refused.message


def test_an_empty_file_is_refused_before_its_kind_is_asked(refusal):
    assert [(refusal(name, b"").code, refusal(name, b"").status) for name in ("a.jpg", "a.exe")] == [("empty", 400)] * 2


def test_a_file_over_twenty_mebibytes_is_refused_and_not_read_to_its_end():
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            self.given += size
            return b"%" * size

        def seek(self, *_):
            return 0

    endless = Endless()
    with pytest.raises(Refused) as caught:
        examine("a.pdf", endless)
    assert (caught.value.code, caught.value.status) == ("too_large", 413)
    assert endless.given <= MAX_BYTES + 2 * 1024 * 1024


def test_exactly_twenty_mebibytes_are_taken():
    content = samples.PDF.ljust(MAX_BYTES, b"\n")
    assert examine("a.pdf", io.BytesIO(content)).size == MAX_BYTES


@pytest.mark.parametrize(
    "text",
    [
        "<html>",
        "  \n<!-- x --><p>",
        "\ufeff<?xml version='1.0'?>",
        "说明\n<script>alert(1)</script>",
        "说明 <SVG onload=1>",
        "<!DOCTYPE x>",
    ],
)
def test_a_text_that_is_a_page_is_refused(refusal, text):
    assert refusal("a.txt", text.encode()).code == "markup"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"abc\0def", "mismatch"),
        ("笔录".encode("utf-16"), "encoding"),
        (b"\xff\xff\xff", "encoding"),
        (b"\x1b[2J", "mismatch"),
    ],
)
def test_a_text_that_is_none_is_refused(refusal, content, code):
    assert refusal("a.txt", content).status == 415
    assert refusal("a.txt", content).code in {code, "mismatch"}
