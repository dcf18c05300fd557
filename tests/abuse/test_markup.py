"""What people write is only ever text on a page; nothing runs, nothing comes from elsewhere, nothing is kept."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client

from junping.backoffice import accounts
from junping.org.actor import system
from junping.org.models import Unit, User
from tests.abuse.routes import ROWS
from tests.abuse.scene import A, case, hazard, of, page
from tests.abuse.test_scope_matrix import Targets

CORPUS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "'><img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "javascript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<style>@import'http://evil.example/x.css';</style>",
    "<link rel=stylesheet href=http://evil.example/x.css>",
    "<base href=http://evil.example/>",
    "<meta http-equiv=refresh content='0;url=http://evil.example'>",
    "<form action=http://evil.example><input name=x>",
    "<textarea></textarea><script>alert(1)</script>",
    "</textarea></title></option></select><script>alert(1)</script>",
    "<!--<img src='--><img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% debug %}",
    "{% load static %}${7*7}#{7*7}",
    '" autofocus onfocus=alert(1) x="',
    "' autofocus onfocus=alert(1) x='",
    "` onmouseover=alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "＜script＞alert(1)＜/script＞",
    "<ScRiPt sRc=//evil.example/x.js></sCrIpT>",
    "%3Cscript%3Ealert(1)%3C/script%3E",
]
OWN = "<b onclick=x>"


class Page(HTMLParser):
    """What a browser would make of it: the tags that are there, and where they lead."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.handlers, self.styles, self.scripts = [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            if name in {"src", "href", "action", "formaction", "srcset", "data", "poster", "xlink:href"}:
                self.links.append(value or "")
            if name.startswith("on"):
                self.handlers.append((tag, name))
            if name == "style":
                self.styles.append((tag, value))
        if tag == "script" and not dict(attrs).get("src", "").startswith("/static/"):
            self.scripts.append(dict(attrs))

    def handle_data(self, data):
        if self.tags and self.tags[-1] == "script" and self.cdata_elem:
            self.scripts.append(data)


KNOWN_TAGS = set(
    """
    html head meta title link body a header nav details summary small form input button main ul ol li div span p h1 h2
    h3 section aside table caption thead tbody tr th td time svg path label select option optgroup textarea fieldset
    legend b i code footer br circle rect g defs lineargradient stop dl dt dd mark strong em hr script
    """.split()  # noqa: SIM905 a list of seventy words reads better so
)


def looked_at(answer, what):
    """A page as it must be."""
    policy = answer.headers.get("Content-Security-Policy", "")
    assert "unsafe" not in policy, what
    assert "default-src 'none'" in policy, what
    assert "no-store" in answer["Cache-Control"], what
    if not answer["Content-Type"].startswith("text/html"):
        return
    assert "frame-ancestors 'none'" in policy, what
    assert answer["X-Content-Type-Options"] == "nosniff", what
    found = Page(answer.content.decode())
    assert set(found.tags) - KNOWN_TAGS == set(), what
    assert (found.handlers, found.styles, found.scripts) == ([], [], []), what
    for link in found.links:
        assert re.match(r"(/(?!/)|\?|#|$)", link), (what, link)


def plant(scene):
    """The corpus in every text, name and file name that there is."""
    people = scene.people
    User.objects.filter(username="officer").update(name=OWN)
    Unit.objects.filter(code=A).update(name=OWN)
    numbers = []
    for n, text in enumerate(CORPUS):
        party = {
            "role": "applicant",
            "name": text[:100],
            "address": text,
            "id_type": "other",
            "id_number": text[:40].replace("*", ""),
        }
        made = people["village_a"].made(
            "cases/", case(title=text, description=f"{text}\n{text}", place=text, parties=[party])
        )
        numbers.append(made["number"])
        if n % 8 == 0:
            people["village_a"].made("hazards/", hazard(title=text, description=text, site=text, site_contact=text))
    first = numbers[0]
    for n, text in enumerate(CORPUS[:24]):
        people["village_a"].act(first, "note", text=text)
        name = text.replace("/", "").replace("\\", "")[:100] + ".txt"
        if n % 4 == 0:
            assert people["village_a"].upload(f"{of(first)}attachments/", name, caption=text).status_code == 201
    people["center"].act(first, "accept")
    people["center"].act(first, "assign", officer="officer", handling_unit=A, note=CORPUS[0])
    people["leader"].act(first, "supervise", text=CORPUS[3], due_on="2099-01-01")
    people["officer"].act(first, "send_back", reason=CORPUS[4])
    drive = people["center"].made("campaigns/", {"name": CORPUS[2], "starts_on": "2026-01-01"})["id"]
    visit = {"unit": A, "visited_on": "2026-01-02", "household": CORPUS[0], "visitor": CORPUS[1], "result": CORPUS[2]}
    people["village_a"].made(f"campaigns/{drive}/visits/", visit)
    values = {"name": CORPUS[3], "unit": scene.units[A], "roles": ["village"], "cleared": False, "is_active": True}
    user = accounts.create_user(system(), "planted", "Bamboo-Lantern-58", values)
    token, _ = accounts.issue_token(system(), user, CORPUS[2], 30)
    return numbers, drive, user.pk, token.pk


@pytest.fixture
def planted(furnished):
    return furnished, *plant(furnished)


