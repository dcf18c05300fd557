"""The plain app's addresses: the same paths as the program's."""

from django.urls import include, path
from rest_framework.routers import DefaultRouter

from bench.plain_app.api import Board, CaseViewSet, Statistics

router = DefaultRouter()
router.register("cases", CaseViewSet)
urlpatterns = [
    path("api/v1/board/", Board.as_view()),
    path("api/v1/statistics/", Statistics.as_view()),
    path("api/v1/", include(router.urls)),
]
