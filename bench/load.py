"""How is a running server put under load? `wrk` where it is installed, else a small client of our own.

Both send a list of requests over and over on kept connections, each waiting for its answer, for some seconds. Every
`@N@` in a request becomes a number that was not used before: for idempotency keys.
"""

import json
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

SCRIPT = Path(__file__).with_name("requests.lua")
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    method: str = "GET"
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: requests per second, milliseconds, how many answers were no 2xx."""

    rate: float
    p50: float
    p95: float
    worst: float
    refused: int = 0
    requests: int = field(default=0, compare=False)


def drive(port: int, requests: Sequence[Request], seconds: float, connections: int = 4) -> Sample:
    """Send `requests` in turn to 127.0.0.1:`port`."""
    tool = shutil.which("wrk")
    return _wrk(tool, port, requests, seconds, connections) if tool else _own(port, requests, seconds, connections)


def tool() -> str:
    return "wrk" if shutil.which("wrk") else "own client (wrk is not installed)"


_run = count(int(time.time()) % 10**8 * 1000)


def _wrk(tool: str, port: int, requests: Sequence[Request], seconds: float, connections: int) -> Sample:
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        for request in requests:
            headers = "\x1f".join(f"{name}\x1e{value}" for name, value in request.headers)
            file.write("\t".join((request.method, request.path, headers, request.body)) + "\n")
        file.flush()
        # wrk takes whole seconds only.
        options = ["-t1", f"-c{connections}", f"-d{max(round(seconds), 1)}s", "-s", str(SCRIPT)]
        done = subprocess.run(
            [tool, *options, f"http://{HOST}:{port}", "--", file.name, str(next(_run))],
            capture_output=True,
            text=True,
            check=True,
            timeout=seconds + 60,
        )
    told = json.loads(done.stdout.strip().splitlines()[-1])
    return Sample(**told)


def _own(port: int, requests: Sequence[Request], seconds: float, connections: int) -> Sample:
    raw = [_raw(request) for request in requests]
    turn, taken, refused = count(), [], []
    until = time.perf_counter() + seconds

    def run() -> None:
        with socket.create_connection((HOST, port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while (began := time.perf_counter()) < until:
                nth = next(turn)
                connection.sendall(raw[nth % len(raw)].replace(b"@N@", b"%d" % (next(_run) * 10**6 + nth)))
                status = _answer(connection)
                taken.append((time.perf_counter() - began) * 1000)
                if not 200 <= status < 300:
                    refused.append(status)

    threads = [threading.Thread(target=run) for _ in range(connections)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - began
    taken.sort()
    p50, p95 = taken[len(taken) // 2], taken[len(taken) * 95 // 100]
    return Sample(len(taken) / spent, p50, p95, taken[-1], len(refused), len(taken))


def _raw(request: Request) -> bytes:
    body = request.body.encode()
    lines = [f"{request.method} {request.path} HTTP/1.1", f"Host: {HOST}"]
    lines += [f"{name}: {value}" for name, value in request.headers]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def _answer(connection: socket.socket) -> int:
    """Read one answer to its end; its status."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    length = next((int(line[15:]) for line in lines if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        body += _more(connection)
    return int(lines[0].split()[1])


def _more(connection: socket.socket) -> bytes:
    data = connection.recv(65536)
    if not data:
        raise ConnectionError("the server closed the connection")
    return data
