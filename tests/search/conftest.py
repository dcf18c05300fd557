import pytest

from junping.org.models import Unit
from junping.search import index


@pytest.fixture
def written(db):
    """Write records (units stand in for them) with these parts; gives them back in the order of their codes."""

    def write(*texts: tuple[str, ...], record_type: str = "case") -> list[Unit]:
        units = []
        for place, parts in enumerate(texts):
            unit, _ = Unit.objects.get_or_create(code=f"{place:06d}", defaults={"name": "单位", "level": "village"})
            index.put(record_type, unit.pk, parts)
            units.append(unit)
        return units

    return write


@pytest.fixture
def find():
    """Which of the records hold `q`? Their places in the order written."""

    def ask(q: str, record_type: str = "case") -> list[int]:
        return [int(unit.code) for unit in index.matching(Unit.objects.order_by("code"), record_type, q)]

    return ask
