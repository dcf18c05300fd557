from datetime import UTC, datetime

import pytest

from junping.org.models import Unit, User
from junping.org.tree import hang

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def make_unit(code: str, name: str, parent: Unit | None = None, level: str = "village") -> Unit:
    unit = Unit.objects.create(code=code, name=name, level=level)
    hang(unit, parent)
    unit.save()
    return unit


@pytest.fixture
def town(db: None) -> Unit:
    return make_unit("431224105000", "均坪镇", level="town")


@pytest.fixture
def village(town: Unit) -> Unit:
    return make_unit("431224105207", "板溪村", town)


@pytest.fixture
def clerk(village: Unit) -> User:
    return User.objects.create_user("village-06", "junping-demo", name="板溪村", unit=village, roles="village")
