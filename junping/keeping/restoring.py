"""Put a backup into an empty place: all of it or nothing, then let `verify` look at it."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction

from junping.attachments import storage
from junping.history import triggers
from junping.history.checks import Problem
from junping.history.seal import read_line
from junping.history.verify import Verification
from junping.keeping import postgresql, sqlite
from junping.keeping.archive import Archive, opened
from junping.keeping.manifest import Manifest
from junping.keeping.place import check_empty
from junping.keeping.progress import Tell, silent
from junping.keeping.refusal import Refused
from junping.keeping.tables import BATCH, tables
from junping.search import index
from junping.search.models import SearchText

_BY_VENDOR: dict[str, Any] = {"postgresql": postgresql, "sqlite": sqlite}


def examine(path: Path, tell: Tell = silent) -> Manifest:
    """Check a backup from end to end and return what it says of itself; Refused. Touches nothing."""
    with opened(path, tell) as archive:
        archive.check(tell)
        return archive.manifest


def restore(path: Path, tell: Tell = silent) -> Manifest:
    """Put the backup into this empty place. Refused, a database error, DiskFull: then nothing is changed."""
    check_empty()
    with opened(path, tell) as archive:
        archive.check(tell)
        mine = False
        try:
            with transaction.atomic():
                _make_room()
                mine = True
                _load(archive, tell)
                _place(archive, tell)
        except (OperationalError, InterfaceError):
            raise  # perhaps it was committed all the same: files too many are swept, files too few are lost
        except BaseException:
            for key in archive.attachments() if mine else ():
                storage.discard(key)
            raise
        return archive.manifest


def problems(manifest: Manifest, tell: Tell = silent) -> Iterator[Problem]:
    """What `verify` finds in the restored place, also against the seal that the backup noted."""
    noted = [read_line(manifest.last_seal)] if manifest.last_seal else []
    return Verification(lambda done, total: tell("核对", done, total), noted).problems()


def _place(archive: Archive, tell: Tell) -> None:
    """Put the attachments on disk, for rows must not name what is not there."""
    files = archive.attachments()
    for done, (key, sha256) in enumerate(files.items()):
        tell("材料", done, len(files))
        with archive.attachment(key) as file:
            storage.put(key, file, sha256)


def _make_room() -> None:
    """Take away what `migrate` installed; from here on nobody else writes, a second restore least of all."""
    _BY_VENDOR[connection.vendor].unbound(connection)
    triggers.remove(connection)  # locks the history, on either database
    check_empty()
    with connection.cursor() as cursor:
        for table in reversed(tables()):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")


def _load(archive: Archive, tell: Tell) -> None:
    every, done = tables(), 0
    for table in every:
        rows = _counted(archive.rows(table), done, archive.manifest.rows, tell)
        if table.model is SearchText:
            index.refill(rows)
        else:
            _BY_VENDOR[connection.vendor].fill(connection, table, rows)
        done += archive.manifest.tables[table.name].rows
        if table.count() != archive.manifest.tables[table.name].rows:
            raise Refused(f"{table.name} 的行数与备份不符，没有恢复。")
    connection.check_constraints()
    _BY_VENDOR[connection.vendor].go_on_counting(connection, every)
    triggers.install(connection)


def _counted(rows: Iterator[list[Any]], done: int, total: int, tell: Tell) -> Iterator[list[Any]]:
    while batch := list(islice(rows, BATCH)):
        tell("恢复数据", done, total)
        yield from batch
        done += len(batch)
