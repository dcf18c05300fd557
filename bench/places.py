"""Where does the bench work? Databases named bench_…, servers on ports of this machine, data under data/bench."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg

ROOT = Path(__file__).parent.parent
DATA = ROOT / "data" / "bench"
SERVER = os.environ.get("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432").rstrip("/")
_STARTS_WITHIN = 30


def name_of(size: int) -> str:
    return f"bench_{size}"


def url_of(size: int) -> str:
    return f"{SERVER}/{name_of(size)}"


def environment(url: str) -> dict[str, str]:
    """The program's own settings for a bench database: no limit of requests, nothing of the caller's system."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JUNPING_")}
    data = {"JUNPING_DATA_DIR": str(DATA), "JUNPING_RATE": "0", "DATABASE_URL": url}
    return {**kept, **data, "PYTHONPATH": str(ROOT)}


def run(url: str, *arguments: str) -> str:
    """Run Python with the arguments against a database; what it wrote to stdout."""
    done = subprocess.run(
        [sys.executable, *arguments], env=environment(url), cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def has(name: str) -> bool:
    with psycopg.connect(f"{SERVER}/postgres") as admin:
        return admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def make(size: int, *, yardsticks: bool) -> None:
    """A filled database of this size, unless it is there already."""
    url = url_of(size)
    if not has(name_of(size)):
        with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name_of(size)}")
        run(url, "manage.py", "migrate", "--verbosity", "0")
        run(url, "-m", "bench.fill", "--cases", str(size))
    if yardsticks:
        run(url, "-m", "bench.yardsticks")


def drop(size: int) -> None:
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name_of(size)} WITH (FORCE)")


@contextmanager
def serving(url: str, arguments: list[str], port: int) -> Iterator[None]:
    """A server of ours on `port` for as long as the block lasts. Its log goes to data/bench."""
    log = DATA / f"server-{port}.log"
    with log.open("w") as out:
        process = subprocess.Popen([sys.executable, *arguments], env=environment(url), cwd=ROOT, stdout=out, stderr=out)
        try:
            _wait_for(port, process, log)
            yield
        finally:
            process.terminate()
            process.wait(10)


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"the server on {port} did not start: {log.read_text()[-500:]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def facts(url: str, query: str, values: Mapping[str, object] | None = None) -> list[tuple[object, ...]]:
    """Rows of a bench database, for what to ask for."""
    with psycopg.connect(url) as connection:
        return connection.execute(query, values or {}).fetchall()
