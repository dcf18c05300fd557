"""After thousands of requests the process holds no more files and hardly more memory than after hundreds."""

from functools import partial
from pathlib import Path

import pytest

from tests.failures.crowd import together
from tests.failures.ending import ends_well, seen
from tests.failures.town import of, own_town
from tests.failures.wire import ask, connect, head

pytestmark = pytest.mark.experiment
CLIENTS, ROUNDS, REQUESTS = 8, 5, 8 + 48


@pytest.fixture
def town(tmp_path):
    with own_town(tmp_path) as made:
        yield made


def held(town):
    """Open files and megabytes in memory."""
    process = Path("/proc") / str(town.process.pid)
    pages = int((process / "statm").read_text().split()[1])
    return len(list((process / "fd").iterdir())), round(pages * 4096 / 1024**2)


def everything(town, number):
    """Requests of all kinds, a few of which fail, and one client that hangs up."""
    client = town.client()
    client.get("cases/")
    client.get(of(number))
    client.get("cases/JP-1999-0001/")
    client.log("一事")
    client.log("", kind="none")
    client.attach(number, "一份材料")
    client.connection.close()
    with connect(town) as gone:
        gone.sendall(head(town, "GET", "/api/v1/board/"))


def rounds(town, number, times):
    """Each a few dear requests and many cheap ones, these on a new connection each."""
    for _ in range(times):
        everything(town, number)
        for path in ("/healthz", "/readyz", "/api/v1/me/", "/static/api/docs.js") * 12:
            ask(town, "GET", path)


def test_files_and_memory_stay_flat(town):
    number = town.logged("平稳")["number"]
    together([partial(rounds, town, number, 2)] * CLIENTS)
    files, memory = held(town)
    together([partial(rounds, town, number, ROUNDS)] * CLIENTS)
    after = held(town)
    seen("flat", requests=CLIENTS * ROUNDS * REQUESTS, files=[files, after[0]], megabytes=[memory, after[1]])
    assert after[0] <= files + CLIENTS
    assert after[1] <= memory * 1.1 + 5
    ends_well(town)
