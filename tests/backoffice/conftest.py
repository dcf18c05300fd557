"""A small town: its people, a browser for each, and records made on the real road."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from junping.backoffice import accounts
from junping.clocks.now import today
from junping.org.actor import Actor, system
from junping.org.models import Unit, User
from junping.workflow import engine
from junping.workflow.registry import domain

PASSWORD = "junping-demo"
ID_NUMBER = "11010519491231002X"
PEOPLE = {
    "center": ("周敏", "center", True),
    "center2": ("夏立新", "center", False),
    "officer": ("向春华", "officer", False),
    "leader": ("刘志远", "leader", True),
    "auditor": ("谌建军", "auditor", False),
    "admin": ("覃丽华", "admin", False),
}


@pytest.fixture
def town(db: None) -> Unit:
    return accounts.create_unit(system(), "431224105000", "均坪镇", "town", None)


@pytest.fixture
def villages(town: Unit) -> dict[str, Unit]:
    names = {"431224105207": "板溪村", "431224105211": "老窑上村"}
    return {name: accounts.create_unit(system(), code, name, "village", town) for code, name in names.items()}


def add_user(username: str, name: str, unit: Unit, roles: str, cleared: bool = False) -> User:
    values = {"name": name, "unit": unit, "roles": roles.split(","), "cleared": cleared, "is_active": True}
    return accounts.create_user(system(), username, PASSWORD, values)


@pytest.fixture
def people(town: Unit, villages: dict[str, Unit]) -> dict[str, User]:
    found = {
        username: add_user(username, name, town, roles, clear) for username, (name, roles, clear) in PEOPLE.items()
    }
    found["banxi"] = add_user("banxi", "板溪村", villages["板溪村"], "village")
    found["laoyao"] = add_user("laoyao", "老窑上村", villages["老窑上村"], "village")
    return found


@pytest.fixture
def browser(people: dict[str, User]) -> Callable[[str], Client]:
    """A browser in which this person has signed in."""

    def opened(username: str) -> Client:
        client = Client()
        client.force_login(people[username])
        return client

    return opened


def acting(username: str) -> Actor:
    return Actor.of(User.objects.select_related("unit").get(username=username), "admin")


@pytest.fixture
def dispute(people: dict[str, User]) -> str:
    """The number of a dispute that 板溪村 has logged."""
    return log_case("banxi")


def log_case(username: str, **more: Any) -> str:
    data = {
        "kind": "dispute",
        "category": "neighbour",
        "title": "水渠放水先后引发两户口角",
        "description": "两户争水，动了手。",
        "source": "village",
        "place": "板溪村三组",
        "parties": [{"role": "applicant", "name": "谌绍文", "id_number": ID_NUMBER, "phone": "13812340726"}],
        **more,
    }
    return engine.register(domain("case"), acting(username), data).record.number


def do(number: str, action: str, username: str, record_type: str = "case", **data: Any) -> None:
    engine.perform(domain(record_type), number, action, acting(username), data)


def assigned(number: str) -> str:
    """The case, accepted and in an officer's hands."""
    do(number, "accept", "center")
    do(number, "assign", "center", officer="officer")
    return number


def in_days(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def page(number: str, name: str = "change", *more: str) -> str:
    kind = "safety/hazard" if "-H" in number else "cases/case"
    return "/".join(["/admin", kind, number, name, *more, ""])


def verified() -> bool:
    try:
        call_command("verify")
    except SystemExit as end:
        return not end.code
    return True


def text_of(response: Any) -> str:
    return response.content.decode()
