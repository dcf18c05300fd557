"""How drf-spectacular comes by the operations: each view says its own, and the document gets what they refer to."""

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry

from junping.api.schema_operation import HEADERS, Operation, refusals
from junping.api.schema_others import PATH_PARAMETERS
from junping.api.schema_parts import COMPONENTS, JsonSchema

_IN_PATH = re.compile(r"{(\w+)}")
_EACH = "x-each"


class Described(AutoSchema):
    """Asks the view's `operations()`; a view that says nothing is looked at in drf-spectacular's own way."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: ComponentRegistry
    ) -> JsonSchema | None:
        self.registry = registry
        operations: Mapping[str, Operation] = getattr(self.view, "operations", dict)()
        told = operations.get(method.lower())
        if told is None:
            return super().get_operation(path, path_regex, path_prefix, method, registry)
        written = told.openapi(_in_path(path)) | {"security": self.get_auth()}
        if told.each:
            names = [parameter for parameter in _in_path(path) if parameter["name"] != "action"]
            written[_EACH] = {
                name: one.openapi(names) | {"security": self.get_auth()} for name, one in told.each.items()
            }
        return written


def _in_path(path: str) -> list[JsonSchema]:
    return [
        {"name": name, "in": "path", "required": True, "schema": PATH_PARAMETERS[name]}
        for name in _IN_PATH.findall(path)
    ]


def complete(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A postprocessing hook: the addresses of each action by name, and the components."""
    for path, methods in list(result["paths"].items()):
        each = methods.get("post", {}).pop(_EACH, {})
        for name, operation in each.items():
            result["paths"][path.replace("{action}", name)] = {"post": operation}
    components = result["components"]
    components["schemas"] = deepcopy(dict(sorted(COMPONENTS.items())))
    components["responses"] = refusals()
    components["headers"] = deepcopy(HEADERS)
    return result
