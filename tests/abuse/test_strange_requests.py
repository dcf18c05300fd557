"""Headers, addresses, queries, forms and files that no client of ours sends: answered calmly, and all lives on."""

import gzip
import json

import pytest

from tests.abuse.calm import alive, timed
from tests.abuse.routes import ROWS
from tests.abuse.scene import A, case, of, page
from tests.abuse.test_scope_matrix import Targets, body_of

HEADERS = {
    "Idempotency-Key": ["", "short", "k" * 201, "k" * 10_000, "with space 1", "ключ-ключ", "tab\tinside1"],
    "If-Match": ["", "x", '"', '"1', "*", '"99999999999999999999"', '"1",' * 2_000, 'W/"1"', "\xe9"],
    "If-None-Match": ['"1",' * 2_000, "*", '"', "\xe9"],
    "Accept": ["text/html", "x" * 5_000, "*/*;q=nan", "application/json; indent=4"],
    "Accept-Language": ["x" * 5_000, "zh\xe9"],
    "Content-Type": [
        "",
        "text/plain",
        "multipart/form-data",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-7",
        "application/json; charset=",
        "application/json; charset=\xe9",
        "application/json" + ";a=b" * 2_000,
    ],
    "Content-Encoding": ["gzip", "br", "x" * 2_000],
    "X-HTTP-Method-Override": ["DELETE", "PATCH"],
    "Cookie": [
        'sessionid="aaaaaaaa\\000bbbb"',
        "sessionid=" + "a" * 5_000,
        "sessionid=\xe9\xe8",
        "csrftoken=\x01",
        "messages=x;;=;",
    ],
    "Referer": ["\xe9" * 100],
    "User-Agent": ["\x1b[2J" + "x" * 5_000],
    "Range": ["bytes=0-0,1-1," * 500],
}
SEGMENTS = [
    "%00",
    "%ED%A0%80",
    "%ff%fe",
    "%E2%80%AE",
    "9" * 5_000,
    "-1",
    "%0d%0aX:%20y",
    "..%2f..",
    "%2e%2e",
    "张三",
    "a" * 9_000,
    "%F0%A0%AE%B7",
]
VALUES = [
    *SEGMENTS,
    "",
    "NaN",
    "1e9",
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
    "(a%2B)%2B%24",
    "%25_",
    "none,none",
    "%D9%A1",
    "true",
    "+",
]


def test_strange_headers_are_answered_calmly(furnished):
    number = furnished.cases["own"]
    for name, values in HEADERS.items():
        for value in values:
            headers = {name: value}
            what = (name, value[:40])
            for person in (furnished.center, furnished.anonymous):
                timed(what, person.get, of(number), **headers)
                timed(what, person.post, "cases/", case(unit=A), **headers)
                timed(what, person.post, f"{of(number)}actions/note/", {"text": "x"}, **headers)
                timed(what, person.browser.get, "/admin/cases/case/", headers=headers)
            timed(what, furnished.center.ask, "PATCH", of(number), {"title": "x"}, **headers)
    packed = gzip.compress(json.dumps(case(unit=A)).encode())
    assert furnished.center.post("cases/", packed, **{"Content-Encoding": "gzip"}).status_code == 415
    alive(furnished)


@pytest.mark.parametrize("door", ["api", "admin"])
def test_strange_addresses_are_answered_calmly(furnished, door):
    targets = Targets(furnished)
    for row in ROWS:
        if not row.route.startswith(door) or "<" not in row.route or row.method == "PATCH":
            continue
        plain = targets.address(row, number="JP-2026-0001", pk=1).strip("/").split("/")
        holes = [n for n, step in enumerate(row.route.strip("/").split("/")) if "<" in step]
        for segment in SEGMENTS[:: 1 if row.method == "GET" else 4]:
            for hole in holes:
                path = "/" + "/".join([*plain[:hole], segment, *plain[hole + 1 :]]) + "/"
                person = furnished.accused_of_all
                if door == "api":
                    value = None if row.method == "GET" else body_of(row, person)
                    timed(path[:80], person.ask, row.method, path, value)
                else:
                    timed(path[:80], person.browser.generic, row.method, path)
    alive(furnished)


