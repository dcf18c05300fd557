"""The file of a backup while it is written: a zip beside its target, which takes the name only when it is whole.

It ends with one line (the zip's comment): the SHA-256 of every byte before, and an HMAC of that by the oldest field
key. So one changed byte shows, and only who has the key can make an archive that `restore` takes.
"""

import hashlib
import hmac
import os
import secrets
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from junping.keeping.manifest import File
from junping.keeping.refusal import Refused
from junping.vault.cipher import derived_key

MANIFEST = "manifest.json"
CHUNK = 1024 * 1024
_HEAD = "junping-backup sha256="
_SIGNED = " hmac="
TAIL = len(_HEAD) + 64 + len(_SIGNED) + 64


class Member:
    """A member being written; `file` says afterwards what it came to."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._size = 0
        self._digest = hashlib.sha256()

    def write(self, data: bytes) -> None:
        self._size += len(data)
        self._digest.update(data)
        self._out.write(data)

    @property
    def file(self) -> File:
        return File(self._size, self._digest.hexdigest())


class Writer:
    """`with Writer(target) as writer: … writer.finish(manifest)`. Without `finish` nothing remains."""

    def __init__(self, target: Path, *, force: bool = False) -> None:
        """`force`: an existing file is replaced, otherwise Refused."""
        self._target, self._force = target, force
        self._part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
        self.files: dict[str, File] = {}

    def __enter__(self) -> "Writer":
        self._check_target()
        self._out = os.fdopen(os.open(self._part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")
        # Level 1: half of a row are digests, which do not pack; higher levels cost time and gain little.
        self._zip = zipfile.ZipFile(self._out, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=1)
        return self

    def __exit__(self, *_: object) -> None:
        # Nothing more is to be written, not even by the zip's own clean-up.
        self._zip.fp = None
        self._out.close()
        self._part.unlink(missing_ok=True)

    @contextmanager
    def member(self, name: str, *, packed: bool = True) -> Iterator[Member]:
        """Write a member of this name piece by piece; `packed` False for what is compressed already."""
        info = name if packed else zipfile.ZipInfo(name)
        with self._zip.open(info, "w", force_zip64=True) as out:
            member = Member(out)
            yield member
        self.files[name] = member.file

    def finish(self, manifest: bytes) -> None:
        """Write the manifest and the last line, flush everything to disk, and give the file its name."""
        with self.member(MANIFEST) as member:
            member.write(manifest)
        self._zip.comment = b" " * TAIL
        self._zip.close()
        self._out.flush()
        tail = tail_of(self._out, self._out.seek(0, os.SEEK_END) - TAIL)
        self._out.seek(-TAIL, os.SEEK_END)
        self._out.write(tail)
        self._out.flush()
        os.fsync(self._out.fileno())
        self._check_target()
        self._part.replace(self._target)
        _flush_folder(self._target.parent)

    def _check_target(self) -> None:
        if not self._target.parent.is_dir():
            raise Refused(f"没有 {self._target.parent} 这个目录。")
        if self._target.is_dir() or (self._target.exists() and not self._force):
            raise Refused(f"{self._target} 已经存在，没有覆盖。要覆盖，请加 --force。")


def digest_of(file: IO[bytes], length: int) -> str:
    """The SHA-256 of the first `length` bytes; of fewer where the file ends before."""
    file.seek(0)
    digest = hashlib.sha256()
    while length > 0 and (chunk := file.read(min(CHUNK, length))):
        digest.update(chunk)
        length -= len(chunk)
    return digest.hexdigest()


def signed(digest: str) -> str:
    """What only the holder of the oldest key can say of this digest."""
    return hmac.new(derived_key("backup"), digest.encode(), hashlib.sha256).hexdigest()


def tail_of(file: IO[bytes], length: int) -> bytes:
    """The last line for a file whose first `length` bytes are given."""
    digest = digest_of(file, length)
    return f"{_HEAD}{digest}{_SIGNED}{signed(digest)}".encode()


def read_tail(tail: bytes) -> tuple[str, str]:
    """Digest and signature of a last line; ValueError if it is none."""
    text = tail.decode("ascii")
    digest, between, signature = text[len(_HEAD) :].partition(_SIGNED)
    if not text.startswith(_HEAD) or not between or (len(digest), len(signature)) != (64, 64):
        raise ValueError("no last line of a backup")
    return digest, signature


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
