"""`manage.py verify`: check every history; exit 1 and the numbers of the broken ones."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from junping.history.seal import Noted, read_line
from junping.history.verify import Verification


class Command(BaseCommand):
    help = "核对全部经过、记录和封存。完好时返回 0；有问题时每个对象一行，返回 1。核对期间系统照常使用。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--against", metavar="FILE", help="以前记下的封存行（manage.py seal 打印的），一行一个")
        parser.add_argument("--progress", action="store_true", help="不是终端时也显示进度")

    def handle(self, *args: Any, against: str | None, progress: bool, **options: Any) -> None:
        shows = progress or self.stderr.isatty()
        verification = Verification(self._show if shows else None, _noted(against) if against else [])
        broken = 0
        for problem in verification.problems():
            self._clear(shows)
            self.stdout.write(str(problem))
            broken += 1
        self._clear(shows)
        counted = (
            f"{verification.events} 条经过，{verification.records} 条记录，"
            f"{verification.seals} 个封存（其后 {verification.unsealed} 条尚未封存）"
        )
        self.stdout.write(f"核对了 {counted}：{f'{broken} 处有问题。' if broken else '完好。'}")
        if broken:
            sys.exit(1)

    def _show(self, done: int, total: int) -> None:
        filled = 20 * done // total if total else 20
        bar = "#" * filled + "-" * (20 - filled)
        self.stderr.write(f"\r[{bar}] {done}/{total}", ending="")
        self.stderr.flush()

    def _clear(self, shows: bool) -> None:
        if shows:
            self.stderr.write("\r\x1b[K", ending="")


def _noted(path: str) -> list[Noted]:
    try:
        lines = Path(path).read_text("utf-8").splitlines()
        noted = [read_line(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise CommandError(f"读不了 {path}：{error}", returncode=2) from error
    if not noted:
        raise CommandError(f"{path} 里没有封存行。", returncode=2)
    return noted
