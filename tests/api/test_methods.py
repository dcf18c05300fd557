"""Methods, addresses and headers that every resource answers alike."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from tests.api.cast import MINE, ROOT, new_key, of, refused

pytestmark = pytest.mark.django_db
NUMBERS = ["007", "jp-2026-0001", "JP-2026-1", "JP-2026-00001", "JP-2026-H0001", "%20", "JP%2D2026%2D9999", "张三"]


@pytest.fixture
def routes(people):
    """Every address of the API with the methods that it takes."""
    record = people.mine.log(parties=[{"role": "applicant", "name": "李四"}])
    hazard = people.mine.log("hazard")
    party = record["parties"][0]["id"]
    file = people.mine.upload(of(record) + "attachments/").json()["id"]
    campaign = people.center.post("campaigns/", {"name": "大检查", "starts_on": "2026-01-01"}).json()["id"]
    found = {
        "schema/": "GET",
        "docs/": "GET",
        "me/": "GET",
        "units/": "GET",
        "options/": "GET",
        "board/": "GET",
        "statistics/?record_type=case": "GET",
        "calendar/2026/": "GET",
        "calendar/due/?start=2026-01-05&days=15": "GET",
        f"attachments/{file}/content/": "GET",
        "campaigns/": "GET, POST",
        f"campaigns/{campaign}/": "GET",
        f"campaigns/{campaign}/visits/": "GET, POST",
        f"cases/{record['number']}/parties/{party}/reveal/": "POST",
    }
    for kind, one in (("cases", of(record)), ("hazards", of(hazard))):
        found |= {
            f"{kind}/": "GET, POST",
            f"{kind}/bulk/": "POST",
            one: "GET, PATCH",
            f"{one}events/": "GET",
            f"{one}deadlines/": "GET",
            f"{one}attachments/": "GET, POST",
            f"{one}actions/note/": "POST",
        }
    return found


def test_every_address_of_the_api_is_looked_at_here(routes):
    def below(patterns, prefix=""):
        for pattern in patterns:
            path = prefix + str(pattern.pattern)
            yield from below(pattern.url_patterns, path) if hasattr(pattern, "url_patterns") else [path]

    resolver = get_resolver()
    declared = {path for path in below(resolver.url_patterns) if path.startswith("api/v1/") and path != "api/v1/"}
    met = {resolver.resolve("/api/v1/" + path.partition("?")[0]).route for path in routes}
    assert declared == met


def test_other_methods_are_405_and_the_answer_names_those_allowed(people, routes):
    for path, allowed in routes.items():
        known = set(allowed.split(", "))
        for method in {"GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"} - known:
            answer = people.center.send(method, path, {} if method != "TRACE" else None)
            refused(answer, 405)
            assert set(answer["Allow"].split(", ")) - {"HEAD"} == known, (method, path)


def test_a_method_override_counts_for_nothing(people, routes):
    record = people.mine.log()
    answer = people.center.post(of(record), {}, **{"X-HTTP-Method-Override": "PATCH"})
    refused(answer, 405)


def test_head_answers_like_get_without_a_body(people, routes):
    for path, allowed in routes.items():
        if "GET" not in allowed:
            continue
        answer, head = people.center.get(path), people.center.send("HEAD", path)
        assert head.status_code == answer.status_code == 200, path
        assert head.streaming or head.content == b""
        assert head.headers.get("ETag") == answer.headers.get("ETag")


def test_no_answer_is_kept_by_anybody(people, routes):
    for path, allowed in routes.items():
        for method in ("GET", "POST", "PATCH", "DELETE"):
            answer = people.center.send(method, path, {} if method in {"POST", "PATCH"} else None)
            assert answer["Cache-Control"] == "no-store", (method, path, allowed)
    assert people.center.get("nothing/")["Cache-Control"] == "no-store"


@pytest.mark.parametrize("number", NUMBERS)
def test_what_is_no_number_of_a_record_is_404(people, number):
    people.mine.log()
    refused(people.center.get(f"cases/{number}/"), 404)
    refused(people.center.post(f"cases/{number}/actions/note/", {"text": "x"}), 404)


def test_a_path_without_its_last_slash_is_404_and_not_redirected(people):
    record = people.mine.log()
    for path in (of(record)[:-1], "cases", "me"):
        refused(people.center.get(path), 404)
        refused(people.center.post(path, {}), 404)


def test_a_query_that_a_resource_does_not_take_is_400(people, routes):
    record = people.mine.log()
    refused(people.center.get(of(record) + "?format=csv"), 400, "format", "unknown")
    refused(people.center.get("me/?token=x"), 400, "token", "unknown")
    refused(people.mine.post("cases/?dry_run=1", {}), 400, "dry_run", "unknown")


def test_addresses_in_answers_are_absolute(people):
    first = people.mine.post("cases/", {"kind": "dispute", "category": "land", "title": "甲", "source": "visit"})
    assert first["Location"] == f"http://testserver{ROOT}cases/{first.json()['number']}/"
    people.mine.log()
    assert people.center.get("cases/?page_size=1").json()["next"].startswith(f"http://testserver{ROOT}cases/?")
    file = people.mine.upload(of(first.json()) + "attachments/")
    assert file.json()["url"] == file["Location"]
    assert file["Location"].startswith(f"http://testserver{ROOT}attachments/")
    rows = people.center.get("statistics/?record_type=case&by=kind").json()["cells"][0]["rows"]
    assert rows.startswith(f"http://testserver{ROOT}cases/?")


def written(queries):
    return [query["sql"] for query in queries if not query["sql"].lstrip("(").startswith("SELECT")]


def test_reading_writes_nothing_but_the_hour_of_the_token_and_who_opened_a_confidential_record(people, routes):
    secret = people.center.log(unit=MINE, confidential=True)
    people.center.get("me/")
    with CaptureQueriesContext(connection) as quiet:
        for path, allowed in routes.items():
            if "GET" in allowed:
                people.center.get(path)
    assert written(quiet) == []
    with CaptureQueriesContext(connection) as told:
        people.center.get(of(secret))
    assert ["workflow_reading" in sql for sql in written(told)] == [True]


def test_a_key_on_a_get_is_of_no_account(people):
    assert people.center.get("me/", **{"Idempotency-Key": new_key()}).status_code == 200
