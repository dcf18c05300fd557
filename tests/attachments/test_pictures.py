"""A picture must decode, and decoding it must not take the machine down."""

import struct
import zlib

import pytest

from tests.attachments import samples


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims this size and holds next to nothing."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("name", "form"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP"), ("a.heic", "HEIF")]
)
def test_a_picture_cut_off_in_the_middle_is_refused(refusal, name, form):
    content = samples.picture(form, (320, 240))
    refused = refusal(name, content[: len(content) // 2])
    assert (refused.code, refused.status) == ("broken", 415)


@pytest.mark.parametrize("size", [(30_000, 30_000), (10_000, 5_001)])
def test_a_picture_with_too_many_pixels_is_refused_without_decoding(refusal, size):
    refused = refusal("a.png", png_of(*size))
    assert (refused.code, refused.status) == ("too_many_pixels", 415)
    assert "5000 万像素" in refused.message


def test_a_picture_with_nothing_in_it_is_refused(refusal):
    assert refusal("a.png", png_of(100, 100)).code == "broken"


def test_a_picture_with_its_bytes_overwritten_is_refused(refusal):
    content = bytearray(samples.picture("PNG"))
    content[60:80] = b"\0" * 20
    assert refusal("a.png", bytes(content)).code == "broken"
