"""`python -m bench.yardsticks`: gives the limit app and the plain app their tables, copied from the program's own."""

import os
import subprocess
import sys

import django
import orjson

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "junping.settings")
django.setup()

from django.db import connection  # noqa: E402

from bench.limit_app import sql as limit  # noqa: E402
from bench.plain_app import sql as plain  # noqa: E402
from cases.domain import CASES  # noqa: E402
from junping.org.actor import Actor  # noqa: E402
from junping.org.models import User  # noqa: E402
from junping.workflow import policy  # noqa: E402
from junping.workflow.foresight import action_row  # noqa: E402


def run(script: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
        for statement in filter(str.strip, script.split(";\n")):
            for single in statement.split("; "):
                cursor.execute(single)


def fill_limit() -> None:
    run(limit.FILL)
    run(limit.ACTIONS)
    actor = Actor.of(User.objects.select_related("unit").get(username="center"), "api")
    pairs = CASES.model.objects.values_list("kind", "status").distinct()
    with connection.cursor() as cursor:
        for kind, status in pairs:
            case = CASES.model.objects.select_related(*CASES.related).filter(kind=kind, status=status).first()
            actions = policy.allowed(CASES, case, actor, CASES.load(case))
            rows = orjson.dumps([action_row(action, case) for action in actions]).decode()
            cursor.execute("INSERT INTO limit_actions VALUES (%s, %s)", [f"{kind} {status}", rows])


def fill_plain() -> None:
    run(plain.SCHEMA)
    # Its own app has no migrations and names users, so theirs come first.
    for more in ([], ["--run-syncdb"]):
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "--verbosity", "0", *more],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "bench.plain_app.settings"},
            check=True,
        )
    run(plain.FILL)


if __name__ == "__main__":
    fill_limit()
    fill_plain()
