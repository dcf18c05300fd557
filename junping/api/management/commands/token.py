"""`manage.py token`: issue a bearer token and print it, alone and once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from junping.clocks.now import now
from junping.org import tokens
from junping.org.actor import system
from junping.org.models import User
from junping.workflow.act import public
from junping.workflow.changes import change

LONGEST_NAME = 60


class Command(BaseCommand):
    help = "给账号发一个接口令牌，标准输出只打印令牌，且只此一次。令牌等于密码：只交给使用它的人或程序。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="USERNAME", help="账号的用户名，例如 village-06")
        parser.add_argument("--name", default="命令行发放", help="令牌的名称，写明给谁、做什么用")
        parser.add_argument("--days", default="180", help="有效天数，1 到 3650，默认 180")

    def handle(self, *args: Any, username: str, name: str, days: str, **options: Any) -> None:
        try:
            plain = _issue(username, name.strip(), days)
        except Error as error:
            raise CommandError(f"数据库不能用（是否已运行 migrate？）：{error}") from None
        self.stdout.write(plain)


def _issue(username: str, name: str, days: str) -> str:
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise CommandError(f"令牌名称应为 1 到 {LONGEST_NAME} 个字，不含控制字符。")
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"没有“{username}”这个账号。")
    if not user.is_active:
        raise CommandError(f"账号“{username}”已停用，不能发令牌。")
    try:
        token, plain = tokens.issue(user, name, now=now(), days=int(days))
    except ValueError:
        raise CommandError("有效天数（--days）应是 1 到 3650 之间的整数。") from None
    told = {"user": user.username, "name": name, "expires_at": public(token.expires_at)}
    change(token, "issue", system(), told, label="发放令牌")
    return plain
