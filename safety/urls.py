"""The API's addresses of hazards, campaigns and visits."""

from django.urls import path

from junping.api.records import Shelf
from junping.api.routes import record_routes
from safety.api import CampaignList, CampaignOne, VisitList
from safety.domain import HAZARDS
from safety.filters import HazardFilters
from safety.shapes import HAZARD

SHELF = Shelf(
    domain=HAZARDS, filters=HazardFilters, orderings=("found_at", "due_on", "number", "closed_at"), shape=HAZARD
)
urlpatterns = [
    *record_routes(SHELF),
    path("campaigns/", CampaignList.as_view(), name="campaigns-list"),
    path("campaigns/<int:pk>/", CampaignOne.as_view(), name="campaigns-one"),
    path("campaigns/<int:pk>/visits/", VisitList.as_view(), name="visits-list"),
]
