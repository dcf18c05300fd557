"""What is inside a file of the older Office form? Reads only the directory of a compound file ([MS-CFB]). Pure."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_LAST_REGULAR = 0xFFFFFFF9
_FREE = 0
# A file of 20 MiB in sectors of 512 bytes needs 320 sectors for its table; a forged list could name far more.
_MOST_TABLE_SECTORS = 400


def names(file: BinaryIO) -> list[str]:
    """The names of all streams and storages. Raises ValueError when the file is no sound compound file."""
    file.seek(0)
    header = file.read(512)
    if len(header) < 512 or header[:8] != MAGIC:
        raise ValueError("not a compound file")
    shift = struct.unpack_from("<H", header, 30)[0]
    if shift not in {9, 12}:
        raise ValueError("sector size")
    sectors = _Sectors(file, 1 << shift)
    table = _table(sectors, header)
    (start,) = struct.unpack_from("<I", header, 48)
    found = []
    for sector in _chain(table, start):
        content = sectors.read(sector)
        found += [_name(content[at : at + _ENTRY]) for at in range(0, len(content) - _ENTRY + 1, _ENTRY)]
    return [name for name in found if name]


class _Sectors:
    def __init__(self, file: BinaryIO, size: int) -> None:
        self.file = file
        self.size = size

    def read(self, number: int) -> bytes:
        self.file.seek((number + 1) * self.size)
        content = self.file.read(self.size)
        if len(content) < _ENTRY:
            raise ValueError("sector beyond the end")
        return content

    def numbers(self, number: int) -> tuple[int, ...]:
        content = self.read(number)
        return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def _table(sectors: _Sectors, header: bytes) -> list[int]:
    """The allocation table: for each sector the one that follows it. Its own sectors are listed from the header on."""
    parts = [number for number in struct.unpack_from("<109I", header, 76) if number <= _LAST_REGULAR]
    more, lists = struct.unpack_from("<II", header, 68)
    for _ in range(min(lists, _MOST_TABLE_SECTORS)):
        if more > _LAST_REGULAR:
            break
        *listed, more = sectors.numbers(more)
        parts += [number for number in listed if number <= _LAST_REGULAR]
        if len(parts) > _MOST_TABLE_SECTORS:
            raise ValueError("a table larger than the file")
    return [following for number in parts for following in sectors.numbers(number)]


def _chain(table: list[int], start: int) -> Iterator[int]:
    seen: set[int] = set()
    while start <= _LAST_REGULAR:
        if start in seen or start >= len(table):
            raise ValueError("a chain that does not end")
        seen.add(start)
        yield start
        start = table[start]


def _name(entry: bytes) -> str:
    """The name of a directory entry, empty for a free one; its length is in bytes, with the closing zero."""
    length = struct.unpack_from("<H", entry, 64)[0]
    if entry[66] == _FREE or not 2 <= length <= 64:
        return ""
    return entry[: length - 2].decode("utf-16-le", "replace")