QUERY_NAMES = {
    "cases/": "q kind status open category source unit unit_only officer lead handling_unit outcome is_backlog light"
    " received_from received_to closed_to due_before ordering cursor page_size count",
    "hazards/": "q domain level campaign supervised responsible_unit found_from found_to ordering cursor page_size",
    "board/": "light unit officer lead record_type due_before cursor page_size count",
    "statistics/": "record_type from to by",
    "calendar/due/": "start days unit roll extended_days pause",
    "campaigns/": "cursor page_size count",
}
PAGE_NAMES = {
    "/admin/cases/case/": "q view unit kind category status p o e all _popup _to_field _facets",
    "/admin/history/event/": "q from to of action p",
    "/admin/org/user/": "q unit role active p o",
    "/admin/org/apitoken/": "q alive p o",
    "/admin/org/signin/": "q from to outcome p",
    "/admin/workflow/reading/": "q from to p",
    "/admin/safety/campaign/": "q p",
    "/admin/cases/case/add/": "kind",
    "/admin/login/": "next",
    "/admin/find/": "q",
}


def some(values, turn, of):
    """Every `of`-th value, beginning with another one at each turn."""
    return values[turn % of :: of]


# Other values at the same places; those of `make check` are more than those of every day.
TURNS = pytest.mark.parametrize("first", [0, pytest.param(2, marks=pytest.mark.experiment)])


@TURNS
def test_strange_queries_are_answered_calmly(furnished, first):
    person = furnished.accused_of_all
    for path, names in QUERY_NAMES.items():
        for turn, name in enumerate(names.split(), first):
            for value in some(VALUES, turn, 5):
                timed((path, name, value[:40]), person.get, f"{path}?{name}={value}")
        many = "&".join(f"a{n}=1" for n in range(1_500))
        for query in ("%00=1", "a=1&a=2", "&&&=", "q[]=x", "=x", many, "%ED%A0%80=1"):
            assert timed(query[:40], person.get, f"{path}?{query}").status_code in {400, 413}
    for path, names in PAGE_NAMES.items():
        for turn, name in enumerate(names.split(), first):
            for value in some(VALUES, turn, 5):
                timed((path, name, value[:40]), person.browser.get, f"{path}?{name}={value}")
    alive(furnished)


FIELDS = [
    "title",
    "description",
    "place",
    "text",
    "reason",
    "unit",
    "officer",
    "category",
    "kind",
    "source",
    "received_at",
    "seen",
    "once",
]
FIELDS += [
    "occurred_at",
    "name",
    "username",
    "password",
    "old",
    "days",
    "roles",
    "parent",
    "code",
    "level",
    "year",
    "lines",
    "notice",
    "on",
]
FIELDS += [
    "starts_on",
    "target",
    "visited_on",
    "count",
    "people",
    "longitude",
    "people_count",
    "parties-count",
    "parties-0-name",
    "until",
]
FIELDS += [
    "parties-0-id_number",
    "parties-0-phone",
    "parties-0-role",
    "parties-more",
    "look",
    "domains",
    "recused",
    "document",
    "purpose",
]
STRANGE = [
    "a%00b",
    "%ED%A0%80",
    "%FF",
    "%E2%80%AEx",
    "e" + "%CC%81%CC%A3" * 300,
    "9" * 5_000,
    "-1",
    "NaN",
    "1e400",
    "9999-99-99",
    "0001-01-01T00:00",
]


BROKEN = [
    (
        "multipart/form-data; boundary=b",
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="\xed\xa0\x80.txt"\r\n\r\nx\r\n--b--\r\n',
    ),
    ("multipart/form-data; boundary=b", b"--b\r\nContent-Dispo"),
    ("multipart/form-data", b"x"),
    ("application/json", b"[" * 100_000),
]


