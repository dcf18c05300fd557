"""How does an answer look on the wire? Compact UTF-8 JSON; a version as its ETag."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from junping.clocks.now import SHANGHAI

_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]*"')
_VERSION = re.compile(r'"([0-9]{1,9})"')
NEVER = -1


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def dumps(value: object) -> bytes:
    """JSON in UTF-8; moments with the offset of Asia/Shanghai. A broken character in one row must not cost a list."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_plain)
    return text.encode("utf-8", "replace")


class JSON(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        return b"" if data is None else dumps(data)


class AlwaysTheFirst(BaseContentNegotiation):
    """There is one form of each answer: `Accept` is not consulted, so that no client fails on its default header."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        return next(iter(parsers), None)

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        first = next(iter(renderers))
        return first, first.media_type


def etag(version: int) -> str:
    return f'"{version}"'


def is_known(request: HttpRequest | Request, version: int) -> bool:
    """Does `If-None-Match` name this version (or anything, by `*`)? Then the answer to a GET is 304."""
    header = request.headers.get("If-None-Match", "")
    tags = {tag.removeprefix("W/") for tag in _TAG.findall(header)}
    return header.strip() == "*" or etag(version) in tags


def version_seen(request: HttpRequest | Request) -> int | None:
    """The version that `If-Match` demands; None without the header or with `*`; NEVER where it can fit none.

    Of several tags the highest: versions only grow, so no lower one can be current where the client knows a higher.
    """
    header = request.headers.get("If-Match")
    if header is None or header.strip() == "*":
        return None
    tags = [_VERSION.fullmatch(tag.strip()) for tag in header.split(",")]
    return max((int(tag[1]) for tag in tags if tag), default=NEVER)
