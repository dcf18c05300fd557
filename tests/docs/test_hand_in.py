"""The program in docs/api.md, left alone with a bad line: what it does with an answer that never fully comes."""

import json
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

GUIDE = (Path(__file__).resolve().parents[2] / "docs/api.md").read_text("utf-8")
WAITS = "in (1, 2, 5, 10, 30, 60, 60, 60):"
ITEM = {"idempotency_key": "key-0000001", "kind": "request", "title": "路灯不亮"}


def nothing(handler):
    handler.close_connection = True


def half(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"results": [')
    handler.close_connection = True


def page_of_a_proxy(handler):
    handler.send_response(502)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    handler.wfile.write(b"<html><h1>502 Bad Gateway</h1></html>")


def answer(status, value, **headers):
    def say(handler):
        body = json.dumps(value).encode()
        handler.send_response(status)
        for name, text in headers.items():
            handler.send_header(name.replace("_", "-"), text)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return say


def busy(code, status):
    return answer(status, {"code": code, "detail": "请稍后再试", "errors": []}, Retry_After="0")


@pytest.fixture
def line(tmp_path):
    """Run the program against these answers, one a request; what was sent, and how it ended."""
    program = re.search(r"^```python\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)[1]
    assert WAITS in program
    (tmp_path / "hand_in.py").write_text(program.replace(WAITS, "in [0] * 8:"), "utf-8")
    (tmp_path / "outbox.json").write_text(json.dumps([ITEM]), "utf-8")
    servers = []

    def run(*answers):
        sent, left = [], list(answers)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                sent.append(self.rfile.read(int(self.headers["Content-Length"])))
                left.pop(0)(self)

            def log_message(self, *said):
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        environment = {"BASE": f"http://127.0.0.1:{server.server_port}", "TOKEN": "t", "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, "hand_in.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
        )
        return sent, done, json.loads((tmp_path / "outbox.json").read_text("utf-8"))

    yield run
    for server in servers:
        server.shutdown()
        server.server_close()


DONE = answer(200, {"results": [{"status": "exists", "number": "JP-2026-0001", "errors": []}]})


@pytest.mark.parametrize("broken", [nothing, half, page_of_a_proxy, busy("busy", 503), busy("in_progress", 409)])
def test_it_sends_the_same_again_until_it_has_the_whole_answer(line, broken):
    sent, done, outbox = line(broken, broken, DONE)
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(body) for body in sent] == [{"items": [ITEM]}] * 3
    assert "JP-2026-0001" in done.stdout
    assert outbox == []


def test_what_waiting_does_not_mend_ends_it_with_the_servers_words_and_nothing_lost(line):
    sent, done, outbox = line(answer(401, {"code": "not_authenticated", "detail": "令牌无效", "errors": []}))
    assert done.returncode == 1
    assert "401 令牌无效" in done.stderr
    assert "Traceback" not in done.stderr
    assert (len(sent), outbox) == (1, [ITEM])
