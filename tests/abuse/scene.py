"""A county with two towns, one person of each role, a recused twin of each, and records in and out of their sight."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client

from junping.backoffice import accounts
from junping.org.actor import system
from junping.org.models import Unit, User

ROOT = "/api/v1/"
PASSWORD = "junping-demo"
COUNTY, TOWN, NEIGHBOUR = "431224", "431224105000", "431224106000"
A, B, BEYOND = "431224105207", "431224105209", "431224106201"
UNITS = {
    COUNTY: ("溆浦县", "county", None),
    TOWN: ("均坪镇", "town", COUNTY),
    NEIGHBOUR: ("观音阁镇", "town", COUNTY),
    A: ("板溪村", "village", TOWN),
    B: ("向家塘村", "village", TOWN),
    BEYOND: ("青龙溪村", "village", NEIGHBOUR),
}
ROLES = {
    "village_a": (A, "village", False),
    "village_b": (B, "village", False),
    "center": (TOWN, "center", True),
    "center2": (TOWN, "center", False),
    "officer": (TOWN, "officer", False),
    "leader": (TOWN, "leader", True),
    "leader2": (TOWN, "leader", False),
    "auditor": (TOWN, "auditor", False),
    "admin": (TOWN, "admin", False),
    "beyond": (NEIGHBOUR, "center", True),
}
# As trusted as anybody can be, and yet recused: being named in `recused` counts for more than any role.
TWINS = {
    "accused_village": (A, "village", False),
    "accused_center": (TOWN, "center", True),
    "accused_officer": (TOWN, "officer", True),
    "accused_leader": (TOWN, "leader", True),
    "accused_auditor": (TOWN, "auditor", True),
    "accused_admin": (TOWN, "admin", True),
    "accused_of_all": (TOWN, "admin,auditor,center,leader,officer,village", True),
}
ID_NUMBER, PHONE = "11010519491231002X", "13812340726"
PARTY = {"role": "applicant", "name": "谌绍文", "id_number": ID_NUMBER, "phone": PHONE}


def case(kind: str = "dispute", **more: Any) -> dict[str, Any]:
    petition = {"petition_class": "appeal"} if kind == "petition" else {}
    return {"kind": kind, "category": "land", "title": "界址争议", "source": "visit", **petition, **more}


def hazard(**more: Any) -> dict[str, Any]:
    return {"domain": "fire", "title": "线路老化", "source": "patrol", **more}


class Person:
    """Somebody at both doors: a program with a token, and a browser in which they have signed in."""

    def __init__(self, user: User | None) -> None:
        self.user = user
        self.username = user.username if user else "anonymous"
        self.browser = Client(raise_request_exception=False)
        headers = {}
        if user:
            _, plain = accounts.issue_token(system(), user, "测试", 30)
            self.token = plain
            headers = {"Authorization": f"Bearer {plain}"}
            self.browser.force_login(user)
        self.program = Client(headers=headers, raise_request_exception=False)

    def ask(self, method: str, path: str, value: Any = None, **headers: str) -> HttpResponseBase:
        """Through the API, JSON in and out; `path` is meant below /api/v1/."""
        body = value if isinstance(value, str | bytes) else json.dumps(value)
        extra = {} if value is None else {"data": body, "content_type": "application/json"}
        return self.program.generic(method, path if path.startswith("/") else ROOT + path, headers=headers, **extra)

    def get(self, path: str, **headers: str) -> HttpResponseBase:
        return self.ask("GET", path, **headers)

    def post(self, path: str, value: Any, **headers: str) -> HttpResponseBase:
        return self.ask("POST", path, value, **headers)

    def made(self, path: str, value: Any) -> Any:
        """What came of it; it must have been taken."""
        answer = self.post(path, value)
        assert answer.status_code in {200, 201}, (path, answer.status_code, answer.content.decode())
        return answer.json()

    def act(self, number: str, action: str, **given: Any) -> Any:
        return self.made(f"{of(number)}actions/{action}/", given)

    def upload(self, path: str, name: str = "说明.txt", **fields: Any) -> HttpResponseBase:
        return self.program.post(ROOT + path, {"file": a_file(name), **fields})

    def visit(self, path: str, **query: str) -> HttpResponseBase:
        """A page of the back office."""
        return self.browser.get(path, query)

    def send(self, path: str, **fields: Any) -> HttpResponseBase:
        """A form of the back office."""
        return self.browser.post(path, fields)


def a_file(name: str = "说明.txt", content: str = "界址图") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode())


def of(number: str) -> str:
    """Where a record lies below /api/v1/."""
    return f"{'hazards' if '-H' in number else 'cases'}/{number}/"


def page(number: str, *below: object) -> str:
    """A record's page in the back office."""
    kind = "safety/hazard" if "-H" in number else "cases/case"
    return "/".join(["/admin", kind, number, *map(str, below), ""])


@dataclass
class Scene:
    """Everybody by name (`people["center"]`), and the numbers of records by what they are (`cases["own"]`)."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    hazards: dict[str, str] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def accused(self) -> list[str]:
        return list(TWINS)


def settle() -> Scene:
    """The places and the people; no record yet."""
    scene = Scene()
    for code, (name, level, above) in UNITS.items():
        scene.units[code] = accounts.create_unit(system(), code, name, level, scene.units.get(above or ""))
    scene.people["anonymous"] = Person(None)
    for username, (unit, roles, cleared) in (ROLES | TWINS).items():
        values = {"name": f"某{username}", "unit": scene.units[unit], "roles": roles.split(",")}
        user = accounts.create_user(system(), username, PASSWORD, {**values, "cleared": cleared, "is_active": True})
        scene.people[username] = Person(user)
    return scene


def furnish(scene: Scene) -> Scene:
    """A case and a hazard of each sort: `own` (village A's, in an officer's hands), `other` (village B's), `beyond`
    (the neighbour town's), `recused` (nobody of the twins may know of it), and a `confidential` case."""
    for person in scene.people.values():
        person.get("me/")  # the hour in which their token was used is on the administrators' pages
    for kind, numbers, value in (("case", scene.cases, case(parties=[PARTY])), ("hazard", scene.hazards, hazard())):
        path = f"{kind}s/"
        numbers["own"] = scene.village_a.made(path, value)["number"]
        numbers["other"] = scene.village_b.made(path, value)["number"]
        numbers["beyond"] = scene.beyond.made(path, {**value, "unit": BEYOND})["number"]
        numbers["recused"] = scene.center.made(path, {**value, "unit": A, "recused": scene.accused})["number"]
        for number in numbers.values():
            maker = scene.beyond if number == numbers["beyond"] else scene.center
            assert maker.upload(f"{of(number)}attachments/").status_code == 201
        _hand_over(scene, kind, numbers["own"])
    accusation = case("petition", petition_class="accusation", category="discipline", unit=A, parties=[PARTY])
    scene.cases["confidential"] = scene.center.made("cases/", accusation)["number"]
    assert scene.center.upload(f"{of(scene.cases['confidential'])}attachments/").status_code == 201
    return scene


def _hand_over(scene: Scene, kind: str, number: str) -> None:
    if kind == "case":
        scene.center.act(number, "accept")
        scene.center.act(number, "assign", officer="officer")
    else:
        scene.center.act(
            number, "order", responsible_person="户主", officer="officer", measures="更换线路", due_on="2099-01-01"
        )
