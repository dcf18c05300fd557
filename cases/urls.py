"""The API's addresses of cases."""

from django.urls import path

from cases.domain import CASES
from cases.filters import CaseFilters
from cases.parties import shown_in_full
from cases.shapes import CASE, PARTY
from junping.api.records import Shelf
from junping.api.reveal import PartyReveal
from junping.api.routes import record_routes

SHELF = Shelf(domain=CASES, filters=CaseFilters, orderings=("received_at", "due_on", "number", "closed_at"), shape=CASE)
urlpatterns = [
    *record_routes(SHELF),
    path(
        "cases/<str:number>/parties/<int:party>/reveal/",
        PartyReveal.as_view(shelf=SHELF, unmask=staticmethod(shown_in_full), party_shape=PARTY),
        name="case-party-reveal",
    ),
]
