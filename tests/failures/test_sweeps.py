"""What runs each night, killed in the middle, run twice at once, and by two servers: each thing is done once."""

import os
import secrets
import subprocess
import sys
import time

import pytest

from tests.failures.conftest import ROOT
from tests.failures.crowd import at_once
from tests.failures.ending import ends_well, seen
from tests.failures.town import own_town

pytestmark = pytest.mark.experiment
DAYS = 14
KILLED = """
import django, os, signal; django.setup()
from django.db import transaction
from django.db.models.signals import post_save
from junping.history.models import Seal
from junping.history.seal import database_now, seal_days
def stop():
    os.kill(os.getpid(), signal.SIGKILL)
def kill(instance, **more):
    if instance.number == {number}:
        {when}
post_save.connect(kill, sender=Seal)
seal_days(database_now())
"""
SEALS = """
import django; django.setup()
from junping.history.models import Seal
for seal in Seal.objects.order_by("number"):
    print(seal)
"""
OLD_KEYS = """
import django; django.setup()
from datetime import UTC, datetime
from junping.api.models import IdempotencyKey
from junping.org.models import User
user, at = User.objects.get(username="other"), datetime(2026, 1, 1, tzinfo=UTC)
IdempotencyKey.objects.bulk_create([
    IdempotencyKey(user=user, key=f"old-{n:08d}", fingerprint="0" * 64, status=201, answer={}, created_at=at)
    for n in range(3000)
])
"""
KEYS = """
import django; django.setup()
from junping.api.models import IdempotencyKey
print(IdempotencyKey.objects.filter(key__startswith="old-").count(), IdempotencyKey.objects.count())
"""
SWEEP = """
import django; django.setup()
from datetime import timedelta
from junping.attachments import storage
from junping.clocks.now import now
print(storage.sweep(now() - timedelta(days=1)))
"""


@pytest.fixture
def town(tmp_path, monkeypatch):
    """Two weeks of October with a record and a file each day; nothing is sealed, and no server runs."""
    clock = tmp_path / "clock"
    monkeypatch.setenv("TEST_CLOCK", str(clock))
    clock.write_text("2026-10-01T09:00:00+08:00")
    with own_town(tmp_path, "tests.failures.moved_clock") as made:
        made.records, made.files = [], []
        for day in range(1, DAYS + 1):
            clock.write_text(f"2026-10-{day:02d}T10:00:00+08:00")
            made.records.append(made.logged(f"十月{day}日", key=secrets.token_hex(8)))
            made.files.append(made.client().attach(made.records[-1]["number"], f"十月{day}日的材料").json)
        made.stop()
        clock.write_text("0")
        yield made


def begin(town, *command):
    return subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=town.environment, stdout=subprocess.PIPE, text=True
    )


def ended(*processes):
    """What each of them said."""
    said = [process.communicate(timeout=60)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return said


def left_by_a_crash(town):
    """A file, long there, that no row names."""
    name = secrets.token_hex(16)
    stray = town.data / "attachments" / name[:2] / name
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"left by a crash")
    os.utime(stray, (0, 0))
    return stray


def seals(town):
    return town.python(SEALS).stdout.splitlines()


def told(town):
    """The seals that the servers have told of; both write into one log."""
    said = [line.partition("junping.nightly seal: ")[2] for line in town.log.read_text().splitlines()]
    return list(filter(None, said))


def test_sealing_killed_and_run_twice_at_once_seals_each_day_once(town, tmp_path):
    assert town.python(KILLED.format(number=4, when="stop()")).returncode == -9
    assert len(seals(town)) == 3
    assert town.python(KILLED.format(number=6, when="transaction.on_commit(stop)")).returncode == -9
    before = seals(town)
    assert len(before) == 6
    first, second = ended(begin(town, "manage.py", "seal"), begin(town, "manage.py", "seal"))
    made = sorted(first.splitlines() + second.splitlines())
    assert before + made == seals(town)
    assert [line[:10] for line in seals(town)] == [f"2026-10-{day:02d}" for day in range(1, DAYS + 1)]
    assert town.manage("seal").stdout == ""
    noted = tmp_path / "noted"
    noted.write_text("\n".join(seals(town)))
    assert town.manage("verify", "--against", str(noted)).returncode == 0
    ends_well(town, town.records, files=town.files)
    seen("seals", killed=2, by_the_two=[len(first.splitlines()), len(second.splitlines())])


def test_two_servers_that_start_at_once_do_the_nights_work_once(town):
    assert town.python(OLD_KEYS).returncode == 0
    stray = left_by_a_crash(town)
    twin = town.twin()
    at_once(town.start, twin.start)
    try:
        latest = time.monotonic() + 30
        while stray.exists() or len(told(town)) < DAYS:
            assert time.monotonic() < latest, told(town)
            time.sleep(0.05)
    finally:
        town.stop()
        twin.stop()
    assert sorted(told(town)) == seals(town)
    assert len(seals(town)) == DAYS
    assert town.python(KEYS).stdout.split() == ["0", str(DAYS)]
    assert not stray.exists()
    ends_well(town, town.records, files=town.files)


def test_files_swept_by_three_at_once_of_whom_one_is_killed(town):
    strays = [left_by_a_crash(town) for _ in range(300)]
    killed, *others = [begin(town, "-c", SWEEP) for _ in range(3)]
    while killed.poll() is None and all(stray.exists() for stray in strays):
        pass
    killed.kill()
    killed.communicate()
    ended(*others)
    assert [stray for stray in strays if stray.exists()] == []
    ends_well(town, town.records, files=town.files)
