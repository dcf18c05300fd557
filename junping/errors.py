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
<title>{title}</title>
<link rel="stylesheet" href="/static/junping/tokens.css">
<link rel="stylesheet" href="/static/junping/kit.css">
<link rel="stylesheet" href="/static/junping/admin.css">
</head>
<body><main class="jp-page"><div class="jp-head"><h1>{title}</h1></div>
<p>{detail}</p><p class="jp-mt"><a href="/admin/">回到首页</a></p></main></body>
</html>
"""
_PAGES = {
    400: ("请求有误", "请求无法读取，请检查后再试。"),
    403: ("没有权限", "您没有这项权限，或页面已过期：请返回上一页，刷新后再试。"),
    404: ("没有找到", "没有这个页面，或它不在您的范围内。"),
}


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
    return _answer(request, Problem(403, _PAGES[403][1]))


def _answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    if request.path.startswith("/api/"):
        return response(problem)
    title, detail = _PAGES.get(problem.status, (title_of(problem.status), problem.detail))
    page = _PAGE.format(title=escape(title), detail=escape(detail))
    return HttpResponse(page, status=problem.status, headers={"Cache-Control": "no-store", **problem.headers})
