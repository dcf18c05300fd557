"""The database is locked, full or gone: the answer says so, nothing is half-written, and afterwards all works again."""

import json
import socket
import sqlite3
import threading
import time
from contextlib import suppress

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connection

from junping.api.problems import problem_of
from tests.api.conftest import Caller, clerk, on_stubs, token_of, town, village  # noqa: F401 (fixtures)
from tests.api.test_body import refused
from tests.failures.conftest import Server, own_database, prepare
from tests.failures.wire import ask

UNITS = "/api/v1/units/"
ON_SQLITE = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's one writer")
ON_POSTGRESQL = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="a server that can be out of reach")


def post(server, value):
    body = json.dumps(value).encode()
    return ask(server, "POST", UNITS, f"Content-Length: {len(body)}", body=body)


def rows(server):
    return len(json.loads(ask(server, "GET", UNITS)[2])["results"])


def unavailable(answer):
    status, headers, body = answer
    assert status == 503, body
    assert headers["retry-after"].isdigit()
    assert headers["content-type"] == "application/problem+json"


@ON_SQLITE
def test_while_another_program_holds_the_write_lock_writing_is_503_and_reading_goes_on(server):
    assert post(server, {"name": "之前"})[0] == 201
    before = rows(server)
    holder = sqlite3.connect(server.data / "junping.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        unavailable(post(server, {"name": "之间"}))
        assert rows(server) == before
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    assert post(server, {"name": "之后"})[0] == 201
    assert rows(server) == before + 1


@ON_SQLITE
@pytest.mark.usefixtures("on_stubs")
@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_507_and_leaves_nothing(clerk):  # noqa: F811
    caller = Caller(token_of(clerk))
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            refused(caller.post(UNITS, {"name": "满" * 100_000}), 507)
        finally:
            cursor.execute("PRAGMA max_page_count = 4294967294")
    assert caller.get(UNITS).json()["results"] == []
    assert caller.post(UNITS, {"name": "之后"}).status_code == 201


@pytest.mark.parametrize(
    ("kind", "cause", "status"),
    [
        (OperationalError, psycopg.errors.DiskFull(), 507),
        (OperationalError, psycopg.errors.LockNotAvailable(), 503),
        (OperationalError, psycopg.errors.DeadlockDetected(), 503),
        (OperationalError, psycopg.errors.QueryCanceled(), 503),
        (OperationalError, psycopg.errors.AdminShutdown(), 503),
        (OperationalError, psycopg.errors.TooManyConnections(), 503),
        (OperationalError, psycopg.OperationalError("connection refused"), 503),
        (InterfaceError, psycopg.InterfaceError("the connection is closed"), 503),
        (ProgrammingError, psycopg.errors.UndefinedColumn(), 500),
    ],
)
def test_what_postgresql_says_is_told_apart_from_our_mistakes(kind, cause, status):
    error = kind()
    error.__cause__ = cause
    assert problem_of(error).status == status


class Relay(threading.Thread):
    """A wire to PostgreSQL that can be cut."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.target = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.ends = []
        self.cut = False

    def run(self):
        while True:
            near, _ = self.listener.accept()
            if self.cut:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self.target))
            self.ends += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one, other):
        with suppress(OSError):
            while data := one.recv(65_536):
                other.sendall(data)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def sever(self):
        self.cut = True
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@ON_POSTGRESQL
def test_while_postgresql_is_gone_answers_are_503_and_afterwards_all_works_again(tmp_path):
    with own_database() as url:
        relay = Relay(int(connection.settings_dict["PORT"] or 5432))
        relay.start()
        server = Server(tmp_path, url.replace(f":{relay.target}/", f":{relay.port}/"))
        prepare(server)
        server.start()
        try:
            assert post(server, {"name": "之前"})[0] == 201
            relay.sever()
            start = time.monotonic()
            unavailable(ask(server, "GET", UNITS))
            unavailable(post(server, {"name": "之间"}))
            assert ask(server, "GET", "/readyz")[0] == 503
            assert ask(server, "GET", "/healthz")[0] == 200
            assert time.monotonic() - start < 15
            relay.cut = False
            for _ in range(40):
                if ask(server, "GET", "/readyz")[0] == 200 and ask(server, "GET", UNITS)[0] == 200:
                    break
                time.sleep(0.5)
            assert rows(server) == 1
            assert post(server, {"name": "之后"})[0] == 201
        finally:
            server.stop()
