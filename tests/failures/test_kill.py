"""`kill -9` in the middle of the work: what was acknowledged is there, whole, and a repeated request finds it."""

import hashlib
import http.client
import itertools
import json
import signal
import threading
import time

import pytest

from tests.failures.conftest import Server, own_database

pytestmark = pytest.mark.experiment
SETUP = """
import django; django.setup()
from junping.clocks.now import now
from junping.org import tokens
from junping.org.actor import system
from junping.org.models import Unit, User
from junping.org.tree import hang
from junping.workflow.changes import change
unit = Unit(code="431224105000", name="均坪镇", level="town")
change(unit, "register", system(), {}, label="新建")
hang(unit, None); change(unit, "correct", system(), {}, label="更正")
user = User(username="center", name="综治中心", unit=unit, roles="center"); user.set_password("junping-demo")
change(user, "register", system(), {}, label="新建")
token, plain = tokens.issue(user, "测试", now=now()); change(token, "issue", system(), {}, label="发放令牌")
print(plain)
"""
CLIENTS, SECONDS = 10, 4
CASE = {"kind": "dispute", "category": "land", "source": "visit", "unit": "431224105000"}
BOUNDARY = "x7f3a"


class Client:
    """One village's program: logs one record after the other and notes what was acknowledged."""

    def __init__(self, server, name):
        self.server, self.name = server, name
        self.logged, self.files, self.sent = {}, {}, None
        self.connection = None

    def ask(self, method, path, body=None, key=None, content_type="application/json"):
        """(status, headers, body); OSError when the server is gone."""
        self.connection = self.connection or http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        headers = {"Authorization": f"Bearer {self.server.token}", "Content-Type": content_type}
        if key:
            headers["Idempotency-Key"] = key
        self.connection.request(method, f"/api/v1/{path}", body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.headers, json.loads(answer.read() or b"null")

    def log(self, key):
        body = json.dumps({**CASE, "title": key, "parties": [{"role": "applicant", "name": "李四"}]})
        return self.ask("POST", "cases/", body, key)

    def attach(self, number, text):
        part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n{text}\r\n'
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return self.ask("POST", f"cases/{number}/attachments/", f"{part}--{BOUNDARY}--\r\n".encode(), None, kind)

    def work(self, killed):
        for n in itertools.count():
            self.sent = f"{self.name}-{n:06d}"
            try:
                status, _, body = self.log(self.sent)
                assert status == 201, body
                self.logged[self.sent] = body["number"]
                if n % 5 == 0:
                    status, _, file = self.attach(body["number"], self.sent)
                    assert status == 201, file
                    self.files[self.sent] = body["number"]
            except (OSError, http.client.HTTPException):
                if killed.is_set():
                    return
                raise


@pytest.fixture
def server(tmp_path):
    with own_database() as url:
        made = Server(tmp_path, url, settings="junping.settings")
        made.migrate()
        made.token = made.python(SETUP).stdout.strip()
        made.start()
        yield made
        if made.process.poll() is None:
            made.stop()


def worked_until_killed(server):
    clients, killed = [Client(server, f"client-{n:02d}") for n in range(CLIENTS)], threading.Event()
    threads = [threading.Thread(target=client.work, args=[killed]) for client in clients]
    for thread in threads:
        thread.start()
    time.sleep(SECONDS)
    killed.set()
    server.stop(signal.SIGKILL)
    for thread in threads:
        thread.join(60)
    return clients


def everything(client):
    rows, path = {}, "cases/?page_size=200&ordering=number"
    while path:
        _, _, page = client.ask("GET", path)
        rows |= {row["number"]: row for row in page["results"]}
        path = page["next"] and page["next"].partition("/api/v1/")[2]
    return rows


def test_after_kill_9_every_acknowledged_record_is_there_and_a_repeated_request_finds_it(server):
    clients = worked_until_killed(server)
    logged = {key: number for client in clients for key, number in client.logged.items()}
    assert len(logged) > CLIENTS
    assert len(set(logged.values())) == len(logged)
    server.start()
    anew = Client(server, "after")
    rows = everything(anew)
    assert {number: rows[number]["title"] for number in logged.values()} == {n: k for k, n in logged.items()}
    assert all(len(rows[number]["parties"]) == 1 for number in logged.values())
    for key in itertools.chain(*[list(client.logged)[-5:] for client in clients]):
        status, headers, body = anew.log(key)
        assert (status, body["number"], headers["Idempotent-Replayed"]) == (201, logged[key], "true")
    in_flight = [client.sent for client in clients if client.sent not in logged]
    for key in in_flight:
        status, headers, body = anew.log(key)
        there = body["number"] in rows
        assert (status, headers["Idempotent-Replayed"]) == (201, "true" if there else None)
    positions = sorted(int(number[-4:]) for number in everything(anew))
    assert positions == list(range(1, len(positions) + 1))
    for client in clients:
        for key, number in client.files.items():
            files = anew.ask("GET", f"cases/{number}/attachments/")[2]
            assert [file["sha256"] for file in files] == [hashlib.sha256(key.encode()).hexdigest()]
    server.stop()
    verified = server.manage("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
