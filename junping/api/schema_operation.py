"""One operation of the OpenAPI document: what it takes, what it answers, how it refuses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from junping.api import schema_parts as part
from junping.api.problems import TITLES
from junping.api.query import Parameter
from junping.api.schema_parts import JsonSchema
from junping.api.schema_shapes import PROBLEM

ETAG, LOCATION, REPLAYED, RETRY = "ETag", "Location", "Idempotent-Replayed", "Retry-After"
HEADERS: dict[str, JsonSchema] = {
    "Content-Disposition": {"description": "attachment 与文件名", "schema": part.text()},
    ETAG: {"description": '版本，形如 "3"；更正和办理时放进 If-Match', "schema": part.text()},
    LOCATION: {"description": "新建内容的地址", "schema": part.address()},
    REPLAYED: {
        "description": "true：这个幂等键的请求此前已经办成，这是当时的结果",
        "schema": part.text() | {"enum": ["true"]},
    },
    RETRY: {"description": "几秒后再试", "schema": part.whole("", 0)},
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "幂等键，8 至 200 个可见 ASCII 字符，保留 90 天。网络中断后用同一键重试，不会重复办理",
    "schema": part.text(at_most=200, at_least=8, pattern=r"^[\x21-\x7e]{8,200}$"),
}
_MATCH = {
    "name": "If-Match",
    "in": "header",
    "description": "看到的版本（ETag）；已被别人改过则 412",
    "schema": part.text(),
}
_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "手上的版本（ETag）；没有变化则 304",
    "schema": part.text(),
}
_WHEN = {
    400: "格式或内容有误，errors 指出是哪个字段",
    401: "没有令牌，或令牌无效",
    403: "看得到，但您的角色不能办这一步",
    404: "没有，或不在您的范围内",
    409: "现在的状态不能办（code 说明原因，allowed_actions 是可以办的）；或同一幂等键的请求还在办理",
    412: "If-Match 的版本已不是最新",
    413: "超过大小限制",
    415: "不接收这种格式，或正文经过压缩",
    422: "幂等键已用于别的请求",
    429: "请求过于频繁",
    503: "系统繁忙或数据库不可用，没有改动任何内容",
    507: "磁盘已满，没有改动任何内容",
}
_ALWAYS = (401, 429, 503)
_READING = (400, *_ALWAYS)
_WRITING = (400, *_ALWAYS, 403, 409, 413, 415, 422, 507)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer that is no refusal; `content` is its JSON schema, None where it has no body."""

    content: JsonSchema | None
    label: str
    headers: tuple[str, ...] = ()
    media_type: str = "application/json"


@dataclass(frozen=True, kw_only=True)
class Operation:
    """`body`: the schema of what is sent. `version`: it looks at If-Match (or, reading, at If-None-Match).

    `found`: it may be 404. `examples` of the body, by name. `each`: the same address by the value of its last part.
    """

    id: str
    tag: str
    summary: str
    answers: Mapping[int, Answer]
    description: str = ""
    body: JsonSchema | None = None
    media_type: str = "application/json"
    once: bool = True
    version: bool = False
    found: bool = True
    query: Iterable[Parameter] = ()
    examples: Mapping[str, Any] = field(default_factory=dict)
    each: Mapping[str, "Operation"] = field(default_factory=dict)

    @property
    def refusals(self) -> list[int]:
        found = list(_READING if self.body is None else _WRITING)
        found += [404] * self.found + [412] * (self.version and self.body is not None)
        if self.body is not None and not self.once:
            found.remove(422)
        return sorted(found)

    def openapi(self, path: Iterable[JsonSchema]) -> JsonSchema:
        """As the document has it; `path` are the parameters in the address."""
        written: JsonSchema = {
            "operationId": self.id,
            "summary": self.summary,
            "tags": [self.tag],
            "parameters": [*path, *map(query_parameter, self.query), *self._headers()],
            "responses": {str(status): _answer(answer) for status, answer in self.answers.items()}
            | {str(status): {"$ref": f"#/components/responses/Refused{status}"} for status in self.refusals},
        }
        if self.description:
            written["description"] = self.description
        if self.body is not None:
            media = {"schema": self.body} | ({"examples": dict(self.examples)} if self.examples else {})
            written["requestBody"] = {"required": True, "content": {self.media_type: media}}
        return written

    def _headers(self) -> list[JsonSchema]:
        if self.body is None:
            return [_NONE_MATCH] if self.version else []
        return [_KEY] * self.once + [_MATCH] * self.version


def _answer(answer: Answer) -> JsonSchema:
    written: JsonSchema = {"description": answer.label}
    if answer.content is not None:
        written["content"] = {answer.media_type: {"schema": answer.content}}
    if answer.headers:
        written["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in answer.headers}
    return written


def refusals() -> dict[str, JsonSchema]:
    """The problem documents, by status; for the document's components."""
    found = {}
    for status, when in _WHEN.items():
        refused: JsonSchema = {
            "description": f"{TITLES[status]}：{when}",
            "content": {"application/problem+json": {"schema": PROBLEM}},
        }
        if status in {409, 429, 503}:
            refused["headers"] = {RETRY: {"$ref": f"#/components/headers/{RETRY}"}}
        if status == 401:
            refused["headers"] = {"WWW-Authenticate": {"description": "Bearer", "schema": part.text()}}
        found[f"Refused{status}"] = refused
    return found


_TYPES: dict[type, JsonSchema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
}


def query_parameter(parameter: Parameter) -> JsonSchema:
    """A query's parameter; several values of a fixed list are written comma separated."""
    schema: JsonSchema = dict(_TYPES[parameter.type])
    written: JsonSchema = {"name": parameter.name, "in": "query", "description": parameter.label}
    if parameter.choices:
        schema["enum"] = list(parameter.choices)
    schema |= {name: value for name, value in parameter.bounds.items() if value is not None}
    if parameter.listed:
        schema = part.listed({"type": "string", "enum": list(parameter.listed)})
        written |= {"style": "form", "explode": False}
    elif parameter.several:
        schema = part.listed(schema)
        written |= {"style": "form", "explode": True}
    return written | {"schema": schema} | ({"required": True} if parameter.required else {})
