"""Is this a PDF, a recording, a film, a plain text? By its first bytes, a text by all of them."""

import re
from typing import BinaryIO

from junping.attachments.refusal import Refused, mismatch

# Brands of ISO base media that phones give to recordings and films; QuickTime (`qt  `) and pictures are not among them.
_MEDIA_BRAND = re.compile(rb"M4A |M4B |M4V |mp4[12]|iso[m2-9]|3g[p2][0-9a-z]|dash|MSNV|avc1|f4v |mmp4")
_BITRATES_BAD = {0x00, 0xF0}
_SAMPLE_RATE_BAD = 0x0C
_MARKUP = re.compile(r"<\s*(?:!doctype|!entity|\?xml|html|head|body|script|svg|iframe|object|embed)\b", re.IGNORECASE)
# Kinds of files that may be readable text throughout.
_OTHER_KIND = re.compile(r"%PDF-|#!AMR|GIF8[79]a|\{\\rtf|MIME-Version:", re.IGNORECASE)
_OPENING = re.compile(r"\s*<[a-zA-Z!?/]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")


def check_pdf(file: BinaryIO) -> None:
    if not re.match(rb"%PDF-\d", file.read(6)):
        raise mismatch("PDF")


def check_mp3(file: BinaryIO) -> None:
    """An ID3 tag, or the header of an MPEG layer III frame (ISO/IEC 11172-3, 2.4.1.3)."""
    head = file.read(4)
    if head[:3] == b"ID3":
        return
    framed = len(head) == 4 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[1] & 0x18 != 0x08
    if not framed or head[2] & 0xF0 in _BITRATES_BAD or head[2] & _SAMPLE_RATE_BAD == _SAMPLE_RATE_BAD:
        raise mismatch("MP3 录音")


def check_amr(file: BinaryIO) -> None:
    """The magic numbers of RFC 4867, section 5.1."""
    if not re.match(rb"#!AMR(-WB)?(_MC1\.0)?\n", file.read(16)):
        raise mismatch("AMR 录音")


def check_m4a(file: BinaryIO) -> None:
    if not _is_media(file):
        raise mismatch("M4A 录音")


def check_mp4(file: BinaryIO) -> None:
    if not _is_media(file):
        raise mismatch("MP4 视频")


def _is_media(file: BinaryIO) -> bool:
    """Does the file begin with an `ftyp` box whose major brand is a recording's or a film's (ISO/IEC 14496-12)?"""
    head = file.read(12)
    return head[4:8] == b"ftyp" and _MEDIA_BRAND.fullmatch(head[8:12]) is not None


def check_text(file: BinaryIO) -> None:
    """UTF-8 or GB18030, nothing that a browser would take for a page."""
    text = _decoded(file.read())
    if _CONTROL.search(text) or _OTHER_KIND.match(text):
        raise mismatch("纯文本")
    if _OPENING.match(text) or _MARKUP.search(text):
        raise Refused("markup", "文本里是网页或 XML 内容，不能上传。请只保留文字，或转成 PDF 后再上传。")


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("encoding", "文本的编码无法识别，请用记事本另存为 UTF-8 编码后再上传。")
