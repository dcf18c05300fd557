"""The matrix of routes.py, walked over every address and method that the program has."""

import json
import re
from copy import deepcopy

import pytest
from django.urls import get_resolver

from cases.models import Party
from junping.clocks.models import CalendarYear, TownStandard
from junping.org.models import ApiToken
from tests.abuse.conftest import undone
from tests.abuse.routes import BLIND, PEOPLE, ROWS, SIGHT, Row
from tests.abuse.scene import BEYOND, NEIGHBOUR, TOWN, A, a_file, case, hazard

TAKES_TIME = {"Date", "Expires"}
REFUSED_EVERYWHERE = ("PUT", "DELETE", "TRACE", "PROPFIND", "OPTIONS")
NOWHERE = {"case": "JP-2026-9999", "hazard": "JP-2026-H9999", "confidential": "JP-2026-ZZZZZZZZ"}
GONE = 987_654


def addresses(patterns=None, prefix=""):
    """(route, view) of everything in the URL configuration."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern).removeprefix("^")
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


def methods_of(view):
    """What the API's views say; everything else takes what the middleware lets through."""
    found = getattr(view, "view_class", getattr(view, "cls", None))
    if found is None or not found.__module__.startswith(("junping.api", "cases", "safety")):
        return {"GET", "POST"}
    return {m.upper() for m in ("get", "post", "patch", "put", "delete") if hasattr(found, m)} or {"GET", "POST"}


def test_every_address_and_method_has_its_row():
    declared = {(method, route) for route, view in addresses() for method in methods_of(view)}
    assert declared == {(row.method, row.route) for row in ROWS}
    assert len(ROWS) == len({(row.method, row.route) for row in ROWS})


def test_of_every_record_everybody_knows_or_does_not(furnished):
    everybody = sorted(set(furnished.people) - {"anonymous"})
    for sort in furnished.cases:
        assert sorted([*SIGHT[sort].split(), *BLIND[sort].split()]) == everybody, sort


class Targets:
    """What the placeholders of an address stand for."""

    def __init__(self, scene):
        self.scene = scene
        self.drives = {unit.code: self._drive(person) for unit, person in self._makers()}
        self.tokens = dict(ApiToken.objects.values_list("user__username", "pk"))
        self._below = {}

    def _makers(self):
        yield self.scene.units[TOWN], self.scene.center
        yield self.scene.units[NEIGHBOUR], self.scene.beyond

    def _drive(self, person):
        return person.made("campaigns/", {"name": "大检查", "starts_on": "2026-01-01"})["id"]

    def pk(self, route, *, foreign=False):
        """The row's number in an address of the office: one of the town's, or of the neighbours'."""
        name = "beyond" if foreign else "village_a"
        if "campaign" in route:
            return self.drives[NEIGHBOUR if foreign else TOWN]
        if "org/user" in route:
            return self.scene.people[name].user.pk
        if "org/unit" in route:
            return self.scene.units[BEYOND if foreign else A].pk
        if "apitoken" in route:
            return self.tokens[name]
        return (CalendarYear if "calendaryear" in route else TownStandard).objects.first().pk

    def address(self, row: Row, number="", party=1, file_id="0" * 32, pk=GONE):
        """The address of a row, filled in."""
        found = row.route.replace("(?P<url>.*)$", "nothing/here/")
        values = {"number": number, "action": "note", "name": "note", "party": party, "file_id": file_id}
        for name, value in {**values, "pk": pk, "year": 2026}.items():
            found = re.sub(rf"<\w+:{name}>", str(value), found)
        query = {"api/v1/statistics/": "?record_type=case", "api/v1/calendar/due/": "?start=2026-01-05&days=15"}
        return f"/{found}{query.get(found, '')}"

    def of_record(self, row: Row, number):
        """The address below a record, with its own party and file where it has them."""
        if number not in self._below:
            self._below[number] = self._party_and_file(row, number)
        return self.address(row, number, *self._below[number])

    def _party_and_file(self, row: Row, number):
        kind = "hazards" if row.of_record == "hazard" else "cases"
        party = Party.objects.filter(case__number=number).first()
        files = self.scene.center.get(f"{kind}/{number}/attachments/").json()
        file_id = files[0]["id"] if isinstance(files, list) else _FILES.get(number, "0" * 32)
        return party.public_id if party else 1, file_id


