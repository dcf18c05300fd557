"""What does a refusal look like over HTTP? RFC 9457 problem documents, in Chinese, for every way to fail."""

import errno
import json
import logging
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import Error
from django.http import Http404, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from rest_framework import exceptions as drf

from junping.attachments.storage import DiskFull
from junping.logs import where
from junping.workflow import refusals

_log = logging.getLogger("junping.problems")

TITLES = {
    400: "请求有误",
    401: "没有登录，或令牌无效",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这种方法",
    409: "与当前状态冲突",
    411: "缺少 Content-Length",
    412: "内容已被修改",
    413: "内容过大",
    415: "格式不支持",
    422: "幂等键已用于别的请求",
    429: "请求过于频繁",
    431: "请求头过大",
    500: "系统出错",
    501: "不支持",
    503: "系统暂时不可用",
    507: "磁盘已满",
}
# One text for all of them, so that what is out of scope reads like what is not there.
NOT_FOUND = "没有找到。请核对地址（以 / 结尾）和编号；不在您范围内的，也显示没有找到。"


class Problem(Exception):
    """A refusal by the API's own plumbing. `members` stand at the top of the document (`code` …)."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Iterable[refusals.FieldProblem] = (),
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = list(errors)
        self.headers = dict(headers or {})
        self.members = members


def bad_request(field: str, code: str, message: str) -> Problem:
    """400 with one problem at one field."""
    return Problem(400, refusals.Invalid.detail, errors=[refusals.FieldProblem(field, code, message)])


def title_of(status: int) -> str:
    return TITLES.get(status, "请求没有办成")


def document(problem: Problem) -> bytes:
    """The problem as application/problem+json."""
    body = {
        "type": "about:blank",
        "title": title_of(problem.status),
        "status": problem.status,
        "detail": problem.detail,
        "errors": [{"field": e.field, "code": e.code, "message": e.message} for e in problem.errors],
        **problem.members,
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def response(problem: Problem) -> HttpResponse:
    return HttpResponse(
        document(problem),
        status=problem.status,
        content_type="application/problem+json",
        headers={"Cache-Control": "no-store", **problem.headers},
    )


def answer(error: Exception, context: Mapping[str, Any] | None = None) -> HttpResponse:
    """DRF's EXCEPTION_HANDLER: every exception becomes a problem; what nobody foresaw a 500 with an id to quote."""
    return response(problem_of(error))


def problem_of(error: BaseException) -> Problem:
    """Which problem is this exception? Unforeseen ones are logged under an id, without their text."""
    if isinstance(error, Problem):
        return error
    for kind, read in _READERS:
        if isinstance(error, kind):
            found = read(error)
            if found is not None:
                return found
    number = secrets.token_hex(6)
    _log.error("500 id=%s %s", number, where(error))
    return Problem(500, f"系统出错，本次没有改动任何内容。请把编号 {number} 告诉管理员。", id=number)


def _of_invalid(error: refusals.Invalid) -> Problem:
    return Problem(400, error.detail, errors=error.problems)


def _of_state(error: refusals.WrongState) -> Problem:
    return Problem(409, error.detail, code=error.code, allowed_actions=error.allowed)


def _of_passed(error: refusals.TooLate | refusals.WindowPassed) -> Problem:
    return Problem(409, error.detail, code=error.code, date=error.date.isoformat())


def _plain(status: int, detail: str = "") -> Callable[[Any], Problem]:
    return lambda error: Problem(status, detail or error.detail)


def _of_throttled(error: drf.Throttled) -> Problem:
    wait = max(1, int(getattr(error, "wait", None) or 1))
    return Problem(429, f"请求过于频繁，请在 {wait} 秒后再试。", headers={"Retry-After": str(wait)})


def _of_unauthenticated(error: drf.NotAuthenticated | drf.AuthenticationFailed) -> Problem:
    return Problem(
        401, "请带上有效的令牌（Authorization: Bearer …），或先登录。", headers={"WWW-Authenticate": "Bearer"}
    )


def _of_method(error: drf.MethodNotAllowed) -> Problem:
    return Problem(405, "这个地址不支持这种方法。")


def _of_drf(error: drf.APIException) -> Problem:
    return Problem(error.status_code, str(error.detail))


def busy(detail: str = "系统繁忙，本次没有改动任何内容。请稍后用同一幂等键重试。") -> Problem:
    return Problem(503, detail, headers={"Retry-After": "5"})


def _disk_full() -> Problem:
    return Problem(507, "磁盘已满，本次没有改动任何内容。请通知管理员清出空间后再试。")


# SQLite's primary result codes (sqlite.org/rescode.html): busy, locked, memory, read-only, I/O, open, protocol.
_SQLITE_FULL, _SQLITE_UNAVAILABLE = 13, {5, 6, 7, 8, 10, 14, 15}
# PostgreSQL's classes (Appendix A): connection, resources, operator intervention, system error, rollback, lock.
_PG_FULL, _PG_UNAVAILABLE = "53100", ("08", "53", "55", "57", "58", "40")


def _of_database(error: Error) -> Problem | None:
    """Down, busy or full; None for what is a mistake of ours (a missing column, a bad value)."""
    cause = error.__cause__
    number = getattr(cause, "sqlite_errorcode", None)
    if number is not None:
        if number & 0xFF == _SQLITE_FULL:
            return _disk_full()
        return busy() if number & 0xFF in _SQLITE_UNAVAILABLE else None
    state = getattr(cause, "sqlstate", None)
    if state == _PG_FULL:
        return _disk_full()
    if state is not None:
        return busy() if state.startswith(_PG_UNAVAILABLE) else None
    # Without a code of the server's: the connection itself failed.
    return busy() if type(error).__name__ in {"OperationalError", "InterfaceError"} else None


def _of_os(error: OSError) -> Problem | None:
    return _disk_full() if error.errno in {errno.ENOSPC, errno.EDQUOT} else None


# The first that fits and gives an answer; narrower classes stand before wider ones.
_READERS: list[tuple[type[BaseException] | tuple[type[BaseException], ...], Callable[[Any], Problem | None]]] = [
    (refusals.NotFound, _plain(404, NOT_FOUND)),
    (refusals.Forbidden, _plain(403)),
    (refusals.Stale, _plain(412)),
    (refusals.WrongState, _of_state),
    ((refusals.TooLate, refusals.WindowPassed), _of_passed),
    (refusals.Invalid, _of_invalid),
    ((Http404, drf.NotFound), _plain(404, NOT_FOUND)),
    ((drf.NotAuthenticated, drf.AuthenticationFailed), _of_unauthenticated),
    (drf.Throttled, _of_throttled),
    (drf.MethodNotAllowed, _of_method),
    ((PermissionDenied, drf.PermissionDenied), _plain(403, "您没有这项权限，或页面已过期：请刷新后再试。")),
    (drf.APIException, _of_drf),
    (RequestDataTooBig, _plain(413, "请求正文超过 1 MiB。请分批提交。")),
    (
        (MultiPartParserError, UnreadablePostError, BadRequest, SuspiciousOperation),
        _plain(400, "请求无法读取，请检查格式。"),
    ),
    (DiskFull, lambda error: _disk_full()),
    (Error, _of_database),
    (OSError, _of_os),
]
