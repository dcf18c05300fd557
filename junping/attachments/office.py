"""Is this a Word or Excel document, without macros, that does not swell? The zipped kind and the older one."""

import zipfile
from typing import BinaryIO
from xml.etree import ElementTree

from junping.attachments import compound
from junping.attachments.refusal import Refused, broken, encrypted, macro, mismatch, swelling

MAX_ENTRIES = 3000
MAX_UNPACKED = 200 * 1024 * 1024
# Office's own XML packs to a tenth or a thirtieth; a file made to swell, to a thousandth.
MAX_RATIO = 100
RATIO_COUNTS_FROM = 10 * 1024 * 1024
_CHUNK = 1024 * 1024
_CONTENT_TYPES = "[content_types].xml"
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
_MACRO_TYPES = ("macroenabled", "vbaproject", "macrosheet")
_VBA_STORAGES = {"macros", "vba", "_vba_project", "_vba_project_cur"}


def check_docx(file: BinaryIO) -> None:
    _check_zip(file, "Word 文档（.docx）", "word/")


def check_xlsx(file: BinaryIO) -> None:
    _check_zip(file, "Excel 工作簿（.xlsx）", "xl/")


def check_doc(file: BinaryIO) -> None:
    _check_compound(file, "Word 文档（.doc）", {"worddocument"})


def check_xls(file: BinaryIO) -> None:
    _check_compound(file, "Excel 工作簿（.xls）", {"workbook", "book"})


def _check_compound(file: BinaryIO, label: str, streams: set[str]) -> None:
    if file.read(8) != compound.MAGIC:
        raise mismatch(label)
    try:
        names = {name.lower() for name in compound.names(file)}
    except ValueError as error:
        raise broken(label) from error
    if names & _VBA_STORAGES:
        raise macro()
    if not names & streams:
        raise mismatch(label)


def _check_zip(file: BinaryIO, label: str, folder: str) -> None:
    head = file.read(8)
    if head == compound.MAGIC:
        raise _locked_or_old(file, label)
    if head[:4] != b"PK\x03\x04":
        raise mismatch(label)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_archive(archive, file.seek(0, 2), label, folder)
    except Refused:
        raise
    except Exception as error:  # zipfile, zlib and the XML parser each have their own errors for a broken file.
        raise broken(label) from error


def _locked_or_old(file: BinaryIO, label: str) -> Refused:
    """A zipped document with a password is wrapped in the older form."""
    try:
        return encrypted() if "EncryptedPackage" in compound.names(file) else mismatch(label)
    except ValueError:
        return mismatch(label)


def _check_archive(archive: zipfile.ZipFile, packed: int, label: str, folder: str) -> None:
    entries = archive.infolist()
    names = [entry.filename.replace("\\", "/").lower() for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise swelling()
    if unpacked > RATIO_COUNTS_FROM and unpacked > MAX_RATIO * packed:
        raise swelling()
    if any(entry.flag_bits & 1 for entry in entries):
        raise encrypted()
    if len(set(names)) < len(names):
        raise broken(label)
    if _CONTENT_TYPES not in names or not any(name.startswith(folder) for name in names):
        raise mismatch(label)
    if any(name.endswith(_MACRO_PARTS) or "/macrosheets/" in name for name in names):
        raise macro()
    for entry in entries:
        _check_entry(archive, entry, label)


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, label: str) -> None:
    """Unpack an entry to its end, which also compares its size and check sum with what the archive declares."""
    is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    is_list = entry.filename.lower() == _CONTENT_TYPES
    if is_list and entry.file_size > _CHUNK:
        raise swelling()
    tail = b""
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            if is_xml and _declares_type(tail + chunk):
                raise Refused("markup", f"{label}里有不应有的 XML 定义，请用办公软件另存后再上传。")
            if is_list and _lists_macros(chunk):
                raise macro()
            tail = chunk[-40:]


def _declares_type(xml: bytes) -> bool:
    """Office never writes a document type; entities that swell need one. UTF-16 is read by leaving out its zeros."""
    plain = xml.replace(b"\0", b"").upper()
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain


def _lists_macros(content_types: bytes) -> bool:
    """Parsed and not searched, so that character references hide nothing; a document type was refused before."""
    root = ElementTree.fromstring(content_types)
    listed = [element.get("ContentType", "").lower() for element in root.iter()]
    return any(word in kind for kind in listed for word in _MACRO_TYPES)
