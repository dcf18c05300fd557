"""A token, or the browser's session, says who calls; a dead one says nothing."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client

from junping.clocks.now import now, travel
from junping.org import tokens
from junping.org.models import ApiToken
from tests.api.conftest import Caller, token_of
from tests.api.test_body import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_stubs")]
ECHO = "/api/v1/echo/"


def status_with(header):
    answer = Client(headers={"Authorization": header}).get(ECHO)
    if answer.status_code == 401:
        assert answer["WWW-Authenticate"] == "Bearer"
    return answer.status_code


def test_the_actor_is_the_tokens_user_through_the_api(caller):
    assert caller.get(ECHO).json() == {"given": {}, "by": "village-06", "via": "api", "word": ""}


def test_the_word_bearer_may_be_written_in_any_case(clerk):
    assert status_with(f"bearer {token_of(clerk)}") == 200


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer jp_" + "A" * 43, "Bearer nobody", "Basic eDp5", "Bearer " + "x" * 20_000],
)
def test_what_is_no_token_is_401(clerk, header):
    assert status_with(header) == 401


def test_two_tokens_in_one_header_are_401(clerk):
    plain = token_of(clerk)
    assert status_with(f"Bearer {plain}, Bearer {plain}") == 401


def test_a_token_in_the_query_counts_for_nothing(client, clerk):
    assert client.get(ECHO, {"token": token_of(clerk)}).status_code == 401


def test_a_bad_token_is_401_even_beside_a_good_session(client, clerk):
    client.force_login(clerk)
    assert client.get(ECHO).status_code == 200
    assert client.get(ECHO, headers={"Authorization": "Bearer nobody"}).status_code == 401


def test_a_revoked_an_expired_and_a_deactivated_users_token_are_dead_at_once(clerk, caller):
    assert caller.get(ECHO).status_code == 200
    with travel(now() + timedelta(days=200)):
        assert caller.get(ECHO).status_code == 401
    ApiToken.objects.update(revoked_at=now())
    assert caller.get(ECHO).status_code == 401
    ApiToken.objects.update(revoked_at=None)
    type(clerk).objects.update(is_active=False)
    assert caller.get(ECHO).status_code == 401


def test_a_new_password_kills_the_tokens_and_sessions_before_it(client, clerk, caller):
    client.force_login(clerk)
    clerk.set_password("another-long-one")
    clerk.save()
    assert caller.get(ECHO).status_code == 401
    assert client.get(ECHO).status_code == 401


def test_a_session_reads_and_changes_only_with_its_csrf_token(clerk):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(clerk)
    assert browser.get(ECHO).status_code == 200
    refused(browser.post(ECHO, "{}", content_type="application/json"), 403)
    browser.get("/admin/login/")
    browser.cookies["csrftoken"] = "a" * 32
    answer = browser.post(ECHO, "{}", content_type="application/json", headers={"X-CSRFToken": "a" * 32})
    assert answer.status_code == 200


def test_the_use_of_a_token_is_noted_to_the_hour_and_once_an_hour(clerk, django_assert_num_queries):
    caller = Caller(token_of(clerk))
    with django_assert_num_queries(2):
        caller.get(ECHO)
    with django_assert_num_queries(1):
        caller.get(ECHO)
    used = ApiToken.objects.get().last_used_at
    assert (used.minute, used.second) == (0, 0)


def test_where_the_use_cannot_be_noted_reading_still_works(clerk, monkeypatch):
    def locked(token, moment):
        raise OperationalError("database is locked")

    monkeypatch.setattr(tokens, "touch", locked)
    assert Caller(token_of(clerk)).get(ECHO).status_code == 200
