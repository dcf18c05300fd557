"""A real server process with a data folder and a database of its own."""

import contextlib
import functools
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psycopg
import pytest
from django.db import connections

ROOT = Path(__file__).resolve().parents[2]
_OWN = "junping_server_"
_made_once = contextlib.ExitStack()
_SETUP = """
import django; django.setup()
from junping.clocks.now import now
from junping.org import tokens
from junping.org.models import Unit, User
from junping.org.tree import hang
unit = Unit(code="431224105000", name="均坪镇", level="town"); unit.save(); hang(unit, None); unit.save()
user = User.objects.create_user("village-06", "junping-demo", name="板溪村", unit=unit, roles="village")
token, plain = tokens.issue(user, "测试", now=now()); token.save(); print(plain)
"""


@contextlib.contextmanager
def own_database():
    """The DATABASE_URL of an empty database: of the kind that this run of the tests uses. Gone afterwards."""
    # The settings as they are written, for the tests' own database stands in them by another name.
    settings = connections.settings["default"]
    if "postgresql" not in settings["ENGINE"]:
        yield ""
        return
    name = f"{_OWN}{secrets.token_hex(4)}"
    _administer(f'CREATE DATABASE "{name}"')
    try:
        password = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
        yield f"postgres://{settings['USER']}{password}@{settings['HOST']}:{settings['PORT'] or 5432}/{name}"
    finally:
        _administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _administer(*statements):
    settings = connections.settings["default"]
    server = f"host={settings['HOST']} port={settings['PORT'] or 5432} user={settings['USER']} dbname=postgres"
    with psycopg.connect(server, password=settings["PASSWORD"] or None, autocommit=True) as admin:
        for statement in statements:
            admin.execute(statement)


@functools.cache
def _migrated():
    """A server that was migrated and never started."""
    folder = Path(_made_once.enter_context(tempfile.TemporaryDirectory(prefix="junping-tests-")))
    made = Server(folder, _made_once.enter_context(own_database()))
    made.migrate_anew()
    return made


def pytest_sessionfinish():
    _made_once.close()


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """`manage.py serve` on a free port; `manage` runs other commands on the same data."""

    def __init__(self, folder, database_url, settings="tests.failures.settings"):
        self.port = free_port()
        self.process = None
        self.log = folder / "serve.log"
        self.data = folder / "data"
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("JUNPING_", "DATABASE_URL", "DJANGO_"))}
        self.environment = {
            **inherited,
            "JUNPING_DATA_DIR": str(self.data),
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": settings,
            "JUNPING_RATE": "0",
        }

    @property
    def database(self):
        """The name of a database of `own_database`; empty for a file, None for any other."""
        name = self.environment["DATABASE_URL"].rpartition("/")[2]
        return name if not name or name.startswith(_OWN) else None

    def migrate(self):
        """What `manage.py migrate` makes of an empty place: made once, then copied. Not what a moved clock makes."""
        source = _migrated()
        other_clock, other_kind = "TEST_CLOCK" in self.environment, bool(self.database) != bool(source.database)
        if self.database is None or other_clock or other_kind:
            self.migrate_anew()
            return
        shutil.copytree(source.data, self.data, dirs_exist_ok=True)
        if self.database:
            _administer(
                f'DROP DATABASE "{self.database}" WITH (FORCE)',
                f'CREATE DATABASE "{self.database}" TEMPLATE "{source.database}"',
            )

    def migrate_anew(self):
        migrated = self.manage("migrate", "--verbosity", "0")
        assert migrated.returncode == 0, migrated.stderr

    def manage(self, *arguments, **environment):
        return self._run([sys.executable, "manage.py", *arguments], environment)

    def python(self, code):
        return self._run([sys.executable, "-c", code], {})

    def _run(self, command, environment):
        return subprocess.run(
            command, cwd=ROOT, env={**self.environment, **environment}, capture_output=True, text=True, timeout=120
        )

    def start(self, address="127.0.0.1", **environment):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--bind", f"{address}:{self.port}"],
                cwd=ROOT,
                env={**self.environment, **environment},
                stdout=log,
                stderr=log,
            )
        for _ in range(300):
            with contextlib.suppress(OSError):
                return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).status
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def stop(self, by=signal.SIGTERM):
        self.process.send_signal(by)
        return self.process.wait(20)


def prepare(server):
    """Migrate, and make one user whose token is `server.token`."""
    server.migrate()
    server.token = server.python(_SETUP).stdout.strip()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Migrated, with one user whose token is `server.token`, and running."""
    with own_database() as url:
        made = Server(tmp_path_factory.mktemp("server"), url)
        prepare(made)
        made.start()
        yield made
        if made.process.poll() is None:
            made.stop()
