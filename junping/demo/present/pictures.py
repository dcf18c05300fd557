"""Files to attach: a letter as text, a photograph that shows nobody and nothing real."""

from io import BytesIO
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
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