_FILES: dict[str, str] = {}


def body_of(row: Row, person):
    """Something that the address takes: JSON, or the fields of a form."""
    village = person.user is not None and "village" in person.user.roles
    unit = {} if village else {"unit": A}
    own = person.user.unit.code if village else A
    if row.route.startswith("admin/"):
        return {"text": "进展"} if row.route.endswith("do/<slug:name>/") else {}
    bodies = {
        "api/v1/cases/": case(**unit),
        "api/v1/hazards/": hazard(**unit),
        "api/v1/cases/bulk/": {"items": [{"idempotency_key": "bulk-item-1", **case(**unit)}]},
        "api/v1/hazards/bulk/": {"items": [{"idempotency_key": "bulk-item-1", **hazard(**unit)}]},
        "api/v1/campaigns/": {"name": "大排查", "starts_on": "2026-01-01"},
        "api/v1/campaigns/<int:pk>/visits/": {"unit": own, "visited_on": "2026-01-02"},
    }
    ends = {"actions/<str:action>/": {"text": "进展"}, "reveal/": {"reason": "回访"}}
    found = next((body for end, body in ends.items() if row.route.endswith(end)), {"title": "改过"})
    return bodies.get(row.route, found)


def ask(person, row: Row, address, method=""):
    """The answer's status, body and headers, those left out that only tell the time."""
    method, cookies = method or row.method, deepcopy(person.browser.cookies)
    with undone():
        if row.route.startswith("api/"):
            if method == "POST" and row.route.endswith("attachments/"):
                answer = person.program.post(address, {"file": a_file()})
            else:
                answer = person.ask(method, address, None if method in {"GET", "TRACE"} else body_of(row, person))
        else:
            answer = person.browser.generic(method, address, *(_form(body_of(row, person)) if method == "POST" else ()))
        person.browser.cookies = cookies
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = sorted((name, value) for name, value in answer.headers.items() if name not in TAKES_TIME)
    return answer.status_code, body, headers


def _form(fields):
    return ("&".join(f"{name}={value}" for name, value in fields.items()), "application/x-www-form-urlencoded")


@pytest.fixture
def targets(furnished):
    _FILES.clear()
    for numbers in (furnished.cases, furnished.hazards):
        for number in numbers.values():
            maker = furnished.beyond if number == numbers["beyond"] else furnished.center
            kind = "hazards" if numbers is furnished.hazards else "cases"
            _FILES[number] = maker.get(f"{kind}/{number}/attachments/").json()[0]["id"]
    return Targets(furnished)


DOORS = {
    "api": lambda row: row.route.startswith("api/"),
    "records": lambda row: bool(row.of_record) and row.route.startswith("admin/"),
    "office": lambda row: row.route.startswith("admin/") and not row.of_record,
    "rest": lambda row: not row.route.startswith(("api/", "admin/")),
}


@pytest.mark.parametrize("door", DOORS)
def test_everybody_is_answered_as_the_matrix_says(targets, door):
    scene, wrong = targets.scene, []
    for row in filter(DOORS[door], ROWS):
        number = (scene.hazards if row.of_record == "hazard" else scene.cases)["own"]
        there = targets.of_record(row, number) if row.of_record else targets.address(row, pk=_pk(targets, row))
        for key, wanted in row.answers.items():
            person = scene.people[PEOPLE[key]]
            got = ask(person, row, there)
            if wanted == "-":
                nowhere = targets.address(row, NOWHERE[row.of_record] if row.of_record else "")
                if got[0] not in {403, 404} or got != ask(person, row, nowhere):
                    wrong.append((row.method, row.route, PEOPLE[key], got))
            elif str(got[0]) != wanted:
                wrong.append((row.method, row.route, PEOPLE[key], f"{wanted} expected", got))
    assert wrong == []


