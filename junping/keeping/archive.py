"""The file of a backup, read: nothing of it is believed before it has been checked."""

import hashlib
import hmac
import io
import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from junping.keeping.backing_up import CHANGED, MISSING, member_of, member_of_file
from junping.keeping.manifest import File, Manifest, applied_migrations, read
from junping.keeping.progress import Tell
from junping.keeping.refusal import Refused
from junping.keeping.tables import Table, tables
from junping.keeping.writing import CHUNK, MANIFEST, TAIL, digest_of, read_tail, signed
from junping.vault.cipher import key_ids

_LARGEST_MANIFEST = 256 * 1024 * 1024
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
_DAMAGED = "备份文件已损坏：内容与它自己的校验值不符。请换一份备份。"


class Archive:
    """A backup whose bytes, keys and origin are in order, and its manifest."""

    def __init__(self, packed: zipfile.ZipFile, manifest: Manifest) -> None:
        self._zip, self.manifest = packed, manifest

    def rows(self, table: Table) -> Iterator[list[Any]]:
        """The rows of a table; Refused where they are not as the manifest says."""
        contents = self.manifest.tables[table.name]
        name, count = member_of(table), 0
        with self._zip.open(name) as member:
            watched = _Watched(member)
            for line in io.BufferedReader(watched, CHUNK):
                row = json.loads(line)
                if len(row) != len(contents.columns):
                    raise Refused(_DAMAGED)
                count += 1
                yield row
        if watched.file != self.manifest.files[name] or count != contents.rows:
            raise Refused(_DAMAGED)

    @contextmanager
    def attachment(self, key: str) -> Iterator[BinaryIO]:
        """The content of an attachment."""
        with self._zip.open(member_of_file(key)) as member:
            yield cast(BinaryIO, member)

    def attachments(self) -> dict[str, str]:
        """Key and SHA-256 of the attachments that are in here."""
        prefix = member_of_file("")
        files = self.manifest.files.items()
        return {name.removeprefix(prefix): file.sha256 for name, file in files if name.startswith(prefix)}

    def check(self, tell: Tell) -> None:
        """Refused unless it fits this program, and all that it holds is as its manifest and its rows say."""
        self._check_fits()
        self._check_names()
        total = sum(file.size for file in self.manifest.files.values())
        done = 0
        for name, file in self.manifest.files.items():
            if not name.startswith("tables/"):
                self._check_file(name, file)
            done += file.size
            tell("检查材料", done >> 20, total >> 20)
        total, done = self.manifest.rows, 0
        for table in tables():
            for row in self.rows(table):
                self._check_row(table, row)
                done += 1
                if not done % 2000:
                    tell("检查数据", done, total)

    def _check_fits(self) -> None:
        here = applied_migrations()
        if self.manifest.migrations != here:
            differ = sorted(set(here) ^ set(self.manifest.migrations))
            raise Refused(
                f"备份时的程序（{self.manifest.program_version} 版）数据库结构与本机不同（{'、'.join(differ)}）："
                "请用做备份时那一版程序恢复，再升级。"
            )
        if {table.name: table.columns for table in tables()} != {
            name: contents.columns for name, contents in self.manifest.tables.items()
        }:
            raise Refused("备份里的表或列与本程序不同：请用做备份时那一版程序恢复，再升级。")

    def _check_names(self) -> None:
        names = self._zip.namelist()
        if sorted(names) != sorted([*self.manifest.files, MANIFEST]):
            raise Refused("备份文件里的文件与清单不符，有缺少或多出的。请换一份备份。")

    def _check_file(self, name: str, file: File) -> None:
        with self._zip.open(name) as member:
            watched = _Watched(member)
            while watched.read(CHUNK):
                pass
        if watched.file != file:
            raise Refused(_DAMAGED)

    def _check_row(self, table: Table, row: list[Any]) -> None:
        for key, sha256 in table.attachments(row):
            held = self.manifest.files.get(member_of_file(key))
            expected = {None: held is not None and held.sha256 == sha256, MISSING: held is None, CHANGED: True}
            if not expected[self.manifest.damaged.get(key)]:
                raise Refused(f"材料 {key} 与它的记录不符，或不在备份文件里。请换一份备份。")


class _Watched(io.RawIOBase):
    """A member, its size and its digest, as far as it has been read."""

    def __init__(self, member: IO[bytes]) -> None:
        self._member = member
        self._size, self._digest = 0, hashlib.sha256()

    @property
    def file(self) -> File:
        return File(self._size, self._digest.hexdigest())

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._member.read(len(buffer))
        buffer[: len(data)] = data
        self._size += len(data)
        self._digest.update(data)
        return len(data)


@contextmanager
def opened(path: Path, tell: Tell) -> Iterator[Archive]:
    """Open a backup. Refused where it is none, a byte of it is changed, or the keys here are not those it needs.

    What turns out unreadable while it is open is Refused too.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise Refused(f"读不了 {path}：{error.strerror or error}") from error
    with file:
        digest, signature = _check_bytes(file, tell)
        try:
            with zipfile.ZipFile(file) as packed:
                yield Archive(packed, _manifest(packed, digest, signature))
        except _UNREADABLE as error:
            raise Refused(_DAMAGED) from error


def _check_bytes(file: IO[bytes], tell: Tell) -> tuple[str, str]:
    size = file.seek(0, os.SEEK_END)
    try:
        file.seek(max(size - TAIL, 0))
        digest, signature = read_tail(file.read())
    except ValueError as error:
        raise Refused("这不是本系统的备份文件，或者不完整（末尾缺失）。请换一份备份。") from error
    tell("校验", 0, 1)
    if digest_of(file, size - TAIL) != digest:
        raise Refused(_DAMAGED)
    return digest, signature


def _manifest(packed: zipfile.ZipFile, digest: str, signature: str) -> Manifest:
    if MANIFEST not in packed.namelist() or packed.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
        raise Refused("这不是本系统的备份文件。")
    manifest = read(packed.read(MANIFEST))
    here = key_ids()
    if here[-1] != manifest.oldest_key:
        raise Refused(
            f"密钥不对：备份要用编号 {manifest.oldest_key} 的密钥（备份时最旧的那个），本机最旧的是 {here[-1]}。"
            "请把另存的 field-key 放进数据目录，或写进 JUNPING_FIELD_KEYS，再恢复。"
        )
    if not hmac.compare_digest(signed(digest), signature):
        raise Refused("备份文件被改动过：它的签名不是用这个密钥做的。请换一份备份。")
    lacking = [key for key in manifest.ciphertext_keys if key not in here]
    if lacking:
        raise Refused(
            f"缺少编号为 {'、'.join(lacking)} 的密钥：备份里有用它加密的证件号或电话。"
            "请把它加进 JUNPING_FIELD_KEYS（新的在前，最旧的在最后），再恢复。"
        )
    return manifest
