from datetime import timedelta

import pytest

from junping.history import sources
from junping.history.seal import seal_days
from junping.org.models import Unit
from tests.history.cast import NOON, story


@pytest.fixture(autouse=True)
def only_units(monkeypatch):
    """The registry of these tests: units, and no check of another package."""
    monkeypatch.setattr(sources, "_sources", {})
    monkeypatch.setattr(sources, "_checks", [])
    sources.register(sources.Source("unit", Unit))


@pytest.fixture
def a_seal():
    """A day of three events, and its seal."""
    story("431224105200", 3)
    (seal,) = seal_days(NOON + timedelta(days=1))
    return seal
