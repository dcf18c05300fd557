"""`make bench` on the smallest of towns fills, serves, drives and reports; what it filled stands up to `verify`."""

import subprocess
import sys

import pytest
from django.db import connection

pytest.importorskip("orjson", reason="DID NOT RUN: make bench's requirements are not installed")
pytestmark = [
    pytest.mark.experiment,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="the yardsticks speak to PostgreSQL"),
]
SIZE = 61


@pytest.fixture
def small():
    """A bench database of this test's own, on the server of the tests."""
    from bench import places

    settings = connection.settings_dict
    places.SERVER = f"postgres://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}"
    places.DATA.mkdir(parents=True, exist_ok=True)
    places.make(SIZE, yardsticks=True)
    yield places
    places.drop(SIZE)


def test_it_runs_from_filling_to_the_tables_and_verify_finds_nothing(small):
    asked = ["create", "action", "search", "admin list"]
    options = ["--sizes", str(SIZE), "--seconds", "1", "--repetitions", "1", "--keep", "--endpoints", *asked]
    done = subprocess.run(
        [sys.executable, "-m", "bench.drive", *options],
        env={**small.environment(small.url_of(SIZE)), "BENCH_DATABASE_URL": small.SERVER},
        cwd=small.ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    rows = [line.split("|")[1:-1] for line in done.stdout.splitlines() if line.count("|") == 8]
    told = {(row[0].strip(), row[1].strip().split()[0]): int(row[-1]) for row in rows if row[-1].strip().isdigit()}
    assert {endpoint for endpoint, app in told if app == "ours"} == set(asked)
    assert [key for key, refused in told.items() if key[1] == "ours" and key[0] != "action" and refused] == []
    assert "核对了" in small.run(small.url_of(SIZE), "manage.py", "verify")
