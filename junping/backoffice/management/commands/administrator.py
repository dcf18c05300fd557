"""`manage.py administrator`: the first unit and its administrator, or a new password for one who is locked out."""

import sys
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error, transaction

from junping.backoffice.accounts import create_unit, create_user, set_password
from junping.org.actor import system
from junping.org.models import Unit, User
from junping.org.roles import Level, Role


class Command(BaseCommand):
    help = (
        "空库：建立最上面的单位和第一个系统管理员（--unit、--unit-name、--name 必填）。"
        "已有账号：只能给现有的系统管理员重设密码。密码在提示后输入，或从标准输入读一行。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="USERNAME", help="系统管理员的用户名")
        parser.add_argument("--name", default="", help="姓名")
        parser.add_argument("--unit", default="", help="单位编码，例如 431224105000")
        parser.add_argument("--unit-name", default="", help="单位名称，例如 均坪镇")
        parser.add_argument("--level", default=Level.TOWN, choices=Level.values, help="单位层级，默认 town（乡镇）")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        try:
            user = User.objects.filter(username=username).first()
            if User.objects.exists():
                self._reset(user)
            else:
                self._begin(username, options)
        except ValidationError as unfit:
            raise CommandError("\n".join(unfit.messages)) from None
        except Error as error:
            raise CommandError(f"数据库不能用（是否已运行 migrate？）：{error}") from None

    def _begin(self, username: str, options: dict[str, Any]) -> None:
        missing = [name for name in ("name", "unit", "unit_name") if not options[name].strip()]
        if missing:
            raise CommandError("还缺：" + "、".join(f"--{name.replace('_', '-')}" for name in missing))
        code, name, level = options["unit"], options["unit_name"].strip(), options["level"]
        user = User(username=username, name=options["name"].strip())
        Unit(code=code, name=name, level=level).clean_fields(exclude=["path"])
        user.clean_fields(exclude=["unit", "password"])
        password = _password(user)
        with transaction.atomic():
            values = {"name": user.name, "roles": [Role.ADMIN], "cleared": False, "is_active": True}
            unit = create_unit(system(), code, name, level, None)
            create_user(system(), username, password, {**values, "unit": unit})
        self.stdout.write(f"已建立 {name} 和系统管理员 {username}。其余单位和账号由其登录后台建立。")

    def _reset(self, user: User | None) -> None:
        if user is None or Role.ADMIN not in user.role_set:
            raise CommandError("系统里已有账号，这个命令只能给现有的系统管理员重设密码；新账号请在后台建立。")
        set_password(system(), user, _password(user))
        self.stdout.write(f"已重设 {user.username} 的密码，旧的会话和令牌从此失效。")


def _password(user: User) -> str:
    """Ask twice at a terminal, else read one line. CommandError where the two differ, ValidationError if too weak."""
    if not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = getpass("密码：")
        if getpass("再输一遍：") != password:
            raise CommandError("两次输入的密码不一样。")
    validate_password(password, user)
    return password
