"""The OpenAPI document describes every address, parameter, body, answer and limit, and the answers keep to it."""

import re

import pytest
from django.core.management import call_command
from django.urls import get_resolver

from junping.api.body import MAX_BYTES
from junping.workflow.registry import domains
from tests.api.cast import MINE, OTHER, case, hazard, new_key, of
from tests.api.document import check, document, fits, operation_of, resolved

pytestmark = pytest.mark.django_db


def below(patterns, prefix=""):
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        yield from below(pattern.url_patterns, path) if hasattr(pattern, "url_patterns") else [(path, pattern)]


def test_it_is_valid_and_nothing_had_to_be_guessed(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yaml"))
    assert (tmp_path / "schema.yaml").read_text().startswith("openapi: 3.0")


def test_every_address_and_method_is_described():
    described = {
        (re.sub(r"{\w+}", "{}", path), method) for path, methods in document()["paths"].items() for method in methods
    }
    routed = set()
    for path, pattern in below(get_resolver().url_patterns):
        if path.startswith("api/v1/") and path != "api/v1/":
            methods = {"get", "post", "patch", "put", "delete"} & set(dir(pattern.callback.cls))
            routed |= {(re.sub(r"<[^>]*>", "{}", f"/{path}"), method) for method in methods}
    assert routed
    assert routed <= described


def test_every_action_has_an_address_with_its_own_body():
    for domain in domains():
        for table in domain.tables.values():
            for action in table.actions:
                if action.route_of_its_own:
                    continue
                operation = operation_of("POST", f"/api/v1/{domain.plural}/JP-1/actions/{action.name}/")
                body = resolved(operation["requestBody"]["content"]["application/json"]["schema"])
                assert {field.name for field in action.asks} | {"occurred_at"} <= set(body["properties"])
                assert body["additionalProperties"] is False


def test_operations_have_names_of_their_own():
    names = [operation["operationId"] for methods in document()["paths"].values() for operation in methods.values()]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z_]+", name) for name in names)


def test_every_post_takes_a_key_and_acts_and_corrections_take_a_version():
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            headers = {p["name"] for p in operation["parameters"] if p["in"] == "header"}
            assert ("Idempotency-Key" in headers) == (method == "post"), path
            acts = "/actions/" in path or method == "patch"
            assert ("If-Match" in headers) == acts, path
            assert {"401", "429", "503"} <= operation["responses"].keys(), path
            for status in operation["responses"]:
                told = resolved(operation["responses"][status])
                if int(status) >= 400:
                    assert list(told["content"]) == ["application/problem+json"], path


def test_every_parameter_of_a_list_is_described_with_its_values(people):
    for path in ("cases/", "hazards/", "board/", "campaigns/"):
        operation = operation_of("GET", f"/api/v1/{path}")
        query = {p["name"]: p for p in operation["parameters"] if p["in"] == "query"}
        for name, parameter in query.items():
            schema = parameter["schema"]
            values = schema.get("enum") or schema.get("items", {}).get("enum") or []
            for value in values:
                needs = "&kind=dispute" if name == "ordering" else ""
                answer = people.center.get(f"{path}?{name}={value}{needs if path == 'cases/' else ''}")
                assert answer.status_code == 200, (path, name, value)
            if values:
                assert people.center.get(f"{path}?{name}=nix").status_code == 400


def test_limits_stand_in_the_document(people):
    body = resolved({"$ref": "#/components/schemas/NewCase"})["properties"]
    assert (body["title"]["maxLength"], body["description"]["maxLength"]) == (200, 20_000)
    assert body["people_count"]["minimum"] == 1
    items = resolved(
        operation_of("POST", "/api/v1/cases/bulk/")["requestBody"]["content"]["application/json"]["schema"]
    )
    assert items["properties"]["items"]["maxItems"] == 500
    assert MAX_BYTES == 1024 * 1024


def test_what_the_document_asks_for_is_what_the_program_takes(people):
    given = case("petition", parties=[{"role": "applicant", "name": "李四"}], received_at="2026-01-05T09:30:00+08:00")
    assert fits({"$ref": "#/components/schemas/NewCase"}, given) == []
    assert people.mine.post("cases/", given).status_code == 201
    for wrong in (
        {**given, "title": "x" * 201},
        {**given, "nonsense": 1},
        {**given, "kind": "nix"},
        {"kind": "dispute"},
    ):
        assert fits({"$ref": "#/components/schemas/NewCase"}, wrong) != []
        assert people.mine.post("cases/", wrong).status_code == 400


class Checked:
    """A person whose every answer is compared with the document."""

    def __init__(self, person):
        self.person = person

    def send(self, method, path, value=None, **headers):
        answer = self.person.send(method, path, value, **headers)
        url = path if path.startswith("http") else f"/api/v1/{path}"
        check(method, url, answer)
        return answer

    def get(self, path, **headers):
        return self.send("GET", path, **headers)

    def post(self, path, value, **headers):
        return self.send("POST", path, value, **headers)


