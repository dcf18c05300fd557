from datetime import timedelta

import pytest

from junping.history import sources
from junping.history.seal import seal_days
from junping.org.models import Unit
from tests.history.cast import NOON, story, tampering


@pytest.fixture(autouse=True)
def only_units(request, monkeypatch):
    """A registry with nothing but units, no check of another package, no events of what the program brings along."""
    monkeypatch.setattr(sources, "_sources", {})
    monkeypatch.setattr(sources, "_checks", [])
    sources.register(sources.Source("unit", Unit))
    marker = request.node.get_closest_marker("django_db")
    if marker:
        request.getfixturevalue("transactional_db" if marker.kwargs.get("transaction") else "db")
        with tampering() as cursor:
            cursor.execute("DELETE FROM history_event")


@pytest.fixture
def a_seal():
    """A day of three events, and its seal."""
    story("431224105200", 3)
    (seal,) = seal_days(NOON + timedelta(days=1))
    return seal
