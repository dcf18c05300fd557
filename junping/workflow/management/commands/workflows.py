"""`manage.py workflows`: write the pages under docs/workflows/ from the tables; `--check` only compares."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from junping.workflow.pages import pages
from junping.workflow.registry import domains

FOLDER = Path(settings.BASE_DIR) / "docs" / "workflows"


def stale(folder: Path) -> list[str]:
    """The names of the pages that are missing, differ from the tables, or belong to no table any more."""
    wanted = pages(domains())
    there = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))


class Command(BaseCommand):
    help = "按流程表生成 docs/workflows/ 下的流程说明。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只核对，有过期的页面时返回 1")
        parser.add_argument("--folder", type=Path, default=FOLDER, help="写到哪里（默认 docs/workflows）")

    def handle(self, *args: Any, check: bool, folder: Path, **options: Any) -> None:
        if check:
            names = stale(folder)
            if names:
                raise CommandError(f"流程说明已经过期：{'、'.join(names)}。请运行 python manage.py workflows。")
            self.stdout.write("流程说明与流程表一致。")
            return
        folder.mkdir(parents=True, exist_ok=True)
        wanted = pages(domains())
        for path in folder.glob("*.md"):
            if path.name not in wanted:
                path.unlink()
        for name, text in wanted.items():
            (folder / name).write_text(text, "utf-8")
        self.stdout.write(f"写了 {len(wanted)} 页到 {folder}。")
