"""Somebody else holds what a request needs, or each holds what the other needs: 503, nothing of it done, then again."""

import subprocess
import sys
import time
from contextlib import contextmanager

import psycopg
import pytest

from tests.failures.crowd import at_once
from tests.failures.ending import ends_well, seen
from tests.failures.outage import is_unavailable
from tests.failures.town import case, of, own_town
from tests.keeping.places import POSTGRESQL, here

pytestmark = pytest.mark.experiment
ON_POSTGRESQL = pytest.mark.skipif(here() != POSTGRESQL, reason="SQLite has one writer, so that none waits crosswise")
HOLD = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""
KEPT_AS = (
    "import django; django.setup(); from junping.vault.cipher import *; print(blind_index('idempotency-key', '{}'))"
)
WAITING = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with own_town(tmp_path_factory.mktemp("town"), "tests.failures.impatient") as made:
        yield made


@contextmanager
def held(town, number):
    """Another process has SQLite's one write lock; on PostgreSQL it has the record and the series of the numbers."""
    if here() == POSTGRESQL:
        with psycopg.connect(town.environment["DATABASE_URL"]) as other:
            other.execute("SELECT 1 FROM cases_case WHERE number = %s FOR UPDATE", [number])
            other.execute("SELECT 1 FROM workflow_series FOR UPDATE")
            yield
            other.rollback()
        return
    command = [sys.executable, "-c", HOLD, str(town.data / "junping.sqlite3")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline().strip() == b"held"
        yield
        other.stdin.close()


def noted(send, name, ended):
    """The call, which notes that it has ended."""

    def run():
        answer = send()
        ended.append(name)
        return answer

    return run


def files_of(town):
    return [path for path in (town.data / "attachments").rglob("*") if path.is_file()]


def test_what_needs_a_held_lock_is_503_and_leaves_nothing_and_the_same_key_does_it_afterwards(town):
    record = town.handled("占着锁")
    number = record["number"]
    everything = {
        "create": lambda: town.client().log("锁后登记", "lock-create"),
        "act": lambda: town.client("officer").act(number, "note", {"text": "进展"}, "lock-act"),
        "correct": lambda: town.client("center").send("PATCH", of(number), {"title": "锁后更正"}, "lock-correct"),
        "attach": lambda: town.client().attach(number, "锁后附件", "lock-attach"),
    }
    began, ended = time.monotonic(), []
    with held(town, number):
        *answers, read, listed = at_once(
            *[noted(send, name, ended) for name, send in everything.items()],
            # People whose tokens have not been used before, which is noted with the token.
            noted(lambda: town.client("leader").get(of(number)), "read", ended),
            noted(lambda: town.client("other").get("cases/"), "list", ended),
        )
        assert (read.status, read.json["version"], listed.status) == (200, record["version"], 200)
    assert set(ended[:2]) == {"read", "list"}
    waited = time.monotonic() - began
    assert [name for name, answer in zip(everything, answers, strict=True) if not is_unavailable(answer)] == []
    assert files_of(town) == []
    assert len(ends_well(town, [record])["records"][number]["story"]) == record["version"]
    again = [send() for send in everything.values()]
    assert [answer.status for answer in again] == [201, 200, 200, 201]
    assert not any(answer.replayed for answer in again)
    found = ends_well(town, [again[0].json, again[2].json], files=[again[3].json])
    actions = [event["action"] for event in found["records"][number]["story"]]
    assert sorted(actions[record["version"] :]) == ["attach", "correct", "note"]
    seen("held lock", waited_s=round(waited, 1))


@ON_POSTGRESQL
def test_a_deadlock_is_503_and_the_same_key_does_it_afterwards(town):
    record = town.handled("互等")
    number, key = record["number"], "crosswise"
    kept_as = town.python(KEPT_AS.format(key)).stdout.strip()

    def crosswise():
        """Has the key, and wants the record of whoever wants the key."""
        with psycopg.connect(town.environment["DATABASE_URL"]) as other:
            other.execute("SET deadlock_timeout = '20s'")
            other.execute(
                "INSERT INTO api_idempotencykey (user_id, key, fingerprint, status, answer, created_at)"
                " SELECT id, %s, '', 0, '{}', now() FROM org_user WHERE username = 'officer'",
                [kept_as],
            )
            gate.append(True)
            latest = time.monotonic() + 20
            with psycopg.connect(town.environment["DATABASE_URL"], autocommit=True) as watcher:
                while not watcher.execute(WAITING).fetchall():
                    assert time.monotonic() < latest
            other.execute("SELECT 1 FROM cases_case WHERE number = %s FOR UPDATE", [number])
            other.rollback()

    def act():
        while not gate:
            time.sleep(0.005)
        return town.client("officer").act(number, "note", {"text": "进展"}, key)

    gate = []
    _, answer = at_once(crosswise, act)
    assert is_unavailable(answer)
    assert town.client().get(of(number)).json["version"] == record["version"]
    again = town.client("officer").act(number, "note", {"text": "进展"}, key)
    assert (again.status, again.replayed) == (200, False)
    ends_well(town, [again.json])


def test_lists_of_the_same_keys_in_opposite_order_handed_in_at_once_log_each_once(town):
    items = [case(f"交错{n:02d}") | {"idempotency_key": f"crossing-{n:02d}"} for n in range(15)]
    orders = [items, items[::-1], items[1::2] + items[::2], items[::-2] + items[-2::-2]]
    answers = at_once(*[lambda order=order: town.client().post("cases/bulk/", {"items": order}) for order in orders])
    assert [answer.status for answer in answers] == [200] * len(orders)
    results = [result for answer in answers for result in answer.json["results"]]
    assert len({result["number"] for result in results}) == len(items)
    assert [result["status"] for result in results].count("created") == len(items)
    found = ends_well(town)
    assert len([n for n, record in found["records"].items() if record["title"].startswith("交错")]) == len(items)