def _pk(targets, row, *, foreign=False):
    return targets.pk(row.route, foreign=foreign) if "<int:pk>" in row.route else GONE


@pytest.mark.parametrize("kind", ["case", "hazard"])
@pytest.mark.parametrize("door", ["api", "admin"])
def test_what_is_out_of_sight_reads_like_what_does_not_exist(targets, kind, door):
    scene, wrong, silence = targets.scene, [], {}
    rows = [row for row in ROWS if row.of_record == kind and row.route.startswith(door)]
    for sort, number in (scene.hazards if kind == "hazard" else scene.cases).items():
        addressed = [(row, targets.of_record(row, number)) for row in rows]
        for name in BLIND[sort].split():
            person = scene.people[name]
            for row, there in addressed:
                nowhere = targets.address(row, NOWHERE["confidential" if sort == "confidential" else kind])
                got = ask(person, row, there)
                if (name, nowhere, row.method) not in silence:
                    silence[name, nowhere, row.method] = ask(person, row, nowhere)
                if got[0] not in {403, 404} or got != silence[name, nowhere, row.method]:
                    wrong.append((sort, row.method, row.route, name, got))
    assert wrong == []


@pytest.mark.parametrize("kind", ["case", "hazard"])
def test_who_may_know_of_a_record_finds_it_at_both_doors(targets, kind):
    scene = targets.scene
    for sort, number in (scene.hazards if kind == "hazard" else scene.cases).items():
        for name in SIGHT[sort].split():
            person = scene.people[name]
            assert person.get(f"{kind}s/{number}/").status_code == 200, (sort, name)
            page = f"/admin/{'safety/hazard' if kind == 'hazard' else 'cases/case'}/{number}/change/"
            assert person.visit(page).status_code == 200, (sort, name)


def test_what_belongs_to_another_town_reads_like_what_does_not_exist(targets):
    scene = targets.scene
    for row in ROWS:
        if "<int:pk>" not in row.route or "clocks/" in row.route:
            continue
        there, nowhere = targets.address(row, pk=_pk(targets, row, foreign=True)), targets.address(row)
        for name in ("village_a", "center", "leader", "auditor", "admin", "accused_of_all"):
            person = scene.people[name]
            assert ask(person, row, there) == ask(person, row, nowhere), (row.method, row.route, name)


def test_a_party_or_file_of_another_record_reads_like_none(targets):
    scene = targets.scene
    for row in ROWS:
        if not row.of_record or not re.search(r"<int:party>|<slug:file_id>", row.route):
            continue
        numbers = scene.hazards if row.of_record == "hazard" else scene.cases
        theirs = Party.objects.get(case__number=scene.cases["confidential"]).public_id
        there = targets.address(row, numbers["own"], theirs, _FILES[numbers["recused"]])
        # As many digits: the page's form is sent to its own address.
        nobody = 10 ** (len(str(theirs)) - 1) + 1
        nowhere = targets.address(row, numbers["own"], nobody, "f" * 32)
        for name in ("village_a", "center", "accused_center"):
            person = scene.people[name]
            got, none = ask(person, row, there), ask(person, row, nowhere)
            assert (got[0], got[2]) == (none[0], none[2]), (row.method, row.route, name)
            assert got[1] == none[1] or got[0] == 200, (row.method, row.route, name)


def test_no_address_takes_a_method_that_it_does_not_name(targets):
    scene = targets.scene
    known = {route: methods_of(view) | {"HEAD"} for route, view in addresses()}
    for row in {row.route: row for row in ROWS}.values():
        address = targets.address(row, scene.cases["own"])
        for method in {*REFUSED_EVERYWHERE, "PATCH"} - known[row.route]:
            status, body, headers = ask(scene.center, row, address, method)
            assert status == (404 if row.route == "api/" else 405), (method, row.route)
            if row.route.startswith("api/"):
                assert json.loads(body)["status"] == status
            assert dict(headers).get("Allow") or status == 404, (method, row.route)
