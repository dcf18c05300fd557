"""The small words of which the OpenAPI document is made: JSON schemas as OpenAPI 3.0 writes them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

JsonSchema = dict[str, Any]
Options = Sequence[tuple[str, Any]]

# Every schema with a name, as it is met; the document lists them all.
COMPONENTS: dict[str, JsonSchema] = {}


def named(name: str, schema: JsonSchema) -> JsonSchema:
    """A reference to the schema, which the document keeps under this name."""
    if COMPONENTS.setdefault(name, schema) != schema:
        raise ValueError(f"two schemas are called {name}")
    return {"$ref": f"#/components/schemas/{name}"}


def camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def text(label: str = "", *, at_most: int | None = None, at_least: int | None = None, **more: Any) -> JsonSchema:
    schema: JsonSchema = {"type": "string", "maxLength": at_most, "minLength": at_least, "description": label}
    return {name: value for name, value in schema.items() if value not in (None, "")} | more


def day(label: str = "") -> JsonSchema:
    return text(label, format="date")


def moment(label: str = "") -> JsonSchema:
    return text(label, format="date-time")


def address(label: str = "") -> JsonSchema:
    return text(label, format="uri")


def whole(label: str = "", at_least: int | None = None, at_most: int | None = None) -> JsonSchema:
    schema: JsonSchema = {"type": "integer", "minimum": at_least, "maximum": at_most, "description": label}
    return {name: value for name, value in schema.items() if value not in (None, "")}


def number(label: str = "", at_least: float | None = None, at_most: float | None = None) -> JsonSchema:
    return whole(label, at_least=None) | {"type": "number"} | _bounds(at_least, at_most)


def _bounds(at_least: float | None, at_most: float | None) -> JsonSchema:
    found = {"minimum": at_least, "maximum": at_most}
    return {name: value for name, value in found.items() if value is not None}


def flag(label: str = "") -> JsonSchema:
    return {"type": "boolean", "description": label} if label else {"type": "boolean"}


def one_of(options: Options, label: str = "") -> JsonSchema:
    """One of fixed values; what they mean stands in the description."""
    meanings = "、".join(f"{value} {name}" for value, name in options)
    return {
        "type": "string",
        "enum": [str(value) for value, _ in options],
        "description": f"{label}：{meanings}" if label else meanings,
    }


def listed(items: JsonSchema, label: str = "", at_most: int | None = None) -> JsonSchema:
    schema: JsonSchema = {"type": "array", "items": items, "maxItems": at_most, "description": label}
    return {name: value for name, value in schema.items() if value not in (None, "")}


def record(fields: Mapping[str, JsonSchema], *, optional: Iterable[str] = (), label: str = "") -> JsonSchema:
    """An object that has all of these fields, but perhaps not the optional ones."""
    left_out = set(optional)
    schema: JsonSchema = {"type": "object", "properties": dict(fields)}
    required = [name for name in fields if name not in left_out]
    return schema | ({"required": required} if required else {}) | ({"description": label} if label else {})


def or_null(schema: JsonSchema) -> JsonSchema:
    """The same, or null."""
    if "$ref" in schema:
        return {"allOf": [schema], "nullable": True}
    return {**schema, "nullable": True} | ({"enum": [*schema["enum"], None]} if "enum" in schema else {})


def either(*schemas: JsonSchema) -> JsonSchema:
    return {"anyOf": list(schemas)}


def described(schema: JsonSchema, label: str) -> JsonSchema:
    """The same under a description of its own; OpenAPI 3.0 ignores what stands beside a reference."""
    return {"allOf": [schema], "description": label} if "$ref" in schema else {**schema, "description": label}
