"""`manage.py restore FILE`: a backup into an empty place, whole or not at all."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from junping.api.migrated import pending_migrations
from junping.attachments.storage import DiskFull
from junping.keeping.manifest import Manifest, settings_here
from junping.keeping.progress import Bar
from junping.keeping.refusal import Refused
from junping.keeping.restoring import examine, problems, restore

BROKEN = 2
_SHOWN = 20


class Command(BaseCommand):
    help = (
        "把备份恢复到空的地方（新的数据目录或空库，已运行 migrate），然后核对。先检查整个文件，有一处不对就什么也不改。"
        "返回 0：恢复好了，核对完好；1：没有恢复，什么也没改；2：恢复了，但核对发现问题。"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="manage.py backup 写的文件")
        parser.add_argument("--check", action="store_true", help="只检查备份文件能不能恢复，什么也不改；随时可用")
        parser.add_argument("--progress", action="store_true", help="不是终端时也显示进度")

    def handle(self, *args: Any, file: str, check: bool, progress: bool, **options: Any) -> None:
        bar = Bar(self.stderr, always=progress)
        try:
            _check_migrated()
            manifest = (examine if check else restore)(Path(file), bar)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        except DiskFull:
            raise CommandError("没有恢复，磁盘满了。什么也没改。") from None
        except OSError as error:
            raise CommandError(f"没有恢复，什么也没改：{error}") from error
        except Error as error:
            first = str(error).partition("\n")[0]
            raise CommandError(f"没有恢复，数据库拒绝了，什么也没改：{first}") from error
        finally:
            bar.clear()
        files = sum(name.startswith("attachments/") for name in manifest.files)
        told = f"{manifest.made_at} 的备份（{manifest.vendor}），{manifest.rows} 行数据，{files} 份材料"
        if check:
            self.stdout.write(f"备份文件完好，可以恢复：{told}。")
            return
        self.stdout.write(f"恢复好了：{told}。所有人要重新登录。")
        self._hint(manifest)
        self._verify(manifest, bar)

    def _hint(self, manifest: Manifest) -> None:
        here = settings_here()
        for name, value in manifest.settings.items():
            if here.get(name) != value:
                self.stderr.write(f"注意：备份时 {name}={value}，这里是 {here.get(name)}。")
        for key in sorted(manifest.damaged):
            self.stderr.write(f"注意：材料 {key} 在备份时就已缺失或改动。")

    def _verify(self, manifest: Manifest, bar: Bar) -> None:
        found = 0
        for problem in problems(manifest, bar):
            found += 1
            if found <= _SHOWN:
                bar.clear()
                self.stderr.write(str(problem))
        bar.clear()
        if found:
            raise CommandError(
                f"数据已照备份恢复，但核对发现 {found} 处问题：它们在做备份时就有。请运行 verify 查看全部。",
                returncode=BROKEN,
            )
        against = f"，与备份时的封存（{manifest.last_seal}）相符" if manifest.last_seal else ""
        self.stdout.write(f"核对完好{against}。")


def _check_migrated() -> None:
    if pending_migrations():
        raise Refused("数据库结构不是最新：请先运行 python manage.py migrate，再恢复。")
