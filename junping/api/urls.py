"""The API's addresses. Those of the records stand beside each domain's registration."""

from django.urls import path, re_path

from junping.api.basics import CalendarDue, CalendarYear, Me, Options, Units
from junping.api.board import Board
from junping.api.door import Nowhere
from junping.api.files import FileContent
from junping.api.schema import Docs, Schema
from junping.api.statistics import Statistics

app_name = "api"
urlpatterns = [
    path("v1/schema/", Schema.as_view(), name="schema"),
    path("v1/docs/", Docs.as_view(), name="docs"),
    path("v1/me/", Me.as_view(), name="me"),
    path("v1/units/", Units.as_view(), name="units"),
    path("v1/options/", Options.as_view(), name="options"),
    path("v1/board/", Board.as_view(), name="board"),
    path("v1/statistics/", Statistics.as_view(), name="statistics"),
    path("v1/calendar/due/", CalendarDue.as_view(), name="calendar-due"),
    path("v1/calendar/<int:year>/", CalendarYear.as_view(), name="calendar-year"),
    path("v1/attachments/<str:file_id>/content/", FileContent.as_view(), name="attachment-content"),
    re_path("", Nowhere.as_view(schema=None)),
]
