"""Clients that stop half-way, lie about the length, drip, never read: no row, no file, and others are served."""

import contextlib
import itertools
import socket
import statistics
import threading
import time
from functools import partial

import pytest

from tests.failures.crowd import together
from tests.failures.ending import ends_well, seen
from tests.failures.town import FORM, of, own_town, parts
from tests.failures.wire import connect, head, read_answer
from tests.keeping.places import SQLITE, here

pytestmark = pytest.mark.experiment
SLOW, LARGE, PATIENCE = 56, 3_000_000, 60


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with own_town(tmp_path_factory.mktemp("town")) as town:
        town.path = f"/api/v1/{of(town.logged('附件')['number'])}attachments/"
        yield town


def upload(town, *lines):
    """The head of an upload."""
    return head(town, "POST", town.path, *lines).replace(b"application/json", FORM.encode())


def stops(town, wire):
    body = parts("停在半路")
    wire.sendall(upload(town, f"Content-Length: {len(body)}") + body[: len(body) // 2])


def stops_late(town, wire):
    """When all is there but the last byte."""
    body = parts("x" * LARGE)
    wire.sendall(upload(town, f"Content-Length: {len(body)}") + body[:-1])


def promises_more(town, wire):
    body = parts("说得太长")
    wire.sendall(upload(town, f"Content-Length: {len(body) + 5000}") + body)


def never_ends(town, wire):
    body = parts("没有完")
    wire.sendall(upload(town, "Transfer-Encoding: chunked") + b"%x\r\n%s\r\n" % (len(body), body))


def never_begins(town, wire):
    wire.sendall(upload(town, "Content-Length: 100")[:-2])


def drips(town, wire):
    """One byte, and now and then another (`dripping`)."""
    wire.sendall(b"P")


WAYS = (stops, stops_late, promises_more, never_ends, never_begins, drips)


def dripping(wires, over):
    told = b"OST /api/v1/cases/ HTTP/1.1\r\nX-A: " + b"a" * 10_000
    for at in itertools.count():
        if over.wait(0.3):
            return
        for wire in wires:
            wire.sendall(told[at : at + 1])


@contextlib.contextmanager
def slow_clients(town):
    """So many connections, as long as the block lasts; what each does."""
    over, wires = threading.Event(), []
    with contextlib.ExitStack() as stack:
        for way, _ in zip(itertools.cycle(WAYS), range(SLOW), strict=False):
            wire = stack.enter_context(connect(town))
            way(town, wire)
            wires.append((way, wire))
        drip = threading.Thread(target=dripping, args=[[wire for way, wire in wires if way is drips], over])
        drip.start()
        try:
            yield wires
        finally:
            over.set()
            drip.join()


def served(town):
    """Others log, hand in and read meanwhile; what they were answered, and how long each waited."""
    logged, handed, spent = [], [], []

    def work(place):
        client = town.client()
        for n in range(5):
            for into, status, send in (
                (logged, 201, partial(client.log, f"照常 {place}-{n}")),
                (handed, 201, lambda n=n: client.attach(logged[-1]["number"], f"照常 {place}-{n}")),
                ([], 200, partial(client.get, "cases/")),
            ):
                start = time.monotonic()
                answer = send()
                spent.append(time.monotonic() - start)
                assert answer.status == status, answer.body
                into.append(answer.json)

    together([partial(work, place) for place in range(4)])
    return logged, handed, spent


def test_fifty_uploads_that_stop_half_way_hold_nobody_up_and_leave_nothing(town):
    with slow_clients(town):
        logged, handed, spent = served(town)
    found = ends_well(town, logged, files=handed)
    assert sorted(file["id"] for file in found["files"]) == sorted(file["id"] for file in handed)
    assert list(town.temporary.iterdir()) == []
    p95, longest = statistics.quantiles(spent, n=20)[-1], max(spent)
    seen("slow clients", connections=SLOW, p95_ms=round(p95 * 1000), longest_ms=round(longest * 1000))


@pytest.mark.parametrize("size", [100, LARGE])
def test_an_upload_longer_than_it_says_is_refused_and_leaves_nothing(town, size):
    body, before = parts("y" * size), ends_well(town)
    with connect(town) as wire:
        wire.sendall(upload(town, f"Content-Length: {len(body) - 30}") + body)
        assert read_answer(wire)[0] == 400
        # What follows might be the head of another request, and is none.
        wire.shutdown(socket.SHUT_WR)
        assert wire.recv(1) == b""
    after = ends_well(town)
    assert (after["records"], after["files"]) == (before["records"], before["files"])
    assert list(town.temporary.iterdir()) == []


def test_who_does_not_read_a_download_holds_nobody_up(town):
    content = "看" * (6 * 1024 * 1024)
    made = town.client().send("POST", town.path.removeprefix("/api/v1/"), parts(content), Content_Type=FORM)
    assert made.status == 201, made.body
    with contextlib.ExitStack() as stack:
        for _ in range(20):
            wire = stack.enter_context(connect(town))
            wire.sendall(head(town, "GET", made.json["url"].partition("localhost")[2]))
        logged, handed, spent = served(town)
    ends_well(town, logged, files=handed)
    seen("unread downloads", longest_ms=round(max(spent) * 1000))


@pytest.mark.skipif(here() != SQLITE, reason="it takes a minute, and no database has a part in it")
def test_who_says_nothing_for_a_minute_is_hung_up_on(town):
    with slow_clients(town) as wires:
        for way, wire in wires:
            if way is not drips:
                wire.settimeout(PATIENCE + 30)
                assert wire.recv(1) == b"", way
        seen("hung up", connections=sum(way is not drips for way, _ in wires))
