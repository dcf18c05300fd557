"""Numbers, tokens, passwords and sentences are handed in through every door, and looked for in every byte written."""

import json
import re
import time

import pytest

from junping.vault.identity import check_digit
from tests.abuse.planted import looks, traces
from tests.abuse.process import PASSWORD, Site, Visitor, rows_of
from tests.failures.conftest import own_database

FIRST17 = ["43122419870614253", "43122419910203117", "11010119730929804", "43122419551127006"]
ID_NUMBERS = [number + check_digit(number) for number in FIRST17]
PHONES = ["13907458821", "18674590317", "0745-3327719", "+8617707454419"]
NUMBERS = {f"id {n}": v for n, v in enumerate(ID_NUMBERS)} | {f"phone {n}": v for n, v in enumerate(PHONES)}
WORDS = {"name": "麴衎麟", "sentence": "夜里往井里倒了绿色的东西"}
PASSWORDS = {
    "wrong": "Copper-Harbour-71",
    "in the wrong field": "Velvet-Thunder-90",
    "new": "Granite-Meadow-13",
    "own": PASSWORD,
}
FORGED = "jp_Zk3vQ8wLr2Xn7Ty5Hs9Bd4Mf6Gj1Pc0Ea8Uo2Wi5RlN"


def numbers(n):
    return {"role": "applicant", "name": WORDS["name"], "id_number": ID_NUMBERS[n], "phone": PHONES[n]}


def case(n, **more):
    party = {"kind": "dispute", "category": "land", "title": "界址争议", "source": "visit", "parties": [numbers(n)]}
    return {**party, "description": WORDS["sentence"], **more}


def plant_by_api(site):
    status, _, body = site.call("POST", "cases/", case(0), Idempotency_Key="planted-0001")
    assert status == 201
    made = json.loads(body)
    number, party = made["number"], made["parties"][0]["id"]
    assert site.call("POST", "cases/", case(0), Idempotency_Key="planted-0001")[1]["Idempotent-Replayed"] == "true"
    assert site.call("PATCH", f"cases/{number}/", {"parties": [{"id": party, **numbers(1)}]})[0] == 200
    status, _, body = site.call("POST", f"cases/{number}/parties/{party}/reveal/", {"reason": "回访"}, "center")
    assert (status, json.loads(body)["id_number"]) == (200, ID_NUMBERS[1])
    wrong = {"idempotency_key": "planted-bulk-1", **case(2), ID_NUMBERS[2]: PHONES[2]}
    assert site.call("POST", "cases/bulk/", {"items": [wrong]}, Idempotency_Key="planted-bulk-0")[0] == 200
    assert site.call("POST", "cases/", {**case(3), ID_NUMBERS[3]: 1, "phone": PHONES[3]})[0] == 400
    plant_in_what_is_refused(site, number)


def plant_in_what_is_refused(site, number):
    text = json.dumps(case(3), ensure_ascii=False).encode()
    broken = [text[:-1], text + b"}", text * 4000, b"\xff" + text, text.replace(b'"kind"', b'"kind":1,"kind"')]
    for body in broken:
        assert site.call("POST", "cases/", body)[0] in {400, 413}
    for secret in (*ID_NUMBERS, PHONES[0], site.tokens["center"], "%E9%BA%B4%E8%A1%8E%E9%BA%9F"):
        for path in (
            f"cases/{secret}/",
            f"cases/?q={secret}",
            f"{secret}",
            f"cases/?{secret}=1",
            f"attachments/{secret}/content/",
        ):
            assert site.call("GET", path)[0] in {200, 400, 404}
        site.ask("GET", f"/admin/{secret}/?next={secret}", User_Agent=secret, Referer=f"http://127.0.0.1/{secret}")
        site.ask("GET", f"/admin/login/?next=/{secret}", Cookie=f"sessionid={secret}")
    for header in ("X_Forwarded_For", "X_Request_Id", "If_Match", "Idempotency_Key", "Accept_Language", "Host"):
        site.call("POST", f"cases/{number}/actions/note/", {"text": WORDS["sentence"]}, **{header: ID_NUMBERS[3]})
    site.ask("GET", f"/api/v1/me/?token={site.tokens['center']}", Authorization=f"Bearer {FORGED}")
    line = f'--b\r\nContent-Disposition: form-data; name="{{}}"; filename="x.txt"\r\n\r\n{ID_NUMBERS[3]}'
    for name in ("file", ID_NUMBERS[3]):
        body = line.format(name).encode() * (1 if name == "file" else 2000)
        site.call("POST", f"cases/{number}/attachments/", body, Content_Type="multipart/form-data; boundary=b")


