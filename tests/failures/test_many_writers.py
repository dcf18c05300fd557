"""Sixteen write while others read: nobody meets an error; where there is no getting in, 503, and asking again helps."""

import contextlib
import itertools
import random
import sqlite3
import statistics
import threading
import time
from collections import Counter
from functools import partial

import psycopg
import pytest

from tests.failures.crowd import together, wait_until
from tests.failures.ending import ends_well, seen
from tests.failures.town import own_town

pytestmark = pytest.mark.experiment
WRITERS, READERS, SECONDS, SEED = 16, 4, 6, 408
READ = (
    "cases/?count=true",
    "board/",
    "cases/?q=%E5%A4%A7%E6%88%B7",
    "statistics/?record_type=case&by=unit,month",
    "me/",
)


class Office:
    """What sixteen writers and four readers were answered, and how long it took."""

    def __init__(self, town):
        self.town, self.over = town, threading.Event()
        self.spent, self.read, self.refused = [], [], []
        self.records, self.files, self.notes = [], [], []
        self.free = threading.Event()
        self.free.set()

    def writer(self, place):
        """70 % records, 20 % acts, 10 % files; what was refused is asked again under its key when the way is free."""
        client, picked, number = self.town.client(("village", "center")[place % 2]), random.Random(SEED + place), None
        for n in itertools.count():
            if self.over.is_set():
                return
            key = f"writer-{place:02d}-{n:06d}"
            kind = picked.choices(("log", "act", "file"), (70, 20, 10))[0] if number else "log"
            unit = {} if place % 2 == 0 else {"unit": "431224105000"}
            if kind == "log":
                told = self._until_done(partial(client.log, f"大户 {key}", key, **unit), 201)
                number = told["number"]
                self.records.append(told)
            elif kind == "act":
                self.records.append(self._until_done(partial(client.act, number, "note", {"text": key}, key), 200))
                self.notes.append(key)
            else:
                self.files.append(self._until_done(partial(client.attach, number, key, key), 201))

    def reader(self, place):
        client = self.town.client(("center", "village", "leader")[place % 3])
        for path in itertools.cycle(READ):
            if self.over.is_set():
                return
            self.read.append(client.get(path).status)

    def _until_done(self, send, status):
        while True:
            start = time.monotonic()
            answer = send()
            self.spent.append(time.monotonic() - start)
            if answer.status == status:
                return answer.json
            assert answer.status == 503, (answer.status, answer.body)
            assert answer.headers["Retry-After"].isdigit()
            assert answer.headers["Content-Type"] == "application/problem+json"
            self.refused.append(answer)
            assert self.free.wait(60)

    def work(self, meanwhile):
        """All at once, while `meanwhile` does something to them; then everybody goes home."""

        def end():
            try:
                meanwhile()
            finally:
                self.free.set()
                self.over.set()

        writers = [partial(self.writer, place) for place in range(WRITERS)]
        together([*writers, *[partial(self.reader, place) for place in range(READERS)], end])

    def ends(self):
        """Everything that was answered is there, once."""
        assert set(self.read) == {200}
        assert min(map(len, (self.records, self.files, self.notes))) > 0
        found = ends_well(self.town, self.records, files=self.files)
        titles = Counter(record["title"] for record in found["records"].values())
        assert titles.most_common(1)[0][1] == 1
        told = {record["number"] for record in self.records}
        assert set(found["records"]) == told
        noted = Counter(event["note"] for one in found["records"].values() for event in one["story"] if event["note"])
        assert noted == dict.fromkeys(self.notes, 1)
        assert Counter(file["id"] for file in found["files"]) == dict.fromkeys([file["id"] for file in self.files], 1)
        return found

    def figures(self):
        p95 = statistics.quantiles(self.spent, n=20)[-1]
        done = len(self.spent) - len(self.refused)
        return {
            "written": done,
            "read": len(self.read),
            "refused": len(self.refused),
            "p95 ms": round(p95 * 1000),
            "longest ms": round(max(self.spent) * 1000),
        }


def test_sixteen_writers_and_four_readers_meet_no_error(tmp_path):
    with own_town(tmp_path) as town:
        office = Office(town)
        office.work(lambda: time.sleep(SECONDS))
        office.ends()
        seen("sixteen writers", seconds=SECONDS, **office.figures())


@contextlib.contextmanager
def locked(town):
    """Another program holds what every writer needs."""
    url = town.environment["DATABASE_URL"]
    if url:
        with psycopg.connect(url) as holder:
            holder.execute("LOCK TABLE history_event IN EXCLUSIVE MODE")
            yield
        return
    with contextlib.closing(sqlite3.connect(town.data / "junping.sqlite3", isolation_level=None, timeout=20)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        yield
        holder.execute("ROLLBACK")


def test_while_nobody_gets_in_writers_are_told_to_come_again_and_readers_go_on(tmp_path):
    with own_town(tmp_path, "tests.failures.impatient") as town:
        office, held = Office(town), []

        def shut():
            wait_until(lambda: len(office.records) > WRITERS)
            office.free.clear()
            with locked(town):
                start, read = time.monotonic(), len(office.read)
                # Those that were being answered when the way was shut are not counted.
                wait_until(lambda: len(office.refused) >= WRITERS / 4 and len(office.read) > read + READERS)
                written = len(office.records)
                held.append(time.monotonic() - start)
            office.free.set()
            wait_until(lambda: len(office.records) > written + WRITERS)

        office.work(shut)
        office.ends()
        seen("nobody gets in", held_seconds=round(held[0], 1), **office.figures())
