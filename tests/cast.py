"""The people and places of the tests, and a clock that the tests set. Fixtures: import them into a conftest."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest

from junping.clocks.now import SHANGHAI, now, today, travel
from junping.org.actor import Actor
from junping.org.models import Unit, User

# By name: code, 中文, level, parent.
UNITS = {
    "county": ("431224", "溆浦县", "county", None),
    "town": ("431224105000", "均坪镇", "town", "county"),
    "village": ("431224105207", "板溪村", "village", "town"),
    "helping": ("431224105200", "先锋村", "village", "town"),
    "handling": ("431224105210", "来坡湾村", "village", "town"),
    "far": ("431224105214", "长坪村", "village", "town"),
    "grid": ("431224105207001", "板溪村一网格", "grid", "village"),
    "neighbour": ("431224106000", "观音阁镇", "town", "county"),
}
# By username: unit, roles, cleared.
PEOPLE = {
    "center": ("town", "center", True),
    "center2": ("town", "center", False),
    "officer": ("town", "officer", False),
    "officer2": ("town", "officer", False),
    "sealed_officer": ("town", "officer", True),
    "leader": ("town", "leader", True),
    "leader2": ("town", "leader", False),
    "county_leader": ("county", "leader", True),
    "auditor": ("town", "auditor", False),
    "admin": ("town", "admin", False),
    "village": ("village", "village", False),
    "village2": ("village", "village", False),
    "helping": ("helping", "village", False),
    "handling": ("handling", "village", False),
    "far": ("far", "village", False),
    "grid": ("grid", "village", False),
    "neighbour": ("neighbour", "center", True),
}
MORNING = "2026-03-02 09:00"  # a Monday; the year's notice is loaded, the next day off is 清明


def moment(text: str) -> datetime:
    """`2026-03-02 09:00`, or a day alone for its 09:00, as a moment of Asia/Shanghai."""
    return datetime.fromisoformat(text if " " in text else f"{text} 09:00").replace(tzinfo=SHANGHAI)


def stamp(text: str) -> str:
    """The same as the API writes it."""
    return moment(text).isoformat()


def day(text: str) -> date:
    return date.fromisoformat(text)


class Time:
    """The clock of the test: it stands where it was put."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    def set(self, text: str) -> None:
        self._stack.enter_context(travel(moment(text)))

    def pass_days(self, days: int) -> None:
        self._stack.enter_context(travel(now() + timedelta(days=days)))

    @property
    def today(self) -> date:
        return today()


@dataclass
class Cast:
    """Units and users by the names above."""

    units: dict[str, Unit] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)

    def actor(self, name: str, via: str = "api") -> Actor:
        return Actor.of(self.users[name], via)

    def code(self, unit: str) -> str:
        return self.units[unit].code

    def add(self, name: str, unit: str, roles: str, *, cleared: bool = False) -> User:
        user = User(username=name, name=f"某{name}", unit=self.units[unit], roles=roles, cleared=cleared, password="!")
        user.save()
        self.users[name] = user
        return user


def gather() -> Cast:
    """Everybody, in few statements; they have no history of their own."""
    cast = Cast({name: Unit(code=code, name=told, level=level) for name, (code, told, level, _) in UNITS.items()})
    Unit.objects.bulk_create(cast.units.values())
    for name, (_, _, _, parent) in UNITS.items():
        unit = cast.units[name]
        unit.parent = cast.units[parent] if parent else None
        unit.path = f"{unit.parent.path if unit.parent else '/'}{unit.pk}/"
    Unit.objects.bulk_update(cast.units.values(), ["parent", "path"])
    for name, (unit, roles, cleared) in PEOPLE.items():
        told = f"某{name}"
        cast.users[name] = User(
            username=name, name=told, unit=cast.units[unit], roles=roles, cleared=cleared, password="!"
        )
    User.objects.bulk_create(cast.users.values())
    return cast


@pytest.fixture
def cast(db: None) -> Cast:
    return gather()


@pytest.fixture(autouse=True)
def time() -> Iterator[Time]:
    with ExitStack() as stack:
        clock = Time(stack)
        clock.set(MORNING)
        yield clock
