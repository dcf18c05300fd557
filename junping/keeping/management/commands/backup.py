"""`manage.py backup FILE`: database and attachments as they are at one moment, in one file."""

import errno
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from junping.keeping.backing_up import back_up
from junping.keeping.manifest import Manifest
from junping.keeping.progress import Bar
from junping.keeping.refusal import Refused

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
DAMAGED = 3


class Command(BaseCommand):
    help = (
        "把数据库和材料备份成一个文件，系统照常使用。密钥不在里面，要另外保管。"
        "返回 0：完好；1：没有备份成；3：备份成了，但有材料缺失或与记录不符。"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="写到哪个文件，例如 /mnt/usb/junping-2026-11-24.zip")
        parser.add_argument("--force", action="store_true", help="文件已经存在时覆盖")
        parser.add_argument("--progress", action="store_true", help="不是终端时也显示进度")

    def handle(self, *args: Any, file: str, force: bool, progress: bool, **options: Any) -> None:
        bar = Bar(self.stderr, always=progress)
        try:
            manifest = back_up(Path(file).absolute(), force=force, tell=bar)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        except OSError as error:
            full = "磁盘满了" if error.errno in _FULL else f"写不了：{error.strerror or error}"
            raise CommandError(f"没有备份成，{full}。没有留下文件。") from error
        except Error as error:
            raise CommandError(f"没有备份成，数据库正忙或不能用（是否已运行 migrate？）：{error}") from error
        finally:
            bar.clear()
        self._tell(manifest, Path(file))

    def _tell(self, manifest: Manifest, file: Path) -> None:
        files = sum(name.startswith("attachments/") for name in manifest.files)
        size = file.stat().st_size / 1024 / 1024
        self.stdout.write(f"备份好了：{file}，{size:.1f} MiB，{manifest.rows} 行数据，{files} 份材料。")
        self.stdout.write(f"最近的封存：{manifest.last_seal or '还没有'}")
        needed = sorted({manifest.oldest_key, *manifest.ciphertext_keys})
        self.stdout.write(f"恢复时要用编号 {'、'.join(needed)} 的密钥，不在备份里，请另外保管。")
        if manifest.damaged:
            for key, how in sorted(manifest.damaged.items()):
                self.stderr.write(f"材料 {key}：{'不见了' if how == 'missing' else '内容与记录的校验值不符'}")
            raise CommandError(
                f"备份写好了，但有 {len(manifest.damaged)} 份材料在做备份前就已缺失或改动，见上。", returncode=DAMAGED
            )
