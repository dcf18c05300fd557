"""Is the process alive, and is it ready to serve? Both answers say nothing of versions or of what is stored."""

from typing import Any

from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from junping.api.migrated import pending_migrations


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


def _answer(body: dict[str, Any], status: int = 200) -> JsonResponse:
    answer = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "no-store"
    return answer


def _unavailable(detail: str) -> JsonResponse:
    answer = _answer({"status": "unavailable", "detail": detail}, 503)
    answer["Retry-After"] = "5"
    return answer
