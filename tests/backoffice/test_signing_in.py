from datetime import timedelta

import pytest
from django.test import Client

from junping.clocks.now import now, travel
from junping.org.models import SignIn
from tests.backoffice.conftest import PASSWORD, PEOPLE, text_of

LOGIN = "/admin/login/"
WRONG = "用户名或密码不对。错满 5 次要等 15 分钟。"
pytestmark = pytest.mark.usefixtures("people")


def sign_in(username: str, password: str = PASSWORD, client: Client | None = None, **extra):
    return (client or Client()).post(LOGIN, {"username": username, "password": password}, **extra)


@pytest.mark.parametrize("username", [*PEOPLE, "banxi"])
def test_every_role_signs_in_here(username: str) -> None:
    client = Client()
    assert sign_in(username, client=client)["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_without_signing_in_every_page_leads_to_the_login() -> None:
    for path in ("/admin/", "/admin/cases/case/", "/admin/org/user/", "/admin/password_change/"):
        assert Client().get(path)["Location"].startswith(LOGIN)


def test_a_wrong_password_is_told_in_words_and_the_name_stays_filled_in() -> None:
    response = sign_in("center", "wrong")
    assert response.status_code == 200
    assert WRONG in text_of(response)
    assert 'value="center"' in text_of(response)


def test_an_unknown_name_gets_the_very_same_answer() -> None:
    known, unknown = text_of(sign_in("center", "wrong")), text_of(sign_in("nobody", "wrong"))
    strip = lambda text: [line for line in text.splitlines() if "csrf" not in line]  # noqa: E731
    assert strip(known.replace("center", "nobody")) == strip(unknown)


def test_the_sixth_attempt_is_refused_even_with_the_right_password() -> None:
    for _ in range(5):
        sign_in("center", "wrong")
    response = sign_in("center")
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 900
    assert "错满 5 次，请等 15 分钟再登录。" in text_of(response)


def test_the_wait_is_over_after_a_quarter_of_an_hour() -> None:
    for _ in range(5):
        sign_in("center", "wrong")
    with travel(now() + timedelta(minutes=15)):
        assert sign_in("center").status_code == 302


def test_a_forged_address_does_not_help() -> None:
    for n in range(5):
        sign_in("center", "wrong", headers={"X-Forwarded-For": f"9.9.9.{n}"})
    assert sign_in("center", headers={"X-Forwarded-For": "9.9.9.9"}).status_code == 429


def test_the_real_user_still_signs_in_from_elsewhere() -> None:
    for _ in range(6):
        sign_in("center", "wrong", REMOTE_ADDR="203.0.113.9")
    assert sign_in("center", REMOTE_ADDR="10.0.0.5").status_code == 302


def test_every_attempt_is_kept_for_the_auditors(browser) -> None:
    sign_in("center", "wrong", REMOTE_ADDR="203.0.113.9")
    sign_in("center")
    assert list(SignIn.objects.order_by("id").values_list("outcome", flat=True)) == ["failed", "admitted"]
    assert "203.0.113.9" in text_of(browser("auditor").get("/admin/org/signin/"))


@pytest.mark.parametrize("target", ["//evil.example", "https:evil.example", "\\\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_outside(target: str) -> None:
    response = Client().post(LOGIN, {"username": "center", "password": PASSWORD, "next": target})
    assert "evil" not in response["Location"]
    assert response["Location"].startswith("/")


def test_a_form_without_its_csrf_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    response = sign_in("center", client=client)
    assert response.status_code == 403
    assert "页面已过期，没有提交" in text_of(response)


def test_a_nul_in_the_name_is_no_failure_of_ours() -> None:
    assert sign_in("cen\0ter").status_code == 200


def test_the_session_gets_a_new_key_on_signing_in() -> None:
    client = Client()
    client.get(LOGIN)
    client.cookies["sessionid"] = "a" * 32
    sign_in("center", client=client)
    assert client.cookies["sessionid"].value != "a" * 32
