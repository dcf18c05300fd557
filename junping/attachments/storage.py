"""Where do files lie? Below MEDIA_ROOT under random names, complete and flushed to disk before a row names them."""

import errno
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import InterfaceError, OperationalError

from junping.attachments.check import Examined
from junping.attachments.models import Attachment

_CHUNK = 1024 * 1024
_KEY = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{30}")
_PART = ".part"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# What a database says of a transaction that is certainly undone: SQLite busy, locked, full; PostgreSQL serialization
# and deadlock, resources, locks, cancelled.
_SQLITE_UNDONE, _PG_UNDONE = {5, 6, 13}, ("40001", "40P01", "53", "55", "57014")


class DiskFull(Exception):
    """There is no room left for the file; nothing of it remains."""


def keep(file: BinaryIO, examined: Examined) -> str:
    """Write the examined file to disk, for good when this returns, and return its key.

    Raises DiskFull, and ValueError when the content is not what was examined; nothing remains of either.
    """
    token = secrets.token_hex(16)
    key = f"{token[:2]}/{token}"
    put(key, file, examined.sha256)
    return key


def put(key: str, file: BinaryIO, sha256: str) -> None:
    """Write a file to disk under the key that a row has for it, for good when this returns.

    Raises DiskFull, and ValueError when the content is not of this digest; nothing remains of either.
    """
    target = path_of(key)
    part = target.with_suffix(_PART)
    try:
        _make_folder(target.parent)
        part.unlink(missing_ok=True)  # of a restore that was killed; new keys are random
        _write(file, part, sha256)
        part.replace(target)
        _flush_folder(target.parent)
    except BaseException as error:
        part.unlink(missing_ok=True)
        target.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in _FULL:
            raise DiskFull from error
        raise


def discard(key: str) -> None:
    """Remove a file that no row names (a failed or repeated request); none of that key is no error."""
    path_of(key).unlink(missing_ok=True)


@contextmanager
def kept(file: BinaryIO, examined: Examined) -> Iterator[str]:
    """Keep the file while the block writes its row, and remove it again when the block fails.

    The block holds the whole transaction: `with kept(file, examined) as key: perform(…)`. Where the connection is
    lost nobody knows whether it was committed, and a file too many is better than a row without its file: then the
    sweep removes it.
    """
    key = keep(file, examined)
    try:
        yield key
    except BaseException as error:
        if not isinstance(error, (OperationalError, InterfaceError)) or _is_undone(error):
            discard(key)
        raise


def path_of(key: str) -> Path:
    """Where the file of this key lies. Raises ValueError for anything that is not a key."""
    if not _KEY.fullmatch(key):
        raise ValueError("no file key")
    return Path(settings.MEDIA_ROOT) / key


def orphans(before: datetime) -> Iterator[str]:
    """The files, last written before this moment, that no attachment row names: what a crash between file and row left.

    Yields paths below MEDIA_ROOT, half-written files among them. `before` should leave requests their time.
    """
    root = Path(settings.MEDIA_ROOT)
    for folder in sorted(root.glob("[0-9a-f][0-9a-f]")):
        keys = {f"{folder.name}/{path.name}" for path in folder.iterdir() if _written_before(path, before)}
        yield from sorted(keys - _named(keys))


def sweep(before: datetime) -> int:
    """Remove the orphans; returns how many."""
    root = Path(settings.MEDIA_ROOT)
    found = list(orphans(before))
    for key in found:
        (root / key).unlink(missing_ok=True)
    return len(found)


def _is_undone(error: BaseException) -> bool:
    """Has the database itself said that it committed nothing?"""
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE_UNDONE
    return (getattr(error.__cause__, "sqlstate", None) or "").startswith(_PG_UNDONE)


def _named(keys: set[str]) -> set[str]:
    """Those of the keys that a row of any domain names."""
    named: set[str] = set()
    for model in Attachment.__subclasses__():
        named |= set(model._default_manager.filter(file_key__in=keys).values_list("file_key", flat=True))
    return named


def _written_before(path: Path, moment: datetime) -> bool:
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    _flush_folder(folder.parent)


def _write(file: BinaryIO, part: Path, sha256: str) -> None:
    digest = hashlib.sha256()
    file.seek(0)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if digest.hexdigest() != sha256:
        raise ValueError("the file changed after it was examined")


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
