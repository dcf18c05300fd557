"""PostgreSQL restarts, ends its connections or is away for seconds, while people work: they wait, and lose nothing."""

import time

import pytest

from tests.failures.cluster import cluster, settled, town  # noqa: F401 (fixtures)
from tests.failures.crowd import at_once
from tests.failures.ending import ends_well, seen
from tests.failures.outage import is_unavailable, under_load
from tests.failures.wire import ask
from tests.keeping.places import POSTGRESQL, here

pytestmark = [
    pytest.mark.experiment,
    pytest.mark.skipif(here() != POSTGRESQL, reason="PostgreSQL's turn"),
]


def told_apart(town, load):  # noqa: F811
    """Each key became one record, and nobody was answered anything but 201 and 503."""
    found = ends_well(town, load.acknowledged.values())
    titles = [record["title"] for record in found["records"].values()]
    assert set(load.acknowledged) <= set(titles)
    assert len(set(titles)) == len(titles)
    assert set(load.statuses) <= {201, 503}


def test_restarted_at_once_under_load_it_is_503_for_a_moment_and_nothing_is_lost(town, cluster):  # noqa: F811
    with under_load(town) as load:
        for _ in range(2):
            cluster.control("restart", "-m", "immediate")
            assert town.client().get("cases/").status == 200
            load.reaches(20)
    told_apart(town, load)
    seen("immediate restart", **{str(status): count for status, count in load.statuses.items()})


def test_all_connections_ended_again_and_again(town, cluster):  # noqa: F811
    ended = 0
    with under_load(town) as load:
        for _ in range(10):
            ended += cluster.terminate()
            load.reaches(5)
    assert ended >= 10
    told_apart(town, load)
    seen("connections ended", ended=ended, **{str(status): count for status, count in load.statuses.items()})


def test_away_for_seconds_every_answer_comes_at_once_and_the_first_one_after_it_is_right(town, cluster):  # noqa: F811
    waited = []
    with under_load(town, 16) as load:
        cluster.control("stop", "-m", "immediate")
        until = time.monotonic() + 4
        while time.monotonic() < until:
            before = time.monotonic()
            alive, ready, asked = at_once(
                lambda: ask(town, "GET", "/healthz")[0],
                lambda: ask(town, "GET", "/readyz")[0],
                lambda: town.client().get("cases/"),
            )
            waited.append(time.monotonic() - before)
            assert (alive, ready, is_unavailable(asked)) == (200, 503, True)
        cluster.control("start")
        assert town.client().get("cases/").status == 200
        assert ask(town, "GET", "/readyz")[0] == 200
    assert max(waited) < 2, waited
    told_apart(town, load)
    seen("away", slowest_ms=round(max(waited) * 1000), **{str(s): count for s, count in load.statuses.items()})


def test_where_connections_are_taken_and_nothing_is_said_it_is_503_too(town, cluster):  # noqa: F811
    record = town.logged("以前")
    before = time.monotonic()
    with cluster.silent():
        ready, alive, *asked = at_once(
            lambda: ask(town, "GET", "/readyz")[0],
            lambda: ask(town, "GET", "/healthz")[0],
            *[lambda: town.client().get("cases/")] * 6,
        )
        waited = time.monotonic() - before
        assert (ready, alive) == (503, 200)
        assert all(is_unavailable(answer) for answer in asked)
    assert waited < 10
    assert town.client().get("cases/").status == 200
    ends_well(town, [record])
    seen("silent", slowest_ms=round(waited * 1000))
