"""Real files, made here."""

import io
import struct
import zipfile

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()
CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>{more}</Types>'
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
MP3_TAGGED = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\0" * 64
MP3_BARE = b"\xff\xfb\x90\x64" + b"\0" * 413
AMR = b"#!AMR\n" + b"\x3c" * 32
M4A = b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00M4A mp42isom" + b"\0" * 32
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + b"\0" * 32
QUICKTIME = b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  " + b"\0" * 32
EXE = b"MZ\x90\x00" + b"\0" * 128
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def picture(form: str, size: tuple[int, int] = (64, 48), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(out, form)
    return out.getvalue()


def archive(parts: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def document(folder: str, main: str, *, listed: str = "", more: dict[str, bytes | str] | None = None) -> bytes:
    """An OOXML file; `listed` goes into its list of content types, `more` are further parts."""
    return archive(
        {
            "[Content_Types].xml": CONTENT_TYPES.format(more=listed),
            "_rels/.rels": "<Relationships/>",
            f"{folder}/{main}": "<root>均坪镇</root>",
            **(more or {}),
        }
    )


def docx(**given) -> bytes:
    return document("word", "document.xml", **given)


def xlsx(**given) -> bytes:
    return document("xl", "workbook.xml", **given)


def compound(*names: str) -> bytes:
    """A compound file with these entries in its directory: header, one table sector, the directory."""
    entries = [_entry("Root Entry", 5), *(_entry(name, 2) for name in names)]
    entries += [b"\0" * 128] * (-len(entries) % 4)
    directory = b"".join(entries)
    sectors = len(directory) // 512
    chain = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    header = struct.pack(
        "<8s16s5H6s9I109I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0, *[0xFFFFFFFF] * 108,
    )  # fmt: skip
    return header + table + directory


def _entry(name: str, kind: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return raw.ljust(64, b"\0") + struct.pack("<HB", len(raw), kind) + b"\0" * 61
