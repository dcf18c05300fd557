"""What does a failure outside the API's own views look like? A problem document below /api/, else a short page."""

import sys
from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import escape

from junping.api.problems import Problem, problem_of, response, title_of

_PAGE = """<!DOCTYPE html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · 均坪综治</title>
<link rel="stylesheet" href="/static/junping/tokens.css">
<link rel="stylesheet" href="/static/junping/kit.css">
<link rel="stylesheet" href="/static/junping/admin.css">
</head>
<body><header class="jp-top"><div class="jp-top__in"><a class="jp-brand" href="/admin/">均坪综治</a></div></header>
<main class="jp-page"><div class="jp-head"><h1>{title}</h1></div>
<p>{detail}</p><p class="jp-mt"><a class="btn jp-btn" href="/admin/">回到首页</a></p></main></body>
</html>
"""
_PAGES = {
    400: ("请求有误", "请求无法读取，请检查后再试。"),
    403: ("没有权限", "您的角色没有这项权限。需要办的，请找有权限的同事，或请系统管理员核对您的角色。"),
    404: ("没有找到", "没有这个页面，或它不在您的范围内。请核对编号，或从首页找起。"),
}
_EXPIRED = "页面已过期", "页面已过期，没有提交：可能开得太久，或在别的窗口重新登录过。请返回上一页，刷新后再提交。"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, problem_of(exception))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, problem_of(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, problem_of(Http404()))


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while the exception is being handled: down, busy or full is told apart from a mistake."""
    return _answer(request, problem_of(sys.exc_info()[1] or RuntimeError()))


def method_not_allowed(request: HttpRequest, allowed: Sequence[str]) -> HttpResponse:
    return _answer(request, Problem(405, "这个地址不支持这种方法。", headers={"Allow": ", ".join(allowed)}))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(request, Problem(403, _EXPIRED[1]), _EXPIRED)


def _answer(request: HttpRequest, problem: Problem, said: tuple[str, str] | None = None) -> HttpResponse:
    if request.path.startswith("/api/"):
        return response(problem)
    title, detail = said or _PAGES.get(problem.status, (title_of(problem.status), problem.detail))
    page = _PAGE.format(title=escape(title), detail=escape(detail))
    return HttpResponse(page, status=problem.status, headers={"Cache-Control": "no-store", **problem.headers})
