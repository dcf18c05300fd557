"""Is this an image that decodes? JPEG, PNG, WebP and HEIC."""

import threading
from typing import BinaryIO

import pillow_heif
from PIL import Image

from junping.attachments.refusal import Refused, broken, mismatch

pillow_heif.register_heif_opener()
MAX_PIXELS = 50_000_000
# A picture of fifty million points takes 150 to 200 MB while it is decoded: one at a time in a process.
_DECODING = threading.Lock()
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def check_jpeg(file: BinaryIO) -> None:
    _decode(file, "JPEG", "JPEG 图片", file.read(3) == b"\xff\xd8\xff")


def check_png(file: BinaryIO) -> None:
    _decode(file, "PNG", "PNG 图片", file.read(8) == b"\x89PNG\r\n\x1a\n")


def check_webp(file: BinaryIO) -> None:
    head = file.read(12)
    _decode(file, "WEBP", "WebP 图片", head[:4] == b"RIFF" and head[8:] == b"WEBP")


def check_heic(file: BinaryIO) -> None:
    head = file.read(12)
    _decode(file, "HEIF", "HEIC 图片", head[4:8] == b"ftyp" and head[8:] in _HEIC_BRANDS)


def _decode(file: BinaryIO, form: str, label: str, signed: bool) -> None:
    """Decode the first picture wholly. Raises Refused when it is of another form, too large, or does not decode."""
    if not signed:
        raise mismatch(label)
    file.seek(0)
    try:
        with _DECODING, Image.open(file, formats=[form]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise _too_many_pixels(label)
            # A JPEG can be decoded at an eighth of its size, which reads all of it in a fraction of the memory.
            image.draft(None, (1, 1))
            image.load()
    except Refused:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(label) from error
    except Exception as error:  # Pillow's decoders promise no closed set of errors for what they cannot read.
        raise broken(label) from error


def _too_many_pixels(label: str) -> Refused:
    return Refused("too_many_pixels", f"{label}超过 {MAX_PIXELS // 10_000} 万像素，请缩小后再上传。")
