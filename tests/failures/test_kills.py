"""`kill -9` again and again under load: each client goes on with its own keys, and each key is one act in the end."""

import http.client
import random
import signal
import threading
import time
from collections import Counter
from functools import partial

import pytest

from tests.failures.crowd import together, wait_until
from tests.failures.ending import ends_well, seen
from tests.failures.town import case, own_town

pytestmark = pytest.mark.experiment
CLIENTS, ROUNDS, SEED = 8, 8, 401
KINDS = ("records", "notes", "files", "bulks")


@pytest.fixture
def town(tmp_path):
    with own_town(tmp_path) as town:
        yield town


class Village:
    """A program that logs, notes, corrects and hands in files, and repeats under the same key what was not answered."""

    def __init__(self, town, name):
        self.client, self.name = town.client(), name
        self.picked = random.Random(name)
        self.sent, self.waiting, self.last = 0, None, None
        self.records, self.notes, self.files, self.bulks = {}, {}, {}, {}
        self.acknowledged, self.repeated = 0, Counter()

    def work(self, killed):
        """Until the server is gone."""
        try:
            self._repeat()
            while True:
                self._next()
                self._take(self.waiting)
        except (OSError, http.client.HTTPException):
            if not killed.is_set():
                raise

    def end(self):
        self._repeat()

    def _repeat(self):
        if self.waiting:
            answer = self._take(self.waiting)
            self.repeated["done before" if answer.replayed else "done now"] += 1

    def _next(self):
        self.sent += 1
        key = f"{self.name}-{self.sent:06d}"
        kind = self.picked.choice(("log", "log", "log", "note", "attach", "bulk")) if self.last else "log"
        self.waiting = (kind, key, self.last)

    def _take(self, waiting):
        kind, key, number = waiting
        if kind == "log":
            answer = self.client.log(key, key)
            assert answer.status == 201, answer.body
            self.last = answer.json["number"]
            self.records[key] = answer.json
        elif kind == "note":
            answer = self.client.act(number, "note", {"text": key}, key)
            assert answer.status == 200, answer.body
            self.notes[key] = answer.json
        elif kind == "bulk":
            items = [{"idempotency_key": f"{key}/{n}", **case(f"{key}/{n}")} for n in range(5)]
            answer = self.client.post("cases/bulk/", {"items": items})
            assert answer.status == 200, answer.body
            assert {result["status"] for result in answer.json["results"]} <= {"created", "exists"}
            self.bulks |= {result["idempotency_key"]: result["number"] for result in answer.json["results"]}
        else:
            answer = self.client.attach(number, key, key)
            assert answer.status == 201, answer.body
            self.files[key] = answer.json
        self.waiting = None
        self.acknowledged += 1
        return answer


def one_round(town, villages, picked):
    """Work until the server is killed at a moment nobody knows, then start it again; how many were not answered."""
    killed = threading.Event()
    wanted = sum(village.acknowledged for village in villages) + picked.randrange(5, 50)

    def kill():
        wait_until(lambda: sum(village.acknowledged for village in villages) >= wanted)
        time.sleep(picked.random() / 20)
        killed.set()
        town.stop(signal.SIGKILL)

    together([kill, *[partial(village.work, killed) for village in villages]])
    waiting = sum(village.waiting is not None for village in villages)
    town.start()
    return waiting


def test_whenever_it_is_killed_what_was_acknowledged_is_there_and_every_key_is_one_act(town):
    picked = random.Random(SEED)
    villages = [Village(town, f"village-{n:02d}") for n in range(CLIENTS)]
    waiting = sum(one_round(town, villages, picked) for _ in range(ROUNDS))
    together([village.end for village in villages])
    assert [village.waiting for village in villages] == [None] * CLIENTS

    records, notes, files, bulks = (
        {k: told for v in villages for k, told in getattr(v, kind).items()} for kind in KINDS
    )
    assert min(map(len, (records, notes, files, bulks))) > 0
    found = ends_well(town, records.values(), files=files.values(), strays=waiting)
    numbers = {record["title"]: number for number, record in found["records"].items()}
    assert numbers == {key: told["number"] for key, told in records.items()} | bulks
    noted = [event["note"] for record in found["records"].values() for event in record["story"] if event["note"]]
    assert Counter(noted) == dict.fromkeys(notes, 1)
    assert Counter(file["caption"] for file in found["files"]) == dict.fromkeys(files, 1)
    positions = sorted(int(number[-4:]) for number in found["records"])
    assert positions == list(range(1, len(records) + len(bulks) + 1))
    repeated = sum((village.repeated for village in villages), Counter())
    figures = {"acknowledged": sum(map(len, (records, notes, files, bulks))), "in flight": waiting, **repeated}
    seen("kill -9", rounds=ROUNDS, clients=CLIENTS, **figures, strays=len(found["swept"]))
