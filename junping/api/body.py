"""How is a JSON body read? One walker refuses at the door what would break later, and says where it stands."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from junping.api.problems import Problem
from junping.workflow.refusals import FieldProblem, Invalid

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 20
MAX_NODES = 5_000
MAX_NODES_BULK = 50_000
MAX_NUMBER = 2**53
_MAX_PROBLEMS = 20
_SHOWN = 60

_CHARSET = re.compile(r'charset\s*=\s*"?([^\s";]+)"?', re.IGNORECASE)
# NUL ends a text in PostgreSQL; a lone surrogate is no character and can be stored, but never read again.
_UNFIT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class _Unfit:
    """Stands in the parsed value where the text had something that JSON readers differ about. `key`: below it."""

    code: str
    message: str
    key: str = ""


class StrictJSON(BaseParser):
    """The one request format that the schema shows; views call `read`, which knows their limit of nodes."""

    media_type = "application/json"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        return read((parser_context or {})["request"])


def read(request: HttpRequest | Request, max_nodes: int = MAX_NODES) -> dict[str, Any]:
    """The body as a dict: whole numbers as int, others as Decimal.

    Problem 415 for another content type, character set or a compressed body; 413 above 1 MiB; 400, with the path
    of each, for what is no JSON object or holds what no field can take.
    """
    _check_headers(request)
    raw = request.body
    if len(raw) > MAX_BYTES:
        raise Problem(413, "请求正文超过 1 MiB。请分批提交。")
    value = _parse(raw)
    problems = [*_walk(value, max_nodes)]
    if problems:
        raise Problem(400, Invalid.detail, errors=problems)
    if not isinstance(value, dict):
        raise _whole("type", "请求正文应为 JSON 对象，即 {…}。")
    return value


def _whole(code: str, message: str) -> Problem:
    return Problem(400, Invalid.detail, errors=[FieldProblem("", code, message)])


def _check_headers(request: HttpRequest | Request) -> None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if "HTTP_TRANSFER_ENCODING" in request.META and length == "0":
        # A server that does not join the chunks would have us take the body for empty.
        raise Problem(411, "请写明 Content-Length。")
    kind = request.META.get("CONTENT_TYPE", "").partition(";")[0]
    if kind.strip().lower() != "application/json" and (kind or length != "0"):
        raise Problem(415, "请求正文应为 JSON，并写明 Content-Type: application/json。")
    check_encoding(request)


def check_encoding(request: HttpRequest | Request) -> None:
    """Problem 415 for another character set than UTF-8, and for a compressed body."""
    charset = _CHARSET.search(request.META.get("CONTENT_TYPE", ""))
    if charset and charset[1].lower() not in {"utf-8", "utf8"}:
        raise Problem(415, "请求正文的字符编码应为 UTF-8。")
    if request.META.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() not in {"", "identity"}:
        raise Problem(415, "不接收压缩的请求正文。")


def _parse(raw: bytes) -> Any:
    if not raw.strip():
        raise _whole("empty", "请求正文是空的；没有内容也应写 {}。")
    if raw.startswith(b"\xef\xbb\xbf"):
        raise _whole("json", "请求正文不要带字节序标记（BOM）。")
    try:
        return _DECODER.decode(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise _whole("encoding", "请求正文不是有效的 UTF-8。") from None
    except json.JSONDecodeError as error:
        raise _whole("json", f"JSON 有误：第 {error.lineno} 行第 {error.colno} 列附近。") from None
    except RecursionError:
        raise _whole("depth", f"JSON 嵌套超过 {MAX_DEPTH} 层。") from None


def _pairs(pairs: list[tuple[str, Any]]) -> Any:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
    return _Unfit("duplicate", "同一个键给了两次。", twice)


def _whole_number(text: str) -> int | _Unfit:
    if len(text) > 17 or abs(number := int(text)) > MAX_NUMBER:
        return _Unfit("number", "数字过大。")
    return number


def _decimal(text: str) -> Decimal | _Unfit:
    number = Decimal(text)
    if len(text) > 40 or not -20 <= number.adjusted() <= 20:
        return _Unfit("number", "数字过大或过小。")
    return number


def _constant(text: str) -> _Unfit:
    return _Unfit("number", f"{text} 不是 JSON 的数字。")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_int=_whole_number, parse_float=_decimal, parse_constant=_constant
)


def _walk(root: Any, max_nodes: int) -> Iterator[FieldProblem]:
    """Every leaf and key once, without recursion. Stops at the first breach of a limit, or at twenty problems."""
    nodes = found = 0
    waiting: list[tuple[str, int, Any]] = [("", 1, root)]
    while waiting and found < _MAX_PROBLEMS:
        path, depth, value = waiting.pop()
        nodes += 1
        # Counted before its children are laid out: half a million of them would take a second and 100 MB.
        if nodes + len(waiting) + (len(value) if isinstance(value, dict | list) else 0) > max_nodes:
            yield FieldProblem("", "size", f"JSON 的内容超过 {max_nodes} 项。")
            return
        if isinstance(value, dict | list) and depth > MAX_DEPTH:
            yield FieldProblem(path, "depth", f"JSON 嵌套超过 {MAX_DEPTH} 层。")
            return
        for problem in _problems_of(path, value):
            found += 1
            yield problem
        waiting.extend((below, depth + 1, child) for below, child in _children(path, value))


def _children(path: str, value: Any) -> Iterable[tuple[str, Any]]:
    """Last first, for the walk takes them from the end."""
    if isinstance(value, dict):
        return [(_below(path, key), child) for key, child in reversed(value.items())]
    if isinstance(value, list):
        return [(_below(path, str(place)), value[place]) for place in range(len(value) - 1, -1, -1)]
    return ()


def _problems_of(path: str, value: Any) -> Iterator[FieldProblem]:
    if isinstance(value, str):
        if _UNFIT.search(value):
            yield unfit_text(path)
    elif isinstance(value, _Unfit):
        yield FieldProblem(_below(path, value.key) if value.key else path, value.code, value.message)
    elif isinstance(value, dict):
        for key in value:
            if _UNFIT.search(key):
                yield unfit_text(_below(path, key))


def _below(path: str, key: str) -> str:
    shown = _UNFIT.sub("\ufffd", key[:_SHOWN])
    return f"{path}.{shown}" if path else shown


def unfit_text(field: str) -> FieldProblem:
    return FieldProblem(field, "characters", "含有不能保存的字符（空字符或残缺的字符）。")


def is_fit(text: str) -> bool:
    """May this text of a path, query or form be used in a query at all?"""
    return not _UNFIT.search(text)
