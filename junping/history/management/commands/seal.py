"""`manage.py seal`: close the history of every day that is over."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from junping.history.seal import database_now, seal_days


class Command(BaseCommand):
    help = (
        "封存已经过去的每一天的经过，每个新封存打印一行。可以重复运行。把这些行抄到本机之外，verify --against 用得着。"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            seals = seal_days(database_now())
        except OperationalError as error:
            raise CommandError(f"数据库正忙或连不上，这次没有封存，请稍后再运行：{error}") from error
        for seal in seals:
            self.stdout.write(str(seal))
        if not seals:
            self.stderr.write("没有要封存的日子。")
