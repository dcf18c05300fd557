"""A file is on disk whole before a row names it, or not at all."""

import errno
import io
import os
import stat
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import InterfaceError, OperationalError

from junping.attachments import storage
from junping.attachments.check import examine
from tests.attachments import samples


@pytest.fixture
def file():
    return io.BytesIO(samples.PDF)


@pytest.fixture
def examined(file):
    return examine("协议.pdf", file)


def files_below(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


def test_a_kept_file_lies_under_a_random_name_that_only_its_owner_reads(media, file, examined):
    key = storage.keep(file, examined)
    path = media / key
    assert path.read_bytes() == samples.PDF
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.parent.name == path.name[:2]
    assert storage.keep(file, examined) != key
    assert len(files_below(media)) == 2


def test_the_file_and_its_folders_are_flushed_to_disk_before_the_key_is_given(media, file, examined, monkeypatch):
    flushed = []
    fsync = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda handle: (flushed.append(os.readlink(f"/proc/self/fd/{handle}")), fsync(handle))
    )
    key = storage.keep(file, examined)
    folder = str((media / key).parent)
    assert flushed == [str(media), f"{media / key}.part", folder]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("step", ["open", "write", "fsync", "mkdir"])
def test_a_full_disk_leaves_nothing_half_written(media, file, examined, monkeypatch, number, step):
    def full(*_, **__):
        raise OSError(number, os.strerror(number))

    class Full(io.RawIOBase):
        def writable(self):
            return True

        write = full

    if step == "write":
        monkeypatch.setattr(os, "fdopen", lambda handle, mode: (os.close(handle), Full())[1])
    elif step == "mkdir":
        monkeypatch.setattr(storage.Path, "mkdir", full)
    else:
        monkeypatch.setattr(os, step, full)
    with pytest.raises(storage.DiskFull):
        storage.keep(file, examined)
    monkeypatch.undo()
    assert files_below(media) == []


def test_another_error_of_the_disk_is_not_called_full_and_leaves_nothing(media, file, examined, monkeypatch):
    def broken(*_):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="Input/output"):
        storage.keep(file, examined)
    assert files_below(media) == []


def test_a_file_that_changed_after_it_was_examined_is_not_kept(media, examined):
    with pytest.raises(ValueError, match="changed"):
        storage.keep(io.BytesIO(samples.PDF + b"%"), examined)
    assert files_below(media) == []


def test_a_file_goes_when_the_block_that_writes_its_row_fails(media, file, examined):
    with pytest.raises(ZeroDivisionError), storage.kept(file, examined) as key:
        1 / (not storage.path_of(key).exists())
    assert files_below(media) == []


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@pytest.mark.parametrize("cause", [None, psycopg.errors.AdminShutdown(), psycopg.OperationalError("closed")])
def test_a_file_stays_for_the_sweep_when_the_connection_is_lost(media, file, examined, error, cause):
    with pytest.raises(error), storage.kept(file, examined) as key:
        raise error from cause
    assert files_below(media) == [media / key]


@pytest.mark.parametrize("cause", [psycopg.errors.LockNotAvailable(), psycopg.errors.DeadlockDetected()])
def test_it_goes_when_the_database_itself_says_that_nothing_was_committed(media, file, examined, cause):
    with pytest.raises(OperationalError), storage.kept(file, examined):
        raise OperationalError from cause
    assert files_below(media) == []


def test_a_file_stays_when_its_block_succeeds(media, file, examined):
    with storage.kept(file, examined) as key:
        pass
    assert files_below(media) == [media / key]
    storage.discard(key)
    storage.discard(key)
    assert files_below(media) == []


@pytest.mark.parametrize(
    "key", ["", "ab/../../x", "/etc/passwd", "ab/" + "c" * 32, "ab/ab" + "g" * 30, "AB/AB" + "0" * 30]
)
def test_nothing_that_is_no_key_reaches_the_disk(media, key):
    for act in (storage.path_of, storage.discard):
        with pytest.raises(ValueError, match="no file key"):
            act(key)


@pytest.mark.django_db
def test_what_no_row_names_is_swept_away_after_a_while(media, file, examined):
    old, new = storage.keep(file, examined), storage.keep(file, examined)
    half = storage.path_of(old).with_suffix(".part")
    half.write_bytes(b"x")
    now = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    for path, moment in (
        (storage.path_of(old), now - timedelta(days=2)),
        (half, now - timedelta(days=2)),
        (storage.path_of(new), now),
    ):
        os.utime(path, (moment.timestamp(), moment.timestamp()))
    assert list(storage.orphans(now - timedelta(days=1))) == [old, f"{old}.part"]
    assert storage.sweep(now - timedelta(days=1)) == 2
    assert files_below(media) == [media / new]
