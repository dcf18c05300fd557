"""How is the API described? The OpenAPI document, and a page to try it that loads nothing from outside."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from junping.api import schema_others
from junping.api.door import Door
from junping.api.rendering import dumps
from junping.api.schema_operation import Operation


class BearerScheme(OpenApiAuthenticationExtension):
    """How the document names the token; drf-spectacular finds this class by itself."""

    target_class = "junping.api.authentication.Bearer"
    name = "bearer"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": "管理员发放的接口令牌，以 jp_ 开头。"}


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "junping.api.authentication.Session"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "在 /admin/ 登录后的浏览器会话。"}


@cache
def _document() -> bytes:
    """The same for everybody, so it is made once a process."""
    return dumps(SchemaGenerator().get_schema(request=None, public=True))


class Schema(Door):
    def operations(self) -> Mapping[str, Operation]:
        return schema_others.document()

    def get(self, request: Request) -> HttpResponse:
        return HttpResponse(_document(), content_type="application/vnd.oai.openapi+json; charset=utf-8")


class Docs(Door):
    """A browser without a session is shown the sign-in page; a program gets its 401."""

    def operations(self) -> Mapping[str, Operation]:
        return schema_others.docs()

    def get(self, request: Request) -> HttpResponse:
        return render(request, "api/docs.html", {"schema": reverse("api:schema")})

    def handle_exception(self, exc: Exception) -> Any:
        if isinstance(exc, NotAuthenticated) and "text/html" in self.request.headers.get("Accept", ""):
            return redirect(f"{reverse('admin:login')}?next={self.request.path}")
        return super().handle_exception(exc)
