"""Whoever attacks: the people of tests/abuse/scene.py. They are settled once a module; what a test does is undone."""

from contextlib import contextmanager
from copy import deepcopy

import pytest
from django.db import transaction
from django.test import override_settings

from junping.clocks.now import now, travel
from tests.abuse.scene import Scene, furnish, settle


@contextmanager
def undone():
    """Whatever happens inside leaves nothing."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def _standing(django_db_setup, django_db_blocker):
    """The clock stands, so that two looks at the same thing read alike; nobody is told that they ask too often."""
    with django_db_blocker.unblock(), override_settings(RATE=0), travel(now()), undone():
        yield furnish(settle())


@pytest.fixture
def furnished(_standing, db) -> Scene:
    """Places, people and records."""
    cookies = {name: deepcopy(person.browser.cookies) for name, person in _standing.people.items()}
    yield _standing
    for name, person in _standing.people.items():
        person.browser.cookies = cookies[name]
