"""The OpenAPI document as a test sees it: which schema belongs to an answer, and does the answer fit?"""

import re
from functools import cache
from urllib.parse import urlsplit

from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator
from jsonschema.validators import extend


@cache
def document():
    return SchemaGenerator().get_schema(request=None, public=True)


def resolved(schema):
    """A reference followed, wherever it leads in the document."""
    while "$ref" in schema:
        found = document()
        for name in schema["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        schema = found
    return schema


def strict(schema):
    """OpenAPI 3.0's schema as JSON Schema, in which an object has no property that is not described."""
    schema = resolved(schema)
    found = {name: value for name, value in schema.items() if name not in {"nullable", "description", "format"}}
    for name in ("anyOf", "allOf"):
        if name in schema:
            found[name] = [strict(one) for one in schema[name]]
    if "properties" in schema:
        found["properties"] = {name: strict(one) for name, one in schema["properties"].items()}
        found.setdefault("additionalProperties", False)
    if isinstance(found.get("additionalProperties"), dict) and found["additionalProperties"]:
        found["additionalProperties"] = strict(found["additionalProperties"])
    if "items" in schema:
        found["items"] = strict(schema["items"])
    return {"anyOf": [found, {"type": "null"}]} if schema.get("nullable") else found


Validator = extend(Draft202012Validator)


def fits(schema, value):
    """The problems of a value, none where it fits."""
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in Validator(strict(schema)).iter_errors(value)]


def operation_of(method, url):
    """The operation that describes a request, by its address; the plainest address wins."""
    path = urlsplit(url).path
    fitting = [
        template
        for template in document()["paths"]
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", template), path) and method.lower() in document()["paths"][template]
    ]
    assert fitting, (method, path)
    return document()["paths"][min(fitting, key=lambda template: template.count("{"))][method.lower()]


def check(method, url, answer):
    """The answer has a status, headers and a body that the document foresees."""
    operation = operation_of(method, url)
    told = resolved(operation["responses"].get(str(answer.status_code), {}))
    assert told, (method, url, answer.status_code)
    for name in answer.headers:
        if name in {"ETag", "Location", "Idempotent-Replayed", "Retry-After", "WWW-Authenticate"}:
            assert name in told.get("headers", {}), (method, url, answer.status_code, name)
    content = told.get("content")
    if not content:
        assert not answer.content
        return
    media = answer["Content-Type"].partition(";")[0]
    if media.endswith("json") and "json" in next(iter(content)):
        assert fits(content[media]["schema"], answer.json()) == [], (method, url, answer.status_code)
