from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory

from junping.org.address import client_address
from junping.org.models import SignIn
from junping.org.signins import begin
from tests.org.conftest import NOON

HERE, THERE = "10.0.0.1", "203.0.113.9"
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


def fail(times: int, address: str = HERE, start=NOON) -> None:
    for n in range(times):
        assert begin("center", address, start + n * MINUTE).wait is None


def test_five_failures_set_off_a_quarter_of_an_hour() -> None:
    fail(5)
    assert begin("center", HERE, NOON + 5 * MINUTE).wait == 14 * MINUTE
    assert begin("center", HERE, NOON + 19 * MINUTE).wait is None


def test_trying_during_the_wait_does_not_lengthen_it() -> None:
    fail(5)
    for _ in range(20):
        begin("center", HERE, NOON + 10 * MINUTE)
    assert begin("center", HERE, NOON + 19 * MINUTE).wait is None


def test_after_the_wait_there_are_five_more() -> None:
    fail(5)
    fail(5, start=NOON + 30 * MINUTE)
    assert begin("center", HERE, NOON + 35 * MINUTE).wait is not None


def test_an_outsider_locks_out_only_himself() -> None:
    fail(5, THERE)
    assert begin("center", THERE, NOON + 5 * MINUTE).wait is not None
    assert begin("center", HERE, NOON + 5 * MINUTE).wait is None
    assert begin("officer", THERE, NOON + 5 * MINUTE).wait is None


def test_a_success_forgets_the_failures_before_it() -> None:
    fail(4)
    begin("center", HERE, NOON + 4 * MINUTE).admitted()
    fail(5, start=NOON + 5 * MINUTE)
    assert begin("center", HERE, NOON + 10 * MINUTE).wait is not None


def test_five_failures_spread_over_the_day_lock_nobody_out() -> None:
    for n in range(12):
        assert begin("center", HERE, NOON + n * 5 * MINUTE).wait is None


def test_every_attempt_is_kept_with_its_outcome() -> None:
    fail(5)
    begin("center", HERE, NOON + 5 * MINUTE)
    begin("center", THERE, NOON + 5 * MINUTE).admitted()
    assert [row.outcome for row in SignIn.objects.order_by("id")] == ["failed"] * 5 + ["refused", "admitted"]


@pytest.mark.parametrize("names", [["center"] * 5, [f"name-{n}" for n in range(50)]])
def test_failures_of_a_clock_that_ran_ahead_lock_nobody_out_once_it_is_right(names: list[str]) -> None:
    for name in names:
        begin(name, HERE, NOON + timedelta(days=365))
    assert begin("center", HERE, NOON).wait is None
    fail(4, start=NOON + MINUTE)
    assert begin("center", HERE, NOON + 5 * MINUTE).wait == 14 * MINUTE


@pytest.mark.django_db(transaction=True)
def test_of_sixty_attempts_at_once_at_most_five_get_to_the_password() -> None:
    def attempt(_: int) -> bool:
        try:
            return begin("center", HERE, NOON).wait is None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        passed = sum(pool.map(attempt, range(60)))
    assert passed <= 5


@pytest.mark.parametrize(
    ("https", "peer", "forwarded", "expected"),
    [
        (False, "203.0.113.9", "1.1.1.1", "203.0.113.9"),
        (False, "127.0.0.1", "1.1.1.1", "127.0.0.1"),
        (True, "127.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (True, "127.0.0.1", "nonsense", "127.0.0.1"),
        (True, "127.0.0.1", "", "127.0.0.1"),
        (True, "8.8.8.8", "6.6.6.6", "8.8.8.8"),
        (False, "", "", None),
    ],
)
def test_a_forwarded_address_counts_only_from_our_own_proxy(settings, https, peer, forwarded, expected) -> None:
    settings.HTTPS = https
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded})
    assert client_address(request) == expected
