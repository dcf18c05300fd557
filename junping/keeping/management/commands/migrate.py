"""`manage.py migrate`: Django's own, one at a time, and however long a statement takes."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import OperationalError, connections

from junping.keeping.alone import alone, without_time_limit


class Command(Migrate):
    """Started twice at once, the second waits and finds nothing left to do."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        try:
            with alone(connection), without_time_limit(connection):
                super().handle(*args, **options)
        except OperationalError as error:
            raise CommandError(
                f"数据库连不上或正忙，没有迁移完：{error}\n再运行一次即可；已经做完的步骤不会重做。"
            ) from error
