"""Is the process alive, and is it ready to serve? Both answers say nothing of versions or of what is stored."""

from datetime import date, timedelta
from typing import Any

from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from junping.api.migrated import pending_migrations
from junping.clocks.now import local_date, now, today
from junping.clocks.warnings import warnings as calendar_warnings
from junping.history.models import Event, Seal


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers: 200 without asking the database."""
    return _answer({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The database is reachable and migrated: 200, with what an administrator should look at; otherwise 503."""
    try:
        if pending_migrations():
            return _unavailable("数据库结构不是最新，请先运行 python manage.py migrate。")
        return _answer({"status": "ok", "warnings": [*calendar_warnings(today()), *_unsealed(today())]})
    except Error:
        return _unavailable("数据库无法连接。")


def _unsealed(today: date) -> list[str]:
    """Has the nightly sealing been missed for more than a day?"""
    sealed = Seal.objects.order_by("number").values_list("last_id", flat=True).last() or 0
    first = Event.objects.filter(id__gt=sealed, at__lte=now()).order_by("id").values_list("at", flat=True).first()
    if first is None or local_date(first) >= today - timedelta(days=1):
        return []
    return [f"{local_date(first).isoformat()} 起的经过还没有封存：请运行 python manage.py seal，并查看服务日志。"]


def _answer(body: dict[str, Any], status: int = 200) -> JsonResponse:
    answer = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "no-store"
    return answer


def _unavailable(detail: str) -> JsonResponse:
    answer = _answer({"status": "unavailable", "detail": detail}, 503)
    answer["Retry-After"] = "5"
    return answer
