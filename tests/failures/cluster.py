"""A PostgreSQL server of one's own, to be stopped, restarted and filled at will."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest

from tests.failures.conftest import free_port
from tests.failures.town import Town

_DEBIANS = "/usr/lib/postgresql/*/bin/initdb"
_SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 40
shared_buffers = 16MB
log_min_error_statement = panic
"""


def programs():
    """The folder of PostgreSQL's programs; None where there are none."""
    found = shutil.which("initdb") or max(map(str, Path("/").glob(_DEBIANS[1:])), default=None)
    return found and Path(found).resolve().parent


def whose():
    """How to run them: PostgreSQL refuses to run as root. None where that is what we are and nobody else is there."""
    if os.geteuid():
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return None


class Cluster:
    """One database `junping` at `url`, in a folder of its own below /tmp."""

    def __init__(self, folder):
        self.folder, self.data, self.port = folder, folder / "pg", free_port()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/junping"

    def run(self, program, *arguments):
        # Its output goes to a file: a server that pg_ctl starts would hold a pipe open.
        with (self.folder / "programs.log").open("ab") as log:
            done = subprocess.run(
                [programs() / program, *arguments],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                timeout=60,
                env={**os.environ, "LC_ALL": "C.UTF-8"},
                **whose(),
            )
        assert done.returncode == 0, (self.folder / "programs.log").read_text()

    def control(self, *arguments):
        self.run("pg_ctl", "-D", self.data, "-l", self.folder / "server.log", "-w", "-t", "30", *arguments)

    def make(self):
        self.run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(f"port = {self.port}\n{_SETTINGS}")
        self.control("start")

    def is_up(self):
        with contextlib.suppress(psycopg.OperationalError):
            return bool(self.execute("SELECT 1"))
        return False

    @contextlib.contextmanager
    def silent(self):
        """Connections are taken, and nobody says a word on them."""
        self.terminate()
        postmaster = int((self.data / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(postmaster, signal.SIGCONT)

    def execute(self, statement):
        with psycopg.connect(self.url.replace("/junping", "/postgres"), autocommit=True) as admin:
            done = admin.execute(statement)
            return done.fetchall() if done.description else []

    def terminate(self):
        """End every connection of the program; how many."""
        return sum(
            done
            for (done,) in self.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'junping'"
            )
        )


@pytest.fixture(scope="session")
def cluster():
    if programs() is None or whose() is None:
        pytest.skip("DID NOT RUN: no initdb of PostgreSQL here (or no user but root to run it)")
    # Not below pytest's own folder, which no other user may enter.
    folder = Path(tempfile.mkdtemp(prefix="junping-cluster-"))
    try:
        if user := whose():
            os.chown(folder, user["user"], user["group"])
        made = Cluster(folder)
        made.make()
        yield made
        made.control("stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def settled(cluster, tmp_path_factory):
    """A running town on the cluster."""
    cluster.execute("CREATE DATABASE junping TEMPLATE template0")
    made = Town(tmp_path_factory.mktemp("cluster"), cluster.url).settle()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def town(cluster, settled):
    """The same, the database up."""
    if not cluster.is_up():
        cluster.control("start")
    return settled
