"""Getting in without right, staying in when it is gone, being led elsewhere: over HTTP, on two server processes."""

import json
import re
import socket
import threading
from datetime import timedelta

import pytest
from django.test import Client

from junping.clocks.now import now, travel
from junping.org.models import SignIn, User
from junping.org.signins import NOBODY
from tests.abuse.process import PASSWORD, Site, Visitor
from tests.abuse.scene import PASSWORD as TESTS_PASSWORD
from tests.abuse.scene import A, case, of
from tests.failures.conftest import own_database

LOGIN = "/admin/login/"
EVIL = [
    "//evil.example",
    "https:evil.example",
    "\\\\evil.example",
    "/%09/evil.example",
    "javascript:alert(1)",
    "///evil.example",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory, django_db_setup):
    with own_database() as url:
        made = Site(tmp_path_factory.mktemp("site"), url)
        made.settle()
        made.start()
        yield made
        made.stop()


@pytest.mark.django_db
def test_failures_count_across_processes_and_restarts_and_a_forged_address_helps_nobody(site):
    twin = site.twin()
    twin.start()
    try:
        for n in range(5):
            forged = {"X-Forwarded-For": f"9.9.9.{n}", "Forwarded": f"for=9.9.9.{n}", "X-Real-IP": f"9.9.9.{n}"}
            status, _, text = Visitor(twin if n % 2 else site).sign_in("center", "wrong", **forged)
            assert (status, "用户名或密码不对" in text) == (200, True)
        for server in (site, twin):
            status, told, _ = Visitor(server).sign_in("center", PASSWORD, X_Forwarded_For="10.1.1.1")
            assert (status, 0 < int(told["Retry-After"]) <= 900) == (429, True)
        assert Visitor(twin).sign_in("village")[0] == 302
    finally:
        twin.stop()
    site.stop()
    site.start()
    assert Visitor(site).sign_in("center")[0] == 429


@pytest.mark.django_db
def test_a_session_and_a_token_die_with_the_password_the_role_and_the_account(site):
    chief, clerk = Visitor(site), Visitor(site)
    assert chief.sign_in("admin")[0] == 302
    assert clerk.sign_in("village")[0] == 302
    pk = re.search(r"/admin/org/user/(\d+)/change/", chief.ask("GET", "/admin/org/user/?q=village")[2]).group(1)

    def seen():
        return (
            clerk.ask("GET", "/admin/cases/case/")[0],
            site.call("GET", "cases/")[0],
            site.call("POST", "cases/", case())[0],
        )

    assert seen() == (200, 200, 201)
    unit = re.search(r'<option value="(\d+)" selected', chief.ask("GET", f"/admin/org/user/{pk}/edit/")[2]).group(1)
    kept = {"name": "板溪村", "unit": unit}
    assert chief.send(f"/admin/org/user/{pk}/edit/", **kept, roles="auditor", is_active="on")[0] == 302
    assert seen() == (200, 200, 403)
    assert chief.send(f"/admin/org/user/{pk}/edit/", **kept, is_active="on")[0] == 302
    assert seen() == (403, 200, 403)
    assert json.loads(site.call("GET", "cases/?count=true")[2])["count"] == 0
    assert chief.send(f"/admin/org/user/{pk}/edit/", **kept, roles="village")[0] == 302
    assert seen() == (302, 401, 401)
    assert chief.send(f"/admin/org/user/{pk}/edit/", **kept, roles="village", is_active="on")[0] == 302
    assert seen()[1:] == (200, 201)
    assert clerk.sign_in("village")[0] == 302
    assert chief.send(f"/admin/org/user/{pk}/password/", password="Granite-Meadow-13")[0] == 302
    assert seen() == (302, 401, 401)