def test_nothing_that_is_written_becomes_a_tag(planted):
    scene, numbers, drive, user, token = planted
    addresses = [f"/admin/safety/campaign/{drive}/change/", "/admin/safety/campaign/", "/admin/cases/case/add/"]
    for number in (numbers[0], numbers[14], numbers[20], scene.hazards["own"]):
        addresses += [page(number, "change") + "?story=all", page(number, "correct"), page(number, "do", "note")]
    addresses += [
        page(numbers[0], "do", "assign"),
        page(numbers[0], "do", "recuse"),
        "/admin/cases/case/?view=all&q=alert",
    ]
    addresses += ["/admin/", "/admin/cases/case/?view=all", "/admin/safety/hazard/?view=all", "/admin/history/event/"]
    office = [f"/admin/org/user/{user}/change/", "/admin/org/user/", f"/admin/org/apitoken/{token}/change/"]
    office += ["/admin/org/apitoken/", f"/admin/org/unit/{scene.units[A].pk}/change/", "/admin/org/unit/"]
    office += [f"/admin/org/user/{user}/edit/", f"/admin/org/unit/{scene.units[A].pk}/edit/"]
    shown = ""
    for who, paths in (("accused_of_all", addresses), ("officer", ["/admin/"]), ("admin", office)):
        for path in paths:
            answer = scene.people[who].browser.get(path)
            assert answer.status_code == 200, path
            looked_at(answer, path)
            shown += answer.content.decode()
    for text in CORPUS[:6]:
        assert (
            text.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace('"', "&quot;")
            .replace("'", "&#x27;")
            in shown
        )


@pytest.mark.parametrize("text", CORPUS)
def test_what_is_asked_comes_back_as_text(furnished, text):
    """In the filters, the search, the forms that are shown again, the pages of errors."""
    person = furnished.accused_of_all
    for path in ("/admin/cases/case/", "/admin/history/event/", "/admin/org/signin/"):
        answer = person.browser.get(path, {"q": text, "from": text, "view": text, "kind": text})
        assert answer.status_code in {200, 302}
        looked_at(answer, path)
    looked_at(
        person.send("/admin/cases/case/add/", title=text, place=text, kind="dispute", unit=text, seen=text), "add"
    )
    looked_at(person.browser.get(f"/admin/cases/case/{text}/change/"), "a number")
    looked_at(person.browser.get(f"/{text}"), "an address")
    looked_at(Client().post("/admin/login/", {"username": text[:60], "password": "x", "next": text}), "signing in")
    problem = person.post("cases/", {text: 1, "kind": text})
    assert problem["Content-Type"] == "application/problem+json"
    assert problem["X-Content-Type-Options"] == "nosniff"


def test_every_address_that_can_be_looked_at_keeps_the_rules(furnished):
    targets = Targets(furnished)
    for row in ROWS:
        if row.method != "GET" or "logout" in row.route:
            continue
        numbers = furnished.hazards if row.of_record == "hazard" else furnished.cases
        pk = targets.pk(row.route) if "<int:pk>" in row.route else 1
        address = targets.of_record(row, numbers["own"]) if row.of_record else targets.address(row, pk=pk)
        for person in (furnished.accused_of_all, furnished.anonymous):
            door = person.program if row.route.startswith("api/") else person.browser
            answer = door.get(address)
            if "schema" not in row.route and "docs" not in row.route:
                looked_at(answer, address)
            assert "no-store" in answer["Cache-Control"], address
            assert "unsafe" not in answer["Content-Security-Policy"], address


def test_the_page_that_documents_the_api_loads_nothing_from_elsewhere_and_holds_no_script(furnished):
    answer = furnished.center.program.get("/api/v1/docs/")
    found = Page(answer.content.decode())
    assert [link for link in found.links if not link.startswith("/static/")] == []
    assert (found.handlers, found.styles, found.scripts) == ([], [], [])


def test_styles_and_scripts_of_our_own_fetch_nothing_from_elsewhere():
    for path in settings.BASE_DIR.glob("junping/*/static/**/*"):
        if path.suffix in {".css", ".js", ".svg"}:
            text = re.sub(r"http://www\.w3\.org/\S+", "", path.read_text())
            assert not re.search(r"(?:https?:)?//[a-z]|@import|url\(\s*[\"']?(?!data:|#)[a-z]+:", text), path


def test_a_file_is_handed_out_as_a_download_in_a_sandbox(furnished):
    number = furnished.cases["own"]
    name = "<img src=x onerror=alert(1)>&#34;.txt"
    answer = furnished.center.upload(f"{of(number)}attachments/", name)
    assert answer.status_code == 201
    for person, path in (
        (furnished.center.program, answer["Location"]),
        (furnished.center.browser, _page_of(furnished, number)),
    ):
        handed = person.get(path.removeprefix("http://testserver"))
        assert handed["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert handed["X-Content-Type-Options"] == "nosniff"
        assert handed["Content-Disposition"].startswith("attachment; filename")
        assert "\n" not in handed["Content-Disposition"]
        assert handed["Content-Type"] == "text/plain"
    for path in ("evil.html", "evil.svg", "evil.xml", "evil.js", "evil.txt.html"):
        refused = furnished.center.upload(f"{of(number)}attachments/", path)
        assert refused.status_code == 415


def _page_of(scene, number):
    shown = scene.center.visit(page(number, "change")).content.decode()
    return re.findall(r'href="(/admin/[^"]+/files/[^"]+)"', shown)[-1]