@pytest.fixture
def center(people):
    return Checked(people.center)


def test_answers_about_cases_keep_to_it(people, center):
    key = {"Idempotency-Key": new_key()}
    given = case("petition", unit=MINE, longitude=110.5, latitude=27.9, parties=[{"role": "applicant", "name": "李四"}])
    record = center.post("cases/", given, **key).json()
    center.post("cases/", given, **key)
    center.post("cases/", {**given, "title": "别的"}, **key)
    center.post("cases/", case("petition", petition_class="accusation", unit=MINE))
    Checked(people.mine).post("cases/", case("petition", petition_class="accusation"))
    center.post("cases/", {"kind": 5})
    Checked(people.auditor).post("cases/", case(unit=MINE))
    path = of(record)
    for below_it in ("", "events/", "deadlines/", "attachments/"):
        center.get(path + below_it)
        Checked(people.other).get(path + below_it)
    center.get(path, **{"If-None-Match": '"1"'})
    center.send("PATCH", path, {"title": "新标题"}, **{"If-Match": '"1"'})
    center.send("PATCH", path, {"title": "新标题"}, **{"If-Match": '"1"'})
    center.post(f"{path}parties/{record['parties'][0]['id']}/reveal/", {"reason": "回访"})
    check("POST", f"/api/v1/{path}attachments/", people.center.upload(f"{path}attachments/", purpose="evidence"))
    check("POST", f"/api/v1/{path}attachments/", people.center.upload(f"{path}attachments/", "a.html", b"<html>"))
    center.get(f"{path}attachments/")
    center.get("cases/?count=true&page_size=1")
    center.get("cases/?nonsense=1")
    items = [{**case(unit=MINE), "idempotency_key": new_key()}, {"idempotency_key": new_key()}, 5]
    center.post("cases/bulk/", {"items": items})


def test_answers_to_acts_keep_to_it(people, center):
    record = people.mine.log("petition")
    path = f"{of(record)}actions/"
    center.post(f"{path}accept/", {"unreachable": True, "route": "petition"}, **{"Idempotency-Key": new_key()})
    center.post(f"{path}accept/", {"unreachable": True, "route": "petition"})
    center.post(f"{path}assign/", {"officer": "officer", "co_units": [OTHER]})
    Checked(people.officer).post(f"{path}ask_extension/", {"days": 10, "reason": "案情复杂"})
    center.get(of(record))
    Checked(people.officer).post(f"{path}send_back/", {"reason": "不归我办"})
    Checked(people.leader).post(f"{path}take_charge/", {"lead": "leader"})
    Checked(people.leader).post(f"{path}supervise/", {"text": "尽快", "due_on": "2099-01-05"})
    center.post(f"{path}nix/", {})
    center.get(f"{of(record)}deadlines/")
    center.get(f"{of(record)}events/")
    center.get("board/?count=true&page_size=2")


def test_answers_about_hazards_keep_to_it(people, center):
    campaign = center.post("campaigns/", {"name": "大检查", "starts_on": "2026-01-01", "domains": ["fire"]}).json()[
        "id"
    ]
    visit = {"unit": MINE, "visited_on": "2026-01-02", "count": 3}
    visited = Checked(people.mine).post(f"campaigns/{campaign}/visits/", visit).json()["id"]
    record = Checked(people.mine).post("hazards/", hazard(campaign=campaign, visit=visited)).json()
    center.get(f"campaigns/{campaign}/")
    center.get("campaigns/")
    center.get(f"campaigns/{campaign}/visits/")
    center.get("campaigns/999/")
    path = of(record)
    order = {"responsible_unit": MINE, "measures": "更换线路", "due_on": "2099-01-01", "officer": "officer"}
    center.post(f"{path}actions/order/", order)
    Checked(people.mine).post(f"{path}actions/rectify/", {"report": "已更换", "rectified_on": record["found_at"][:10]})
    for below_it in ("", "events/", "deadlines/", "attachments/"):
        center.get(path + below_it)
    center.send("PATCH", path, {"title": "新标题"})
    center.get("hazards/?count=true")
    center.post("hazards/bulk/", {"items": [{**hazard(unit=MINE), "idempotency_key": new_key()}]})


def test_the_other_answers_keep_to_it(people, center):
    people.mine.log(recused=["officer"])
    people.mine.log("hazard")
    for path in (
        *("me/", "units/", "options/", "board/", "schema/", "docs/", "calendar/2026/", "calendar/2199/"),
        *("calendar/1800/", "calendar/due/?start=2024-08-02&days=60&extended_days=30", "calendar/due/?days=1"),
        *("statistics/?record_type=case&by=kind,outcome,month", "statistics/?record_type=hazard", "statistics/"),
    ):
        center.get(path)
    browser = people.center.client.__class__()
    browser.force_login(people.center.user)
    check("GET", "/api/v1/me/", browser.get("/api/v1/me/"))
    check("GET", "/api/v1/me/", people.center.client.__class__().get("/api/v1/me/"))
