"""Requests drawn from the OpenAPI document: mostly what it asks for, sometimes damaged."""

from datetime import timedelta

from hypothesis import strategies as st

from junping.clocks.now import SHANGHAI, now, today
from tests.api.document import document, resolved

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
ODD = st.sampled_from(
    [None, "", " ", "x", -1, 0, 1.5, 10**12, 10**30, True, [], {}, [[]], {"a": {}}, "\0", "\ud800", "‮", "9999-12-31"]
)


def operations():
    """(method, path template, operation) of everything that the document describes."""
    return [
        (method.upper(), path, operation)
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
        if method in {"get", "post", "patch"}
    ]


def whole(schema):
    """The schema with what `allOf` and a reference add to it."""
    found = dict(resolved(schema))
    for part in found.pop("allOf", ()):
        found = {**whole(part), **found}
    return found


class Drawing:
    """Draws values for schemas; `known` holds, by field or parameter, values that mean something in this town."""

    def __init__(self, data, known):
        self.data, self.known = data, known

    def pick(self, values):
        return self.data.draw(st.sampled_from(values))

    def chance(self, one_in):
        return self.pick([False] * (one_in - 1) + [True])

    def value(self, schema, name=""):
        schema = whole(schema)
        if schema.get("enum") and not self.chance(8):
            return self.pick([value for value in schema["enum"] if value is not None])
        if schema.get("nullable") and self.chance(8):
            return None
        if "anyOf" in schema:
            return self.value(self.pick(schema["anyOf"]), name)
        if "enum" in schema:
            return self.pick(schema["enum"])
        if name in self.known and not self.chance(12):
            return self.pick(self.known[name])
        return getattr(self, f"_{schema.get('type', 'string')}")(schema, name)

    def _string(self, schema, name):
        usual, any_day = [-3, -1, 0, 0, 0], [-400, -30, 1, 30, 400]
        days = timedelta(self.pick(any_day if self.chance(6) else usual))
        if schema.get("format") == "date":
            return (today() + days).isoformat()
        if schema.get("format") == "date-time":
            return (now() + days).astimezone(SHANGHAI).isoformat()
        return self.data.draw(TEXT)[: schema.get("maxLength", 100)]

    def _integer(self, schema, name):
        return self.data.draw(st.integers(schema.get("minimum", -3), min(schema.get("maximum", 200), 10**6)))

    def _number(self, schema, name):
        return round(self.data.draw(st.floats(schema.get("minimum", 0), schema.get("maximum", 200), width=32)), 4)

    def _boolean(self, schema, name):
        return self.data.draw(st.booleans())

    def _array(self, schema, name):
        return [self.value(schema["items"], name) for _ in range(self.data.draw(st.integers(0, 3)))]

    def _object(self, schema, name):
        properties, required = schema.get("properties", {}), set(schema.get("required", ()))
        return {n: self.value(one, n) for n, one in properties.items() if n in required or self.chance(5)}

    def damaged(self, value):
        """The same, with something wrong in it."""
        if isinstance(value, dict) and value and not self.chance(4):
            name = self.pick(sorted(value))
            if self.chance(4):
                return {n: v for n, v in value.items() if n != name}
            return {**value, name: self.damaged(value[name])} | ({"unknown": 1} if self.chance(6) else {})
        if isinstance(value, list) and value and not self.chance(3):
            return [self.damaged(value[0]), *value[1:]]
        return self.data.draw(ODD)
