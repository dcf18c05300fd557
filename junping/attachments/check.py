"""May this file be taken? By its name, its size and its content; the browser's word for its type does not count."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from junping.attachments import images, office, signatures
from junping.attachments.naming import extension, read_name
from junping.attachments.refusal import Refused

MAX_BYTES = 20 * 1024 * 1024
_CHUNK = 1024 * 1024


class Kind(NamedTuple):
    content_type: str
    check: Callable[[BinaryIO], None]


_JPEG = Kind("image/jpeg", images.check_jpeg)
KINDS = {
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "png": Kind("image/png", images.check_png),
    "webp": Kind("image/webp", images.check_webp),
    "heic": Kind("image/heic", images.check_heic),
    "pdf": Kind("application/pdf", signatures.check_pdf),
    "doc": Kind("application/msword", office.check_doc),
    "docx": Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", office.check_docx),
    "xls": Kind("application/vnd.ms-excel", office.check_xls),
    "xlsx": Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", office.check_xlsx),
    "txt": Kind("text/plain", signatures.check_text),
    "mp3": Kind("audio/mpeg", signatures.check_mp3),
    "m4a": Kind("audio/mp4", signatures.check_m4a),
    "amr": Kind("audio/amr", signatures.check_amr),
    "mp4": Kind("video/mp4", signatures.check_mp4),
}


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found out about a file that may be taken; `size` in bytes, `sha256` in hexadecimal digits."""

    name: str
    size: int
    content_type: str
    sha256: str


def examine(name: str, file: BinaryIO) -> Examined:
    """Look into a file that is open for reading in binary and can seek; it stands at its beginning afterwards.

    Slow for large files: call it outside a transaction. Raises Refused.
    """
    shown = read_name(name)
    size, digest = _measured(file)
    kind = KINDS.get(extension(shown))
    if kind is None:
        raise Refused(
            "unsupported_type",
            "不支持这种文件。可以上传图片（JPG、PNG、WebP、HEIC）、文件（PDF、Word、Excel、TXT）、"
            "录音（MP3、M4A、AMR）和视频（MP4）。",
        )
    file.seek(0)
    kind.check(file)
    file.seek(0)
    return Examined(shown, size, kind.content_type, digest)


def _measured(file: BinaryIO) -> tuple[int, str]:
    digest = hashlib.sha256()
    size = 0
    file.seek(0)
    while chunk := file.read(_CHUNK):
        size += len(chunk)
        if size > MAX_BYTES:
            raise Refused(
                "too_large", f"文件超过 {MAX_BYTES // 1024 // 1024} MB，请压缩或分成几份后再上传。", status=413
            )
        digest.update(chunk)
    if not size:
        raise Refused("empty", "文件是空的，请重新选择文件。", status=400)
    return size, digest.hexdigest()
