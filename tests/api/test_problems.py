"""Whatever goes wrong below /api/, the answer is a problem document in Chinese that tells no more than it should."""

import logging

import pytest
from django.test import Client

from tests.api.test_body import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_stubs")]


@pytest.mark.parametrize(
    ("name", "status", "members"),
    [
        ("not-found", 404, {}),
        ("forbidden", 403, {}),
        ("stale", 412, {}),
        ("state", 409, {"code": "wrong_state", "allowed_actions": ["accept", "decline"]}),
        ("no-clock", 409, {"code": "no_clock", "allowed_actions": []}),
        ("locked", 503, {}),
        ("no-space", 507, {}),
    ],
)
def test_each_refusal_has_its_status(caller, name, status, members):
    problem = refused(caller.get(f"/api/v1/refusing/{name}/"), status)
    assert members.items() <= problem.items()
    assert problem["errors"] == []


def test_busy_says_when_to_come_again(caller):
    assert caller.get("/api/v1/refusing/locked/")["Retry-After"].isdigit()


def test_a_mistake_of_ours_is_a_500_with_an_id_and_without_anybodys_data(caller, caplog):
    with caplog.at_level(logging.ERROR):
        problem = refused(caller.get("/api/v1/refusing/mistake/"), 500)
    assert problem["id"] in problem["detail"]
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert problem["id"] in logged
    assert "ValueError at tests/api/stubs.py" in logged
    for text in (logged, str(problem)):
        assert "张三" not in text
        assert "431224199001011234" not in text


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/", "/api/v1/nothing/", "/api/v1/echo", "/api/v2/cases/", "/api/v1/张三/"]
)
def test_an_unknown_path_is_404_like_a_record_out_of_sight(caller, path):
    answer = caller.get(path)
    refused(answer, 404)
    assert answer.content == caller.get("/api/v1/refusing/not-found/").content


@pytest.mark.parametrize("path", ["/api/v1/nothing/", "/api/v1/echo/", "/api/v1/schema/", "/api/v1/docs/", "/api/v2/"])
@pytest.mark.parametrize("method", ["get", "post", "delete", "options", "head"])
def test_without_credentials_everything_is_401(client, path, method):
    answer = getattr(client, method)(path)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("method", ["put", "delete", "options", "patch", "trace"])
def test_a_method_that_a_path_does_not_have_is_405(caller, method):
    answer = getattr(caller.client, method)("/api/v1/echo/")
    refused(answer, 405)
    assert answer["Allow"] == "GET, HEAD, POST"


def test_a_foreign_host_gets_a_problem_and_no_echo(caller):
    answer = caller.client.get("/api/v1/echo/", headers={"Host": "evil.example"})
    refused(answer, 400)
    assert b"evil" not in answer.content


def test_a_path_with_nul_is_a_client_error(caller):
    refused(caller.get("/api/v1/echo/a%00b/"), 400, "word", "characters")


def test_every_answer_forbids_caches_and_foreign_content(caller):
    for path in ("/api/v1/echo/", "/api/v1/nothing/", "/api/v1/refusing/mistake/", "/api/v1/schema/"):
        answer = caller.get(path)
        assert answer["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_outside_the_api_a_failure_is_a_chinese_page(client):
    answer = client.get("/nothing-here/")
    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()
    assert "nothing-here" not in answer.content.decode()


def test_a_form_without_its_csrf_token_is_a_chinese_page():
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x", "password": "y"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()
