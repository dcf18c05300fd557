"""A key takes effect once: the first answer comes again, and nothing happens twice."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from junping.api import idempotency
from junping.api.idempotency import Once, fingerprint, purge
from junping.api.models import IdempotencyKey
from junping.api.problems import Problem
from junping.clocks.now import now
from junping.org.models import Unit
from tests.api.conftest import Caller, token_of
from tests.api.test_body import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_stubs")]
UNITS = "/api/v1/units/"
KEY = {"Idempotency-Key": "batch-7/00000001"}


def grids():
    return Unit.objects.filter(level="grid").count()


def test_the_same_key_and_body_give_the_first_answer_again(caller):
    first = caller.post(UNITS, {"name": "一网格"}, **KEY)
    again = caller.post(UNITS, {"name": "一网格"}, **KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    assert grids() == 1


def test_without_a_key_each_request_takes_effect(caller):
    caller.post(UNITS, {"name": "一网格"})
    caller.post(UNITS, {"name": "一网格"})
    assert grids() == 2


def test_the_same_key_with_another_body_is_422(caller):
    caller.post(UNITS, {"name": "一网格"}, **KEY)
    problem = refused(caller.post(UNITS, {"name": "二网格"}, **KEY), 422)
    assert problem["code"] == "key_reused"
    assert grids() == 1


def test_the_order_of_keys_and_spaces_make_no_other_body(caller):
    caller.post(UNITS, '{"name": "一网格", "x": [1, 2.50]}', **KEY)
    again = caller.post(UNITS, '{ "x":[1.0,2.5],\n"name":"\\u4e00网格"}', **KEY)
    assert again["Idempotent-Replayed"] == "true"


def test_the_same_key_of_another_user_is_another_key(caller, town):
    from junping.org.models import User

    other = User.objects.create_user("village-07", "junping-demo", name="向家塘村", unit=town, roles="village")
    caller.post(UNITS, {"name": "一网格"}, **KEY)
    answer = Caller(token_of(other)).post(UNITS, {"name": "二网格"}, **KEY)
    assert answer.status_code == 201
    assert "Idempotent-Replayed" not in answer


def test_a_refused_request_does_not_use_its_key_up(caller):
    refused(caller.post(UNITS, {"name": ""}, **KEY), 400, "name", "required")
    assert caller.post(UNITS, {"name": "一网格"}, **KEY).status_code == 201


@pytest.mark.parametrize("key", ["", "short", "x" * 201, "eight chars", "schlüssel-1", "emoji-😀-key", "two, keys"])
def test_a_key_is_8_to_200_visible_ascii_characters(caller, key):
    refused(caller.post(UNITS, {"name": "一网格"}, **{"Idempotency-Key": key}), 400, "Idempotency-Key", "invalid")
    assert grids() == 0


@pytest.mark.parametrize("key", ["12345678", "~" * 200, 'a"b\\c{d}e'])
def test_eight_and_two_hundred_characters_are_keys(caller, key):
    assert caller.post(UNITS, {"name": "一网格"}, **{"Idempotency-Key": key}).status_code == 201


def test_the_fingerprint_covers_the_path_and_tells_values_apart():
    prints = {
        fingerprint("/a/", {"x": 1}),
        fingerprint("/b/", {"x": 1}),
        fingerprint("/a/", {"x": "1"}),
        fingerprint("/a/", {"x": True}),
        fingerprint("/a/", {"x": None}),
        fingerprint("/a/", {}),
        fingerprint("/a/", {"x": [1]}),
    }
    assert len(prints) == 7


def test_what_is_kept_for_the_replay_is_what_settle_was_given(caller):
    caller.post(UNITS, {"name": "一网格"}, **KEY)
    row = IdempotencyKey.objects.get()
    assert (row.status, set(row.answer)) == (201, {"code"})


def test_keys_older_than_90_days_are_forgotten_and_younger_ones_kept(clerk, monkeypatch):
    monkeypatch.setattr(idempotency, "_BATCH", 3)
    ages = [100, 95, 91, 91, 90, 89, 1]
    for n, age in enumerate(ages):
        IdempotencyKey.objects.create(
            user=clerk, key=f"key-{n:08d}", fingerprint="x", created_at=now() - timedelta(days=age, minutes=-1)
        )
    assert purge(now()) == 4
    assert IdempotencyKey.objects.count() == 3


def test_a_key_of_a_clock_that_ran_ahead_does_not_keep_those_behind_it(clerk, monkeypatch):
    monkeypatch.setattr(idempotency, "_BATCH", 3)
    for n, age in enumerate((-300, 100, 100, 100, 100, 100, 1)):
        IdempotencyKey.objects.create(
            user=clerk, key=f"key-{n:08d}", fingerprint="x", created_at=now() - timedelta(days=age)
        )
    assert purge(now()) == 5


@pytest.mark.django_db(transaction=True)
def test_of_many_requests_at_the_same_instant_exactly_one_takes_effect(clerk):
    plain, answers, start = token_of(clerk), [], threading.Barrier(12)

    def send():
        caller = Caller(plain)
        start.wait()
        answers.append(caller.post(UNITS, {"name": "一网格"}, **KEY))
        connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [201] * 12
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotent-Replayed" not in answer for answer in answers) == 1
    assert grids() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time: the second waits")
def test_while_the_first_still_runs_the_second_is_told_to_come_again(clerk):
    claimed, ended, refusals = threading.Event(), threading.Event(), []

    def first():
        with transaction.atomic():
            Once(clerk.pk, "batch-7/00000001", "x").claim()
            claimed.set()
            ended.wait(20)
        connections.close_all()

    thread = threading.Thread(target=first)
    thread.start()
    claimed.wait(10)
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = 100")
            Once(clerk.pk, "batch-7/00000001", "x").claim()
    except Problem as problem:
        refusals.append(problem)
    ended.set()
    thread.join()
    assert [(p.status, p.members, "Retry-After" in p.headers) for p in refusals] == [
        (409, {"code": "in_progress"}, True)
    ]