@pytest.mark.django_db
def test_a_cookie_planted_beforehand_is_not_the_session_afterwards(site):
    visitor = Visitor(site)
    visitor.cookies["sessionid"] = "a" * 32
    status, told, _ = visitor.sign_in("admin")
    assert status == 302
    session = next(line for line in told.get_all("Set-Cookie") if line.startswith("sessionid="))
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(session.split("; "))
    mine = visitor.cookies["sessionid"]
    assert mine != "a" * 32
    assert visitor.ask("GET", "/admin/")[0] == 200
    _, told, _ = visitor.ask("POST", LOGIN, {"csrfmiddlewaretoken": visitor.cookies["csrftoken"]})
    cookies = " ".join(told.get_all("Set-Cookie") or ())
    assert "SameSite=Lax" in cookies
    visitor.send("/admin/")  # the form that signs out stands on every page
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', visitor.ask("GET", "/admin/")[2]).group(1)
    assert visitor.ask("POST", "/admin/logout/", {"csrfmiddlewaretoken": token})[0] == 302
    visitor.cookies["sessionid"] = mine
    assert visitor.ask("GET", "/admin/")[0] == 302


def spoken(site, raw, *, wait=20):
    """The first line that the server answers to these bytes; empty where it closes the connection."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=wait) as connection:
        connection.sendall(raw)
        received = b""
        while b"\r\n" not in received:
            more = connection.recv(4096)
            if not more:
                break
            received += more
    return received


def request(site, method="GET", path="/api/v1/me/", *lines, body=b"", host="localhost"):
    told = [f"Host: {host}", f"Authorization: Bearer {site.tokens['admin']}", "Connection: close", *lines]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *told, "", ""]).encode("latin-1") + body


@pytest.mark.django_db
def test_strange_requests_are_refused_and_the_next_is_answered(site):
    chunked = "Transfer-Encoding: chunked"
    strange = [
        request(site, "GET", "/api/v1/me/", "X-Long: " + "x" * 65_536),
        *(request(site, "GET", "/api/v1/me/", f"X-{n}: {'x' * 1000}") for n in range(1)),
        request(site, "GET", "/" + "a" * 10_000),
        request(site, "GET", "/api/v1/cases/?q=" + "%E9" * 3_000),
        request(site, "TRACE", "/admin/"),
        request(site, "CONNECT", "localhost:80"),
        request(site, "PROPFIND", "/admin/"),
        request(site, "DELETE", "/api/v1/me/"),
        request(site, "get", "/api/v1/me/"),
        request(site, "GET", "/api/v1/me/", host="evil.example"),
        request(site, "GET", "/api/v1/me/", "Host: evil.example"),
        request(site, "GET", "/api/v1/me/", "X\x00Y: z"),
        request(site, "GET", "/api/v1/me/", "X: a\x00b"),
        request(site, "GET", "/admin/", 'Cookie: sessionid="aaaaaaaa\\000aaaa"'),
        request(site, "GET", "/admin/", "Cookie: sessionid=" + "\xe9" * 40),
        request(site, "POST", "/api/v1/cases/", "Content-Length: 2", chunked, body=b"0\r\n\r\n"),
        request(site, "POST", "/api/v1/cases/", "Content-Length: 2", "Content-Length: 3", body=b"{}"),
        request(site, "POST", "/api/v1/cases/", "Content-Length: -1"),
        request(site, "POST", "/api/v1/cases/", "Content-Length: 9" * 40),
        request(site, "POST", "/api/v1/cases/", "Transfer-Encoding: gzip, chunked", body=b"0\r\n\r\n"),
        request(
            site, "POST", "/api/v1/cases/", "Content-Type: application/json", chunked, body=b"zz\r\n{}\r\n0\r\n\r\n"
        ),
        b"GET http://evil.example/api/v1/me/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"GET /api/v1/me/ HTTP/9.9\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"GET /%ff%fe/%c0%af..%c0%af HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"GET /static/../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"GET /static/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    ]
    for raw in strange:
        answer = spoken(site, raw)
        assert re.match(rb"HTTP/1\.[01] (200|30[12]|4\d\d|501)", answer), (raw[:80], answer[:80])
        assert b"root:" not in answer
        assert b"evil" not in answer
    assert spoken(site, request(site)).startswith(b"HTTP/1.1 200")


@pytest.mark.django_db
def test_another_site_gets_no_answer_to_read(site):
    origin = {"Origin": "https://evil.example"}
    for method in ("GET", "OPTIONS"):
        for path in ("/api/v1/cases/", "/api/v1/me/", "/admin/login/", "/healthz"):
            _, told, _ = site.ask(method, path, Access_Control_Request_Method="GET", **origin)
            assert not [name for name in told if name.lower().startswith("access-control")]
    visitor = Visitor(site)
    assert visitor.sign_in("admin")[0] == 302
    token = visitor.cookies["csrftoken"]
    for headers in (origin, {**origin, "X-CSRFToken": token}, {}, {"Referer": "https://evil.example/"}):
        status, _, _ = visitor.ask(
            "POST", "/admin/password_change/", {"old": PASSWORD, "csrfmiddlewaretoken": "x"}, **headers
        )
        assert status == 403
        kind = {"Content-Type": "application/json"}
        sent = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
        assert site.ask("POST", "/api/v1/campaigns/", b"{}", Cookie=sent, **kind, **headers)[0] == 403


@pytest.fixture
def people(furnished):
    return furnished


def sign_in(username, password=TESTS_PASSWORD, address="127.0.0.1", **fields):
    client = Client(raise_request_exception=False)
    return client.post(LOGIN, {"username": username, "password": password, **fields}, REMOTE_ADDR=address)


def test_one_password_is_not_tried_on_everybody_from_one_address(people):
    for n in range(50):
        assert sign_in(f"name{n}", "Spring2026!", "203.0.113.9").status_code == 200
    assert sign_in("center", address="203.0.113.9").status_code == 429
    assert sign_in("center", address="10.0.0.7").status_code == 302
    with travel(now() + timedelta(minutes=15, seconds=1)):
        assert sign_in("center", address="203.0.113.9").status_code == 302


def test_a_success_in_between_does_not_start_the_count_of_an_address_anew(people):
    for n in range(50):
        sign_in(f"name{n}", "Spring2026!", "203.0.113.9")
        if n == 40:
            assert sign_in("village_b", address="203.0.113.9").status_code == 302
    assert sign_in("center", address="203.0.113.9").status_code == 429


def test_a_name_that_nobody_has_is_not_written_down(people):
    for typed in ("Velvet-Thunder-90", "43122419870614253X", "Center", "center ", "张三"):
        assert sign_in(typed, "x").status_code == 200
    kept = list(SignIn.objects.values_list("username", flat=True))
    assert [name for name in kept if name != "center" and not name.startswith(NOBODY)] == []
    assert len(set(kept)) == 5
    shown = people.auditor.visit("/admin/org/signin/").content.decode()
    assert "Velvet" not in shown
    assert "没有这个用户名" in shown


def test_a_known_and_an_unknown_name_are_answered_alike(people):
    User.objects.filter(username="leader2").update(is_active=False)
    texts = {}
    for name in ("center", "nobody", "leader2"):
        answer = sign_in(name, "wrong")
        texts[name] = re.sub(r'value="[^"]*"', "", answer.content.decode()), answer.status_code
    assert texts["center"] == texts["nobody"] == texts["leader2"]


@pytest.mark.parametrize("target", EVIL)
def test_signing_in_and_out_leads_nowhere_else(people, target):
    signed_out = Client()
    signed_out.force_login(people.center.user)
    left = signed_out.post(f"/admin/logout/?next={target}", {"next": target})["Location"]
    for where in (sign_in("center", next=target)["Location"], left):
        assert re.match(r"/(?![/\\\s])", where)
    client = Client()
    client.force_login(people.center.user)
    assert client.get(f"/admin/login/?next={target}")["Location"] == "/admin/"
    assert re.match(r"/(?![/\\\s])|$", client.get(f"/admin/cases/case{target}").headers.get("Location", ""))


def test_a_token_is_taken_from_its_header_alone_and_only_whole(people):
    token, fresh = people.center.token, Client(raise_request_exception=False)
    assert fresh.get("/api/v1/me/", headers={"Authorization": f"bearer {token}"}).status_code == 200
    wrong = [
        token,
        f"Token {token}",
        f"Basic {token}",
        f"Bearer {token}x",
        f"Bearer {token[:-1]}",
        f"Bearer {token} {token}",
    ]
    wrong += [
        f"Bearer {token.upper()}",
        "Bearer ",
        "Bearer jp_",
        f"Bearer {'x' * 10_000}",
        f"Bearer {token}, Bearer {token}",
    ]
    for header in (*wrong, "Bearer \xe9\xe8", "Bearer jp_" + "é" * 43):
        answer = fresh.get("/api/v1/me/", headers={"Authorization": header})
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer"), header
    for path in (
        f"/api/v1/me/?token={token}",
        f"/api/v1/me/?access_token={token}",
        f"/api/v1/me/?authorization=Bearer%20{token}",
    ):
        assert fresh.get(path).status_code == 401
    for cookie in ("token", "access_token", "sessionid"):
        assert fresh.get("/api/v1/me/", headers={"Cookie": f"{cookie}={token}"}).status_code == 401


def test_a_token_that_is_expired_or_revoked_is_dead_at_once(people):
    from junping.backoffice import accounts
    from junping.org.actor import system
    from junping.org.models import ApiToken

    assert people.village_a.get("me/").status_code == 200
    with travel(now() + timedelta(days=31)):
        assert people.village_a.get("me/").status_code == 401
    accounts.revoke_token(system(), ApiToken.objects.get(user__username="village_a"))
    assert people.village_a.get("me/").status_code == 401


def test_a_user_moved_to_another_unit_sees_the_other_units_records_at_the_next_request(people):
    from junping.backoffice import accounts
    from junping.org.actor import system
    from tests.abuse.scene import B

    user = User.objects.get(username="village_b")
    assert people.village_b.get(of(people.cases["own"])).status_code == 404
    values = {"name": user.name, "unit": people.units[A], "roles": ["village"], "cleared": False, "is_active": True}
    accounts.change_user(system(), user, values)
    assert people.village_b.get(of(people.cases["own"])).status_code == 200
    assert people.village_b.get(of(people.cases["other"])).status_code == 404
    assert people.village_b.browser.get("/admin/").status_code == 200
    assert people.village_b.post("cases/", case(unit=B)).status_code == 400


def test_the_session_serves_the_api_only_with_its_csrf_token(people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.village_a.user)
    assert client.get("/api/v1/cases/").status_code == 200
    path, body = "/api/v1/cases/", json.dumps(case())
    assert client.post(path, body, content_type="application/json").status_code == 403
    client.get("/admin/")
    token = client.cookies["csrftoken"].value
    good = client.post(path, body, content_type="application/json", headers={"X-CSRFToken": token})
    assert good.status_code == 201
    text = client.post(path, {"kind": "dispute", "csrfmiddlewaretoken": token})
    assert text.status_code == 415
    for method in ("patch", "put", "delete"):
        assert getattr(client, method)(
            f"/api/v1/{of(people.cases['own'])}", body, content_type="application/json"
        ).status_code in {403, 405}


@pytest.mark.django_db
def test_a_dozen_attempts_at_one_instant_are_five_guesses(site):
    """Threads on the wire, so that the database decides."""
    statuses = []

    def attempt():
        statuses.append(Visitor(site).sign_in("village", "wrong")[0])

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {200, 429}
    assert statuses.count(200) <= 5


def test_at_an_open_session_the_password_is_not_guessed_without_end(people):
    new = {"password": "Granite-Meadow-13"}
    for _ in range(5):
        assert "不符" in people.center.send("/admin/password_change/", old="wrong", **new).content.decode()
    assert "15 分钟" in people.center.send("/admin/password_change/", old=TESTS_PASSWORD, **new).content.decode()
    assert not User.objects.get(username="center").check_password("Granite-Meadow-13")