@TURNS
def test_strange_forms_are_answered_calmly(furnished, first):
    targets, person = Targets(furnished), furnished.accused_of_all
    rows = [
        row for row in ROWS if row.method == "POST" and row.route.startswith("admin/") and "logout" not in row.route
    ]
    for turn, row in enumerate(rows, first):
        numbers = furnished.hazards if row.of_record == "hazard" else furnished.cases
        pk = targets.pk(row.route) if "<int:pk>" in row.route else 1
        address = targets.of_record(row, numbers["own"]) if row.of_record else targets.address(row, pk=pk)
        for value in some(STRANGE, turn, 4):
            body = "&".join(f"{name}={value}" for name in FIELDS)
            timed(
                (address, value[:20]),
                person.browser.generic,
                "POST",
                address,
                body,
                "application/x-www-form-urlencoded",
            )
        for kind, body in some(BROKEN, turn, 3):
            timed((address, kind), person.browser.generic, "POST", address, body, kind)
    for body in (b"title=" + b"x" * 3_000_000, b"&".join(b"a%d=1" % n for n in range(10_000))):
        answer = timed(
            "large", person.browser.generic, "POST", "/admin/cases/case/add/", body, "application/x-www-form-urlencoded"
        )
        assert answer.status_code in {400, 413}
    alive(furnished)


def test_piled_up_marks_hold_no_form_up(furnished):
    marks = {"text": "e" + "\u0301\u0323" * 20_000}
    answer = timed("marks", furnished.center.browser.post, page(furnished.cases["own"], "do", "note"), marks)
    assert answer.status_code == 200
    names = {"inspectors": marks["text"], "username": marks["text"], "q": marks["text"][:5_000]}
    for path in (page(furnished.hazards["own"], "do", "pass"), "/admin/login/", "/admin/org/user/add/"):
        timed(path, furnished.accused_of_all.browser.post, path, names)
    timed("q", furnished.center.browser.get, "/admin/cases/case/", {"q": names["q"]})


FILE_NAMES = [
    "../../etc/cron.d/x.txt",
    "..\\..\\x.txt",
    "C:\\x.txt",
    "a\x00b.txt",
    "con.txt",
    "汉" * 300 + ".txt",
    "",
    ".htaccess",
    "a\r\nSet-Cookie: x=1.txt",
    "张\u202egpj.txt",
    "x.php;.txt",
    "x.txt.exe",
    "\ud800.txt",
    "%2e%2e%2fx.txt",
]


def test_strange_files_are_answered_calmly(furnished):
    number, line = furnished.cases["own"], '--b\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\nx\r\n--b--\r\n'
    before = len(furnished.center.get(f"{of(number)}attachments/").json())
    for name in FILE_NAMES:
        body = line.format("file", f'; filename="{name}"').encode("utf-8", "surrogatepass")
        ask = furnished.center.program.generic
        answer = timed(
            name[:30], ask, "POST", f"/api/v1/{of(number)}attachments/", body, "multipart/form-data; boundary=b"
        )
        assert answer.status_code in {201, 400, 415}, name
        if answer.status_code == 201:
            assert not set(answer.json()["name"]) & set("/\\\r\n\0\u202e"), name
    many = b"".join(
        line.format(f"f{n}", '; filename="x.txt"').encode().removesuffix(b"--b--\r\n") for n in range(1_000)
    )
    for body in (many + b"--b--\r\n", b"--b\r\n" * 50_000, line.format("a" * 50_000, "").encode()):
        answer = timed(
            "many", ask, "POST", f"/api/v1/{of(number)}attachments/", body, "multipart/form-data; boundary=b"
        )
        assert answer.status_code in {400, 413}
    assert len(furnished.center.get(f"{of(number)}attachments/").json()) == before
    alive(furnished)
