"""A backup is one moment of a system that others go on using; killed, neither backup nor restore leaves half of it."""

import random
import time

import pytest

from tests.keeping.places import column, here, manifest

WRITE = "from tests.keeping.writers import write; write(4)"

pytestmark = pytest.mark.experiment


@pytest.fixture
def used(filled, places, tmp_path):
    """A copy of the filled place with two processes of four threads that write; `acknowledged()` is what they said."""
    place = places.copy(filled)
    said = [tmp_path / f"writer-{n}" for n in range(2)]
    writers = [place.begin_python(WRITE, file) for file in said]
    place.acknowledged = lambda: [number for file in said for number in file.read_text().splitlines() if number]
    deadline = time.monotonic() + 60
    while len(place.acknowledged()) < 40:
        assert time.monotonic() < deadline
        assert [writer.poll() for writer in writers] == [None, None]
        time.sleep(0.1)
    yield place
    for writer in writers:
        writer.kill()
        writer.wait()


def test_all_that_was_acknowledged_before_the_backup_began_is_in_it_and_nothing_is_half_there(used, filled, places):
    before = used.acknowledged()
    target = used.backup()
    meanwhile = set(used.acknowledged()) - set(before)
    assert meanwhile
    assert manifest(target)["damaged"] == {}

    after = places.migrated(here())
    after.keys = used.field_key
    assert "核对完好" in after.manage("restore", target).stdout
    after.manage("verify", "--against", filled.noted)
    assert set(before) <= set(column(target, "cases_case", "number"))
    named = [
        *column(target, "cases_caseattachment", "file_key"),
        *column(target, "safety_hazardattachment", "file_key"),
    ]
    assert sorted(after.files()) == sorted(named)


def test_a_backup_that_is_killed_leaves_no_file_of_that_name(filled, places, tmp_path):
    picked = random.Random(7)
    for n in range(3):
        target = tmp_path / str(n) / "backup.zip"
        target.parent.mkdir()
        running = filled.begin("backup", target)
        _until(running, lambda folder=target.parent: list(folder.iterdir()))
        time.sleep(picked.random() * 0.15)
        running.kill()
        running.wait()
        assert not target.exists() or filled.manage("restore", "--check", target)


def test_a_restore_that_is_killed_leaves_the_place_empty_and_can_be_run_again(filled, places):
    place = places.migrated(here())
    place.keys = filled.field_key
    picked = random.Random(8)
    for wait in (
        lambda running: _until(running, place.files),
        *[lambda _: time.sleep(0.4 + picked.random() * 0.4)] * 2,
    ):
        running = place.begin("restore", filled.archive)
        wait(running)
        running.kill()
        running.wait()
        seals = place.manage("verify").stdout.partition(" 个封存")[0].rpartition("，")[2]
        if seals == "2":
            break  # all was in before the blow fell
        assert seals == "0"
    else:
        place.manage("restore", filled.archive)
    place.manage("verify", "--against", filled.noted)
    assert place.files() == filled.files()


def test_two_restores_at_once_end_as_one(filled, places):
    place = places.migrated(here())
    place.keys = filled.field_key
    running = [place.begin("restore", filled.archive) for _ in range(2)]
    said = [process.communicate(timeout=120) for process in running]
    codes = sorted(process.returncode for process in running)
    assert codes == [0, 1], said
    assert not any("Traceback" in error for _, error in said)
    place.manage("verify", "--against", filled.noted)
    assert place.files() == filled.files()


@pytest.mark.skipif(here() != "sqlite", reason="a write-ahead log beside the database file")
def test_the_log_of_a_database_that_was_here_before_does_no_harm(filled, places):
    place = places.migrated("sqlite")
    place.keys = filled.field_key
    stray = places.copy(filled)
    database = "junping.sqlite3"
    writer = stray.begin_python(WRITE, stray.folder / "said")
    _until(writer, lambda: (stray.folder / f"{database}-wal").exists())
    writer.kill()
    writer.wait()
    (place.folder / database).unlink()
    for end in ("-wal", "-shm"):
        (place.folder / f"{database}{end}").write_bytes((stray.folder / f"{database}{end}").read_bytes())
    place.manage("migrate", "--verbosity", "0")
    assert "核对完好" in place.manage("restore", filled.archive).stdout


def _until(process, condition):
    deadline = time.monotonic() + 30
    while not condition() and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)
