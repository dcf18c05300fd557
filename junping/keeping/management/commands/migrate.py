"""`manage.py migrate`: Django's own, one at a time, each migration whole, and however long a statement takes."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections

from junping.keeping.alone import alone
from junping.keeping.whole import WholeExecutor

# Django's command offers no other way to say who executes.
setattr(migrate, "MigrationExecutor", WholeExecutor)  # noqa: B010


class Command(migrate.Command):
    """Started twice at once, the second waits and finds nothing left to do."""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with alone(connections[options["database"]]):
                super().handle(*args, **options)
        except OperationalError as error:
            raise CommandError(
                f"数据库连不上或正忙，没有迁移完：{error}\n再运行一次即可；已经做完的步骤不会重做。"
            ) from error