def plant_by_pages(site):
    stranger, clerk, chief = Visitor(site), Visitor(site), Visitor(site)
    for username, password in (
        ("center", PASSWORDS["wrong"]),
        (PASSWORDS["in the wrong field"], "x"),
        (ID_NUMBERS[0], "x"),
    ):
        assert stranger.sign_in(username, password)[0] == 200
    assert clerk.sign_in("center")[0] == 302
    row = {f"parties-0-{name}": value for name, value in {**numbers(2), "id_type": "resident"}.items()}
    form = {
        "title": "界址争议",
        "description": WORDS["sentence"],
        "category": "land",
        "source": "visit",
        "place": "村口",
    }
    form |= {"unit": "431224105207", "kind": "dispute", "parties-count": "1", **row}
    assert clerk.send("/admin/cases/case/add/?kind=dispute", **form, look="1")[0] == 200
    status, told, _ = clerk.send("/admin/cases/case/add/?kind=dispute", **form)
    assert status == 302
    record = told["Location"].removesuffix("change/")
    party = json.loads(site.call("GET", f"cases/{record.split('/')[-2]}/", who="center")[2])["parties"][0]["id"]
    shown = clerk.send(f"{record}reveal/{party}/", reason="核对")[2]
    assert ID_NUMBERS[2] in shown
    clerk.ask("GET", f"/admin/cases/case/?q={ID_NUMBERS[2]}")
    clerk.send(f"{record}do/note/", text=WORDS["sentence"], **{ID_NUMBERS[3]: PHONES[3]})
    assert clerk.send("/admin/password_change/", old=PASSWORD, password=PASSWORDS["new"])[0] == 302
    assert chief.sign_in("admin")[0] == 302
    fields = {"username": "newcomer", "password": PASSWORDS["new"], "name": "新人", "roles": "officer"}
    chief.send("/admin/org/user/add/", **fields, unit="1")
    people = chief.ask("GET", "/admin/org/user/?q=village")[2]
    village = re.search(r"/admin/org/user/(\d+)/change/", people).group(1)
    shown = chief.send(f"/admin/org/user/{village}/token/", name="手机", days="30")[2]
    site.tokens["shown once"] = shown.partition("jp-secret")[2].partition(">")[2].partition("<")[0].strip()
    assert site.tokens["shown once"].startswith("jp_")


@pytest.fixture
def site(tmp_path, django_db_setup):
    with own_database() as url:
        made = Site(tmp_path, url)
        made.settle()
        made.start()
        yield made
        if made.process.poll() is None:
            made.stop()


@pytest.mark.django_db
def test_no_number_token_or_password_stands_in_any_byte_that_was_written(site, tmp_path):
    plant_by_api(site)
    plant_by_pages(site)
    held = [path.name for path in site.temporary.iterdir()]
    time.sleep(0.2)
    sessions = site.python(
        "import django; django.setup(); from django.contrib.sessions.models import Session;"
        "print([s.get_decoded() for s in Session.objects.all()])"
    )
    assert "_auth_user_id" in sessions.stdout
    site.stop()
    tokens = {f"token of {name}": token for name, token in site.tokens.items()} | {"forged token": FORGED}
    log = site.log.read_bytes()
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path != site.log]
    written += [rows_of(site.environment["DATABASE_URL"]), sessions.stdout.encode(), "\n".join(held).encode()]
    assert traces(NUMBERS | tokens | PASSWORDS, log, *written) == []
    assert traces(WORDS, log) == []
    assert traces({"a title": "界址争议"}, *written) == ["a title"], "what is not secret is found by the same looking"
    assert log.count(b"\n") > 50


@pytest.mark.parametrize("secret", ["43122419870614253X", "麴衎麟", "Copper-Harbour-71"])
def test_the_looking_finds_a_secret_in_all_its_looks(secret):
    import base64

    for before in ("", "a", "ab", "abc", "张"):
        inside = f"{before}{secret}{before}"
        texts = [inside.encode(), inside.encode("utf-16-le"), json.dumps(inside).encode()]
        texts += [
            base64.b64encode(inside.encode()),
            base64.urlsafe_b64encode(inside.encode()),
            inside.encode().hex().encode(),
        ]
        for text in texts:
            assert any(look in text for look in looks(secret)), text
