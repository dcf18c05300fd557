"""The production server: waitress, taught to refuse in our words.

Waitress takes a body in its event loop and gives a request to a thread only when it is whole, so that clients which
stall in the middle of a body hold no thread (docs/decisions: gunicorn and granian with few threads stood still).
"""

import errno
import logging
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver
from waitress.server import TcpWSGIServer, create_server
from waitress.task import ErrorTask
from waitress.utilities import Error, RequestEntityTooLarge

from junping.api.problems import Problem, document

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

THREADS = 8
# A file of 20 MiB with its form fields; JSON is limited to 1 MiB by its own reader.
MAX_BODY = 21 * 1024 * 1024
MAX_HEADERS = 32 * 1024
# So much of a body that is too large is read and thrown away, so that its sender gets to read the answer.
_DRAINED = 256 * 1024 * 1024
_CONNECTIONS = 1_000
_IDLE_SECONDS = 60
_DETAILS = {413: "请求正文超过 21 MiB。", 431: "请求头过大。", 507: "临时目录已满，请通知管理员清出空间后再试。"}
_FULL = {errno.ENOSPC, errno.EDQUOT}
_access = logging.getLogger("junping.access")


class _NoRoom(Error):
    code = 507
    reason = "Insufficient Storage"


class _Parser(HTTPRequestParser):
    """Reads a body that is too large, or has no room on the disk, to its end, keeping nothing, before it is refused."""

    left = 0
    expect_continue = False

    def received(self, data: bytes) -> int:
        if self.left:
            taken = min(len(data), self.left)
            self.left -= taken
            self.completed = not self.left
            return taken
        try:
            consumed: int = super().received(data)
        except OSError as error:
            if error.errno not in _FULL:
                raise
            return self._no_room(len(data))
        if isinstance(self.error, RequestEntityTooLarge):
            if self.expect_continue:
                # The sender waits for our word before the body: refuse at once.
                self.expect_continue = False
            elif self.content_length:
                self.left = min(self.content_length, _DRAINED)
                self.completed = False
        return consumed

    def _no_room(self, received: int) -> int:
        """Large bodies wait in the folder for temporary files, and there it is full: give back what this one took."""
        self.error = _NoRoom("")
        with suppress(OSError):  # closing writes what is still in memory
            self.body_rcv.getbuf().close()
        if not isinstance(self.body_rcv, FixedStreamReceiver):
            self.completed = True
            return received
        taken = min(received, self.body_rcv.remain)
        self.left = min(self.body_rcv.remain - taken, _DRAINED)
        self.completed = not self.left
        return taken


class _Refusal(ErrorTask):
    """What waitress refuses by itself is a problem document too."""

    def execute(self) -> None:
        error = self.request.error
        body = document(Problem(error.code, _DETAILS.get(error.code, "请求无法读取。")))
        self.status = f"{error.code} {error.reason}"
        self.response_headers += [("Content-Type", "application/problem+json"), ("Cache-Control", "no-store")]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)
        _access.info("refused before it was read: %d %s", error.code, self.channel.addr[0])


class _Channel(HTTPChannel):
    parser_class = _Parser
    error_task_class = _Refusal


def without_body_for_head(app: WsgiApp) -> WsgiApp:
    """Answer HEAD with the headers alone; waitress leaves that to the application."""

    def wrapped(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = app(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        if hasattr(body, "close"):
            body.close()
        return []

    return wrapped


def make(app: WsgiApp, listener: socket.socket, *, behind_proxy: bool) -> TcpWSGIServer:
    """A server on the listening socket, ready to `run()`. Behind our proxy its X-Forwarded-… headers go through."""
    server = create_server(
        without_body_for_head(app),
        sockets=[listener],
        threads=THREADS,
        connection_limit=_CONNECTIONS,
        channel_timeout=_IDLE_SECONDS,
        cleanup_interval=10,
        asyncore_use_poll=True,
        max_request_body_size=MAX_BODY,
        max_request_header_size=MAX_HEADERS,
        clear_untrusted_proxy_headers=not behind_proxy,
        log_socket_errors=False,
        ident=None,
    )
    server.channel_class = _Channel
    return server
