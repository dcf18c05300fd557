"""The API's addresses. Those of the records stand beside each domain's registration."""

from django.urls import path, re_path

from junping.api.door import Nowhere
from junping.api.schema import Docs, Schema

app_name = "api"
urlpatterns = [
    path("v1/schema/", Schema.as_view(), name="schema"),
    path("v1/docs/", Docs.as_view(), name="docs"),
    re_path("", Nowhere.as_view(schema=None)),
]
