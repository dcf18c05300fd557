"""A runaway client is slowed down, by its own token, and nobody else with it."""

import pytest

from junping.api import throttle
from tests.api.conftest import Caller, token_of
from tests.api.test_body import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_stubs")]
ECHO = "/api/v1/echo/"


@pytest.fixture(autouse=True)
def three_a_minute(settings, monkeypatch):
    settings.RATE = 3
    moment = [6_000.0]
    monkeypatch.setattr(throttle.time, "monotonic", lambda: moment[0])
    return moment


def test_the_fourth_request_of_a_minute_is_429_and_says_how_long_to_wait(caller, three_a_minute):
    three_a_minute[0] += 20
    assert [caller.get(ECHO).status_code for _ in range(3)] == [200] * 3
    answer = caller.get(ECHO)
    refused(answer, 429)
    assert answer["Retry-After"] == "40"


def test_the_next_minute_starts_anew(caller, three_a_minute):
    assert [caller.get(ECHO).status_code for _ in range(4)][-1] == 429
    three_a_minute[0] += 60
    assert caller.get(ECHO).status_code == 200


def test_each_token_and_each_session_has_its_own_count(client, clerk, caller):
    for _ in range(4):
        caller.get(ECHO)
    assert Caller(token_of(clerk)).get(ECHO).status_code == 200
    client.force_login(clerk)
    assert [client.get(ECHO).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_a_forged_address_changes_nothing(caller):
    answers = [caller.get(ECHO, **{"X-Forwarded-For": f"10.0.0.{n}"}).status_code for n in range(5)]
    assert answers.count(200) == 3


def test_zero_switches_it_off(caller, settings):
    settings.RATE = 0
    assert {caller.get(ECHO).status_code for _ in range(10)} == {200}
