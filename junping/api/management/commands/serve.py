"""`manage.py serve`: the production server, static files and the nightly work included."""

import re
import resource
import signal
import socket
import sys
from argparse import ArgumentParser
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import Error, connections

from junping.api import server
from junping.api.migrated import pending_migrations
from junping.api.nightly import Nightly

_BIND = re.compile(r"\[?(?P<host>[^\[\]]+?)\]?:(?P<port>[0-9]{1,5})")
_FILES = 4096


class Command(BaseCommand):
    help = "启动生产服务（含静态文件与每日封存）。Ctrl-C 或 SIGTERM 停止。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="监听的地址和端口，默认 127.0.0.1:8000")

    def handle(self, *args: Any, bind: str, **options: Any) -> None:
        self._check_database()
        listener = _listen(bind)
        host, port = listener.getsockname()[:2]
        if not ip_address(host).is_loopback and not settings.HTTPS:
            self.stderr.write(
                self.style.WARNING(
                    "注意：监听的不是本机地址，而 JUNPING_HTTPS 未开启：密码、令牌和群众信息将在网络上明文传输。"
                    "正式使用请放在 HTTPS 反向代理之后，并设 JUNPING_HTTPS=1。"
                )
            )
        shown = f"[{host}]" if ":" in host else host
        self.stdout.write(f"服务已启动：http://{shown}:{port}/  （Ctrl-C 停止）")
        self.stdout.flush()
        _run(listener)
        self.stdout.write("服务已停止。")

    def _check_database(self) -> None:
        try:
            pending = pending_migrations()
        except Error as error:
            raise CommandError(f"数据库无法连接：{error}") from None
        if pending:
            raise CommandError("数据库结构不是最新：请先运行 python manage.py migrate，再启动。")


def _listen(bind: str) -> socket.socket:
    """A listening socket on `host:port` (an address, `[::1]` for IPv6, or localhost). CommandError where it cannot."""
    found = _BIND.fullmatch(bind)
    if not found or int(found["port"]) > 65535:
        raise CommandError("--bind 应为 地址:端口，例如 127.0.0.1:8000。")
    host, port = found["host"], int(found["port"])
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=1024)
    except OSError as error:
        raise CommandError(f"不能监听 {bind}：{error}") from None


def _run(listener: socket.socket) -> None:
    """Serve until SIGTERM or Ctrl-C; requests in work are finished (five seconds at most)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    nightly = Nightly()
    nightly.start()
    try:
        server.make(get_wsgi_application(), listener, behind_proxy=settings.HTTPS).run()
    finally:
        nightly.ended.set()
        listener.close()
        connections.close_all()
