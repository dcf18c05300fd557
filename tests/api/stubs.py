"""Addresses that stand in for the real resources, so that the plumbing is tested by itself."""

from django.db import OperationalError, transaction
from django.http import HttpResponse
from django.urls import include, path
from rest_framework.response import Response

from junping.api import body, paging, query, rendering
from junping.api.door import Door
from junping.api.idempotency import once
from junping.org.models import Unit
from junping.workflow import refusals

ORDERINGS = ("code", "-code", "retired_on", "-retired_on")


class Echo(Door):
    """What the strict reader made of the body."""

    parameters = (
        query.Parameter("title", "标题", query.text),
        query.Parameter("pause", "", query.text, several=True),
        query.switch("open", "未结"),
        query.dated("due_before", ""),
        query.choices("by", "", ("kind", "status", "unit", "month"), at_most=3),
        query.Parameter("officer", "", query.or_none(query.username)),
        query.Parameter("unit", "", query.unit_code),
        query.choice("light", "", ("red", "green")),
    )

    def get(self, request, word=""):
        if rendering.is_known(request, 7):
            return HttpResponse(status=304)
        return Response({"given": self.given, "by": self.actor.username, "via": self.actor.via, "word": word})

    def post(self, request, word=""):
        return Response({"body": body.read(request), "seen": rendering.version_seen(request)})


class Units(Door):
    parameters = (*paging.PARAMETERS, query.choice("ordering", "", ORDERINGS), query.switch("open", ""))

    def get(self, request):
        rows = Unit.objects.filter(level="grid")
        order = paging.Order.of(self.given.get("ordering", "code"))
        return Response(
            paging.page(request, paging.Rows(rows), order, self.given, lambda found: [{"code": u.code} for u in found])
        )

    def post(self, request):
        value = body.read(request)
        key = once(request, value)
        with transaction.atomic():
            if key and not key.claim():
                code = key.replay.answer["code"]
                return Response({"code": code}, key.replay.status, headers={"Idempotent-Replayed": "true"})
            if not value.get("name"):
                raise refusals.invalid("name", "required", "必须填写。")
            code = f"U{Unit.objects.count():09d}"
            Unit.objects.create(code=code, name=value["name"], level="grid")
            if key:
                key.settle(201, {"code": code})
        return Response({"code": code}, 201)


REFUSALS = {
    "not-found": refusals.NotFound(),
    "forbidden": refusals.Forbidden(),
    "stale": refusals.Stale(),
    "state": refusals.WrongState(allowed=["accept", "decline"]),
    "no-clock": refusals.NoClock("没有在走的时限。"),
    "mistake": ValueError("张三 431224199001011234"),
    "locked": OperationalError("database is locked"),
    "no-space": OSError(28, "No space left on device"),
}


class Refusing(Door):
    def get(self, request, name):
        raise REFUSALS[name]


urlpatterns = [
    path("api/v1/echo/", Echo.as_view()),
    path("api/v1/echo/<str:word>/", Echo.as_view()),
    path("api/v1/units/", Units.as_view()),
    path("api/v1/refusing/<str:name>/", Refusing.as_view()),
    path("", include("junping.urls")),
]
handler400 = "junping.errors.bad_request"
handler403 = "junping.errors.forbidden"
handler404 = "junping.errors.not_found"
handler500 = "junping.errors.server_error"
