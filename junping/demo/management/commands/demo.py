"""`manage.py demo`: the town, its accounts, its 2023 and a living present."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from junping.demo.filling import Refused, fill
from junping.demo.town import PASSWORD

HINTS = """
  {site}/admin/     密码 password: {password}
    center, center2      镇综治中心 the governance centre
    officer, officer2    承办人 handlers
    leader               领导 a leader
    auditor              监督 an auditor, read only
    admin                系统管理员 users, units, tokens, calendar
    village-01 … village-12   村级综治中心 the village centres

  接口 the API: {site}/api/v1/docs/
    export TOKEN=$(.venv/bin/python manage.py token village-06)
    curl -s -H "Authorization: Bearer $TOKEN" {site}/api/v1/me/
    curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
-d '{{"kind":"dispute","category":"neighbour","title":"邻里排水纠纷","source":"village"}}' {site}/api/v1/cases/
    curl -s -H "Authorization: Bearer $TOKEN" '{site}/api/v1/board/?page_size=5'
"""


class Command(BaseCommand):
    help = "写入演示数据：均坪镇的单位、账号、2023年和当前在办的事项。再次运行不重复写入。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="提示里写的端口，默认 8000")

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        self.stderr.write("正在准备演示数据，首次约需一分钟……")
        try:
            written = fill()
        except Refused as refused:
            raise CommandError(f"{refused}要启动服务，请运行 make serve。") from None
        self.stdout.write("演示数据已写入。" if written else "演示数据已经在了，没有再写入。")
        self.stdout.write(HINTS.format(site=f"http://127.0.0.1:{port}", password=PASSWORD))
