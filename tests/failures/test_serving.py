"""The server as a process: bodies that stall, that are too large or come in pieces; starting and stopping."""

import json
import signal
import time
from contextlib import ExitStack

import pytest

from tests.failures.conftest import Server, own_database
from tests.failures.wire import ask, connect, head, read_answer

ECHO = "/api/v1/echo/"
MEBIBYTE = 1024 * 1024


def too_large(answer):
    status, headers, body = answer
    assert status == 413
    assert headers["content-type"] == "application/problem+json"
    assert json.loads(body)["status"] == 413


def chunked(body, size=65_536):
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def test_thirty_clients_that_stop_in_the_middle_of_a_body_hold_nobody_up(server):
    with ExitStack() as stack:
        for n in range(30):
            stalled = stack.enter_context(connect(server))
            how = "Content-Length: 1000" if n % 2 else "Transfer-Encoding: chunked"
            stalled.sendall(head(server, "POST", ECHO, how) + (b'{"a": "' if n % 2 else b'3e8\r\n{"a": "'))
        spent = []
        for _ in range(20):
            start = time.monotonic()
            assert ask(server, "POST", ECHO, "Content-Length: 2", body=b"{}")[0] == 200
            spent.append(time.monotonic() - start)
        assert max(spent) < 2


def test_a_body_in_chunks_is_read_like_any_other(server):
    value = {"title": "邻里排水" * 100}
    status, _, body = ask(
        server, "POST", ECHO, "Transfer-Encoding: chunked", body=chunked(json.dumps(value).encode(), 7)
    )
    assert status == 200
    assert json.loads(body)["body"] == value


@pytest.mark.parametrize("size", [2 * MEBIBYTE, 20 * MEBIBYTE, 60 * MEBIBYTE])
def test_a_body_too_large_is_refused_and_the_client_gets_to_read_it(server, size):
    too_large(ask(server, "POST", ECHO, f"Content-Length: {size}", body=b"x" * size))


def test_the_same_in_chunks(server):
    too_large(ask(server, "POST", ECHO, "Transfer-Encoding: chunked", body=chunked(b"x" * 3 * MEBIBYTE)))


def test_a_client_that_asks_before_it_sends_is_refused_at_once(server):
    with connect(server) as connection:
        connection.sendall(head(server, "POST", ECHO, f"Content-Length: {60 * MEBIBYTE}", "Expect: 100-continue"))
        too_large(read_answer(connection))


def test_a_client_that_asks_before_it_sends_may_go_on(server):
    with connect(server) as connection:
        connection.sendall(head(server, "POST", ECHO, "Content-Length: 2", "Expect: 100-continue"))
        assert read_answer(connection)[0] == 100
        connection.sendall(b"{}")
        assert read_answer(connection)[0] == 200


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"x" * 40_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3, 3\r\n\r\n", 400),
        (b"POST /api/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        (b"POST /api/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
    ],
)
def test_what_the_server_itself_refuses_is_a_problem_document_too(server, request_, status):
    with connect(server) as connection:
        connection.sendall(request_)
        got, headers, body = read_answer(connection)
    assert (got, headers["content-type"]) == (status, "application/problem+json")
    assert json.loads(body)["status"] == status


def test_two_hosts_are_refused(server):
    with connect(server) as connection:
        connection.sendall(b"GET /api/v1/me/ HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")
        assert read_answer(connection)[0] == 400


def test_an_answer_to_head_is_empty_and_the_connection_goes_on(server):
    with connect(server) as connection:
        for path in ("/readyz", ECHO, "/api/v1/nothing/", "/static/api/docs.js"):
            connection.sendall(head(server, "HEAD", path))
            status, headers, _ = read_answer(connection, has_body=False)
            assert int(headers["content-length"]) > 0, path
            connection.sendall(head(server, "GET", path))
            again, _, body = read_answer(connection)
            assert (again, len(body)) == (status, int(headers["content-length"]))


def test_the_answer_names_no_server(server):
    assert "server" not in ask(server, "GET", "/healthz")[1]


def test_a_forged_address_does_not_reach_the_log(server):
    ask(server, "GET", "/api/v1/forged/", "X-Forwarded-For: 10.9.8.7", "X-Forwarded-Proto: https")
    time.sleep(0.2)
    assert "10.9.8.7" not in server.log.read_text()


def test_static_files_are_served_without_collecting_them(server):
    status, headers, body = ask(server, "GET", "/static/api/docs.js")
    assert status == 200
    assert "javascript" in headers["content-type"]
    assert b"SwaggerUIBundle" in body


@pytest.fixture
def idle(tmp_path):
    """A server that was never started, on an empty database."""
    with own_database() as url:
        yield Server(tmp_path, url)


def test_an_unmigrated_database_is_not_served(idle):
    ended = idle.manage("serve", "--bind", f"127.0.0.1:{idle.port}")
    assert ended.returncode != 0
    assert "migrate" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_sigterm_stops_at_once_even_with_clients_that_stall(idle):
    idle.migrate()
    idle.token = "jp_none"
    idle.start()
    with connect(idle) as connection:
        connection.sendall(head(idle, "POST", ECHO, "Content-Length: 1000") + b"{")
        start = time.monotonic()
        assert idle.stop(signal.SIGTERM) == 0
        assert time.monotonic() - start < 8
    assert "Traceback" not in idle.log.read_text()
    assert "ERROR" not in idle.log.read_text()


def test_an_open_address_without_https_is_warned_about(idle):
    idle.migrate()
    idle.start("0.0.0.0")
    idle.stop()
    assert "JUNPING_HTTPS" in idle.log.read_text()


def test_behind_a_proxy_with_https_plain_http_is_sent_there_and_cookies_are_secure(idle):
    idle.migrate()
    idle.token = "jp_none"
    idle.start(JUNPING_HTTPS="1")
    status, headers, _ = ask(idle, "GET", "/admin/login/")
    assert (status, headers["location"]) == (301, "https://localhost/admin/login/")
    status, headers, _ = ask(
        idle, "GET", "/admin/login/", "X-Forwarded-Proto: https", "X-Forwarded-For: 6.6.6.6, 10.9.8.7"
    )
    idle.stop()
    assert status == 200
    assert "Secure" in headers["set-cookie"]
    assert headers["strict-transport-security"].startswith("max-age=31536000")
    assert "GET /admin/login/ 200" in idle.log.read_text()
    assert "10.9.8.7" in idle.log.read_text()
    assert "6.6.6.6" not in idle.log.read_text()


@pytest.mark.parametrize(
    "bind", ["8000", "127.0.0.1:99999", "127.0.0.1:x", "no.such.host.invalid:8000", "203.0.113.1:8000"]
)
def test_an_address_that_cannot_be_bound_is_a_clear_message(server, bind):
    ended = server.manage("serve", "--bind", bind)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert ended.stderr.strip()
