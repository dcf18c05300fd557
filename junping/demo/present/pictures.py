"""Files to attach: a letter as text, a photograph that shows nobody and nothing real."""

import struct
import zlib
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 480, 320


def letter(heading: str, body: str) -> bytes:
    return f"{heading}\n\n{body}\n\n均坪镇人民政府\n（演示文书）\n".encode()


def photograph(rng: Random) -> bytes:
    """A wall by a road under a grey sky, as PNG."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), (206, 214, 219))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 210, WIDTH, HEIGHT), fill=(122, 124, 120))
    for row in range(110, 210, 20):
        for left in range(-20 * (row // 20 % 2), WIDTH, 40):
            shade = rng.randint(-14, 14)
            brick = (168 + shade, 112 + shade, 88 + shade)
            draw.rectangle((left, row, left + 38, row + 18), fill=brick)
    draw.line((0, 262, WIDTH, 250), fill=(226, 226, 214), width=5)
    return _png(picture.tobytes())


def _png(pixels: bytes) -> bytes:
    """The same bytes from every version of the library, so that the file's digest is the same every time."""
    width = 3 * WIDTH
    lines = b"".join(b"\0" + pixels[begin : begin + width] for begin in range(0, len(pixels), width))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
