"""Write everything into one file, as it was at one moment, while the system goes on working.

First the database, in one snapshot; then the attachments, which never change and were on disk before their rows were
written: whatever the rows name is there.
"""

from collections.abc import Iterator
from pathlib import Path

from junping.attachments.storage import path_of
from junping.history.snapshot import snapshot
from junping.keeping.manifest import Contents, Manifest
from junping.keeping.progress import Tell, silent
from junping.keeping.tables import BATCH, Table, line, tables
from junping.keeping.writing import CHUNK, Writer
from junping.vault.cipher import key_id_of

MISSING, CHANGED = "missing", "changed"


def member_of(table: Table) -> str:
    """Where a table's rows are in the archive."""
    return f"tables/{table.name}.jsonl"


def member_of_file(key: str) -> str:
    """Where an attachment is in the archive."""
    return f"attachments/{key}"


def back_up(target: Path, *, force: bool = False, tell: Tell = silent) -> Manifest:
    """Write the backup and return what it says of itself.

    Refused where the target exists (without `force`) or its folder does not; OSError where the disk fails. Neither
    leaves a file.
    """
    with Writer(target, force=force) as writer:
        with snapshot():
            manifest = Manifest.of_now()
            attachments = _Rows(manifest, tell).write(writer)
        for done, (key, sha256) in enumerate(attachments):
            tell("材料", done, len(attachments))
            _copy(writer, manifest, key, sha256)
        manifest.files = dict(writer.files)
        tell("校验", 0, 1)
        writer.finish(manifest.as_json())
    return manifest


class _Rows:
    """All tables on their way into the archive."""

    def __init__(self, manifest: Manifest, tell: Tell) -> None:
        self._manifest, self._tell = manifest, tell
        self._done = self._total = 0
        self._keys: set[str] = set()
        self._attachments: list[tuple[str, str]] = []

    def write(self, writer: Writer) -> list[tuple[str, str]]:
        """Write them; returns key and SHA-256 of each attachment that they name."""
        every = tables()
        self._total = sum(table.count() for table in every)
        for table in every:
            before = self._done
            with writer.member(member_of(table)) as member:
                for lines in self._batches(table):
                    member.write(lines)
            self._manifest.tables[table.name] = Contents(table.columns, self._done - before)
        self._manifest.ciphertext_keys = sorted(self._keys)
        return self._attachments

    def _batches(self, table: Table) -> Iterator[bytes]:
        lines: list[bytes] = []
        for row in table.rows():
            self._keys.update(key_id_of(token) for token in table.ciphertexts(row))
            self._attachments.extend(table.attachments(row))
            lines.append(line(row))
            if len(lines) == BATCH:
                yield self._flushed(lines)
        yield self._flushed(lines)

    def _flushed(self, lines: list[bytes]) -> bytes:
        self._done += len(lines)
        self._tell("数据", self._done, self._total)
        together = b"".join(lines)
        lines.clear()
        return together


def _copy(writer: Writer, manifest: Manifest, key: str, sha256: str) -> None:
    """Put one attachment into the archive; where disk and row disagree, note it and go on."""
    try:
        source = path_of(key).open("rb")
    except (FileNotFoundError, ValueError):
        manifest.damaged[key] = MISSING
        return
    name = member_of_file(key)
    with source, writer.member(name, packed=False) as member:
        while chunk := source.read(CHUNK):
            member.write(chunk)
    if writer.files[name].sha256 != sha256:
        manifest.damaged[key] = CHANGED
