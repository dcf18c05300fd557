"""Everything that somebody can look at, and how it looks once what changes by itself is left out."""

import re

from tests.abuse.routes import ROWS
from tests.abuse.scene import COUNTY, PARTY, PHONE, TOWN, A, Scene, of

# Every filter, order, figure and search that could count or find what must not be known of.
QUERIES = [
    *(
        f"{kind}/?count=true&page_size=1&ordering={order}"
        for kind in ("cases", "hazards")
        for order in ("number", "due_on")
    ),
    *(f"{kind}/?count=true&light={light}" for kind in ("cases", "hazards") for light in ("green", "red", "grey")),
    *(f"cases/?count=true&q={q}" for q in ("界址争议", PARTY["name"], "挪用", "JP-20", PHONE)),
    "cases/?count=true&is_repeat=true",
    "cases/?count=true&is_backlog=true",
    "cases/?count=true&category=discipline",
    "cases/?count=true&lead=leader",
    "cases/?count=true&officer=officer",
    "cases/?count=true&status=registered,referred",
    f"cases/?count=true&unit={A}",
    f"cases/?count=true&unit_only={TOWN}",
    f"cases/?count=true&handling_unit={A}",
    "hazards/?count=true&supervised=true",
    "hazards/?count=true&q=线路",
    f"board/?count=true&unit={COUNTY}",
    "board/?count=true&page_size=1",
    "statistics/?record_type=case&by=kind,category,month",
    "statistics/?record_type=case&by=unit,status,source",
    "statistics/?record_type=hazard&by=unit,status,level",
    "campaigns/?count=true",
]
PAGES = [
    *(
        f"/admin/{kind}/?view={view}"
        for kind in ("cases/case", "safety/hazard")
        for view in ("all", "red", "grey", "new")
    ),
    *(
        f"/admin/{kind}/?view={view}"
        for kind in ("cases/case", "safety/hazard")
        for view in ("mine", "supervised", "asked")
    ),
    f"/admin/cases/case/?q={PARTY['name']}",
    "/admin/cases/case/?q=挪用",
    f"/admin/cases/case/?view=all&unit={A}",
    "/admin/cases/case/?view=all&category=discipline",
    "/admin/history/event/?of=case",
    "/admin/history/event/?action=recuse",
    "/admin/history/event/?q=center",
    "/admin/workflow/reading/?q=center",
    *(f"/admin/find/?q={q}" for q in (PARTY["name"], "挪用", "JP-20", "界址争议", "线路")),
]
_BY_ITSELF = [
    (re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"'), b"csrf"),
    (re.compile(rb'name="once" value="[^"]*"'), b"once"),
]
_LEFT_OUT = {"Date", "Expires", "Set-Cookie"}


def still(answer) -> tuple:
    """Status, body and headers without what is another at each look."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for pattern, name in _BY_ITSELF:
        body = pattern.sub(name, body)
    kept = sorted((name, value) for name, value in answer.headers.items() if name not in _LEFT_OUT)
    return answer.status_code, body, kept


def whole_view(scene: Scene, targets, name: str) -> dict[str, tuple]:
    """What `name` sees at every address that can be looked at, of everything that is theirs to see."""
    person = scene.people[name]
    seen = {f"api {query}": still(person.get(query)) for query in QUERIES}
    seen |= {f"page {path}": still(person.browser.get(path)) for path in PAGES}
    for row in ROWS:
        if row.method != "GET" or "logout" in row.route:
            continue
        for address in _addresses(scene, targets, row):
            door = person.program if row.route.startswith("api/") else person.browser
            seen[f"{row.route} {address}"] = still(door.get(address))
    return seen


def _addresses(scene: Scene, targets, row) -> list[str]:
    if not row.of_record:
        return [targets.address(row, pk=targets.pk(row.route) if "<int:pk>" in row.route else 1)]
    numbers = scene.hazards if row.of_record == "hazard" else scene.cases
    return [targets.of_record(row, numbers[sort]) for sort in ("own", "other")]


def number_after(scene: Scene, name: str) -> int:
    """The running part of the number that a new case of theirs gets."""
    from tests.abuse.scene import case

    number = scene.people[name].made("cases/", case(unit=A))["number"]
    assert scene.people[name].get(of(number)).status_code == 200
    return int(number.rsplit("-", 1)[1])
