"""Word and Excel: no macros, nothing that swells, nothing half."""

import io
import struct
import time
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junping.attachments import office
from junping.attachments.check import examine
from junping.attachments.refusal import Refused
from tests.attachments import samples

MACRO_TYPE = '<Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.{}main+xml"/>'


@pytest.mark.parametrize(
    "content",
    [
        samples.docx(more={"word/vbaProject.bin": b"x"}),
        samples.docx(more={"word\\VBAPROJECT.BIN": b"x"}),
        samples.docx(listed=MACRO_TYPE.format("macroEnabled.")),
        samples.docx(listed=MACRO_TYPE.format("&#109;acro&#69;nabled.")),
        samples.docx(listed='<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'),
    ],
)
def test_a_document_with_macros_is_refused_whatever_its_name(refusal, content):
    refused = refusal("a.docx", content)
    assert (refused.code, refused.status) == ("macro", 415)
    assert "另存为" in refused.message


def test_an_old_macro_sheet_is_refused(refusal):
    assert refusal("a.xlsx", samples.xlsx(more={"xl/macrosheets/sheet1.xml": "<x/>"})).code == "macro"


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("a.doc", ("WordDocument", "Macros", "VBA", "_VBA_PROJECT")),
        ("a.xls", ("Workbook", "_VBA_PROJECT_CUR")),
    ],
)
def test_an_older_file_with_macros_is_refused(refusal, name, names):
    assert refusal(name, samples.compound(*names)).code == "macro"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", samples.xlsx()),
        ("a.xlsx", samples.docx()),
        ("a.docx", samples.archive({"word/document.xml": "<x/>"})),
        ("a.docx", samples.archive({"[Content_Types].xml": samples.CONTENT_TYPES.format(more="")})),
        ("a.doc", samples.compound("Workbook")),
        ("a.xls", samples.compound("WordDocument")),
        ("a.docx", samples.compound("WordDocument")),
        ("a.doc", samples.docx()),
    ],
)
def test_a_document_of_another_kind_is_refused(refusal, name, content):
    assert (refusal(name, content).code, refusal(name, content).status) == ("mismatch", 415)


def test_a_document_with_a_password_is_refused_as_such(refusal):
    assert refusal("a.docx", samples.compound("EncryptionInfo", "EncryptedPackage")).code == "encrypted"
    content = bytearray(samples.docx())
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.index(mark) + place
        content[at] |= 1
    assert refusal("a.docx", bytes(content)).code == "encrypted"


@pytest.mark.parametrize("size", [30, 300])
def test_a_document_that_swells_is_refused_without_being_unpacked(refusal, size):
    content = samples.docx(more={"word/media/image1.xml": bytes(size * 1024 * 1024)})
    began = time.monotonic()
    refused = refusal("a.docx", content)
    assert time.monotonic() - began < 2
    assert (refused.code, refused.status) == ("swelling", 415)


def test_a_document_with_too_many_parts_is_refused(refusal, monkeypatch):
    monkeypatch.setattr(office, "MAX_ENTRIES", 20)
    assert refusal("a.docx", samples.docx(more={f"word/{n}.xml": "<x/>" for n in range(20)})).code == "swelling"


def test_a_document_that_lies_about_its_size_is_refused(refusal):
    content = samples.docx(more={"word/media/image1.bin": bytes(range(256)) * 4096})
    at = content.rindex(b"word/media/image1.bin") - 46 + 24
    lying = content[:at] + struct.pack("<I", 10) + content[at + 4 :]
    assert refusal("a.docx", lying).code == "broken"


def test_a_part_that_is_there_twice_is_refused(refusal):
    out = io.BytesIO(samples.docx())
    with zipfile.ZipFile(out, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("[Content_Types].xml", "<Types/>")
    assert refusal("a.docx", out.getvalue()).code == "broken"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("before", [0, 1024 * 1024 - 5])
def test_entities_in_a_document_are_refused(refusal, encoding, before):
    bomb = " " * before + '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'
    content = samples.docx(more={"word/styles.xml": bomb.encode(encoding)})
    assert refusal("a.docx", content).code == "markup"


def test_a_document_with_a_wrong_check_sum_is_refused(refusal):
    content = bytearray(
        samples.archive({"[Content_Types].xml": "<Types/>", "word/a.bin": b"abc" * 50}, zipfile.ZIP_STORED)
    )
    content[content.index(b"abcabc")] ^= 1
    assert refusal("a.docx", bytes(content)).code == "broken"


@given(at=st.integers(8, 2000), what=st.binary(min_size=1, max_size=8))
def test_a_damaged_older_file_is_taken_or_refused_and_never_breaks_the_program(at, what):
    content = bytearray(samples.compound("WordDocument", "1Table"))
    content[at : at + len(what)] = what
    with suppress(Refused):
        examine("a.doc", io.BytesIO(bytes(content)))


@given(at=st.integers(4, 1200), what=st.binary(min_size=1, max_size=8))
def test_a_damaged_document_is_taken_or_refused_and_never_breaks_the_program(at, what):
    content = bytearray(samples.docx())
    content[at : at + len(what)] = what
    with suppress(Refused):
        examine("a.docx", io.BytesIO(bytes(content)))


def test_an_older_file_whose_table_goes_in_circles_is_refused_at_once(refusal):
    content = bytearray(samples.compound("WordDocument"))
    struct.pack_into("<I", content, 512 + 4, 1)
    assert refusal("a.doc", bytes(content)).code == "broken"
    content = bytearray(samples.compound("WordDocument"))
    struct.pack_into("<II", content, 68, 0, 0xFFFFFFFF)
    struct.pack_into("<3I", content, 512 + 500, 0, 0, 0)
    began = time.monotonic()
    assert refusal("a.doc", bytes(content)).code == "broken"
    assert time.monotonic() - began < 2
