"""Is the process alive, and is it ready to serve? Both answers say nothing of versions or of what is stored."""

from functools import cache
from typing import Any

from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers: 200 without asking the database."""
    return _answer({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The database is reachable and migrated: 200, with what an administrator should look at; otherwise 503."""
    try:
        pending = pending_migrations()
    except Error:
        return _unavailable("数据库无法连接。")
    if pending:
        return _unavailable("数据库结构不是最新，请先运行 python manage.py migrate。")
    return _answer({"status": "ok", "warnings": []})


def pending_migrations() -> frozenset[tuple[str, str]]:
    """(app, name) of the migrations on disk that the database has not seen. One query.

    Raises Error when the database does not answer within two seconds.
    """
    spare = _spare_connection()
    try:
        return _on_disk() - set(MigrationRecorder(spare or connection).applied_migrations())
    finally:
        if spare:
            spare.close()


@cache
def _on_disk() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _spare_connection() -> BaseDatabaseWrapper | None:
    """A connection of its own on PostgreSQL: the pool would let the question wait for its whole time-out."""
    if connection.vendor != "postgresql":
        return None
    spare = connection.copy()
    options = {name: value for name, value in spare.settings_dict["OPTIONS"].items() if name != "pool"}
    spare.settings_dict = {**spare.settings_dict, "OPTIONS": {**options, "connect_timeout": 2}}
    return spare


def _answer(body: dict[str, Any], status: int = 200) -> JsonResponse:
    answer = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "no-store"
    return answer


def _unavailable(detail: str) -> JsonResponse:
    answer = _answer({"status": "unavailable", "detail": detail}, 503)
    answer["Retry-After"] = "5"
    return answer
