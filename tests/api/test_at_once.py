"""What happens at the same instant: one key takes effect once, one of two acts wins, no writer fails."""

import contextlib
import io
import itertools
import threading
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connections

from junping.clocks import calendar
from tests.api.cast import case, hazard, new_key, of
from tests.api.test_acts import handled

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 48


def at_once(*sends):
    """Answers of requests that were held back until all of them were ready."""
    answers, gate = [None] * len(sends), threading.Barrier(len(sends))

    def send(place, call):
        gate.wait(30)
        try:
            answers[place] = call()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=pair) for pair in enumerate(sends)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers


def statuses(answers):
    return Counter(answer.status_code for answer in answers)


def verified():
    """The records' chains are whole. (The people of the test were not made through the engine, and are named.)"""
    said = io.StringIO()
    with contextlib.suppress(SystemExit):
        call_command("verify", stdout=said, stderr=io.StringIO())
    named = [line for line in said.getvalue().splitlines() if not line.startswith(("user:", "unit:", "token:"))]
    assert named[:-1] == []
    return True


@pytest.fixture(autouse=True)
def unlimited(settings, tmp_path):
    settings.RATE = 0
    settings.MEDIA_ROOT = tmp_path
    calendar.forget()


def took_effect_once(answers, status):
    assert statuses(answers) == {status: len(answers)}
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotent-Replayed" not in answer for answer in answers) == 1


def test_of_48_identical_requests_with_one_key_exactly_one_takes_effect(people):
    key = {"Idempotency-Key": new_key()}
    answers = at_once(*[lambda: people.mine.post("cases/", case(), **key)] * MANY)
    took_effect_once(answers, 201)
    assert people.mine.get("cases/?count=true").json()["count"] == 1
    assert people.mine.log()["number"].endswith("-0002")


def test_so_it_is_for_acts(people):
    record, key = people.mine.log(), {"Idempotency-Key": new_key()}
    path = f"{of(record)}actions/accept/"
    answers = at_once(*[lambda: people.center.post(path, {"note": "受理"}, **key)] * MANY)
    took_effect_once(answers, 200)
    assert [e["action"] for e in people.center.get(of(record) + "events/").json()] == ["register", "accept"]


def test_so_it_is_for_files_and_no_file_is_left_over(people, tmp_path):
    record, key = people.mine.log(), {"Idempotency-Key": new_key()}
    path = of(record) + "attachments/"
    answers = at_once(*[lambda: people.mine.upload(path, headers=key)] * 12)
    took_effect_once(answers, 201)
    assert len([file for file in tmp_path.rglob("*") if file.is_file()]) == 1


def test_a_bulk_handed_in_twice_at_once_logs_each_item_once(people):
    items = [{**case(title=f"事{n}"), "idempotency_key": new_key()} for n in range(5)]
    key = {"Idempotency-Key": new_key()}
    answers = at_once(*[lambda: people.mine.post("cases/bulk/", {"items": items}, **key)] * 6)
    assert statuses(answers) == {200: 6}
    assert len({answer.content for answer in answers}) == 1
    assert people.mine.get("cases/?count=true").json()["count"] == 5


def test_of_two_who_close_at_once_one_wins(people):
    record = handled(people)
    given = {"form": "oral", "terms": "各退一步", "effective_on": record["received_at"][:10]}
    people.officer.act(record, "settle", given)
    path = f"{of(record)}actions/close/"
    answers = at_once(
        *[lambda: people.center.post(path, {"outcome": "resolved"})] * 5,
        *[lambda: people.leader.post(path, {"outcome": "explained"})] * 5,
    )
    assert statuses(answers) == {200: 1, 409: 9}
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"wrong_state"}
    closed = people.center.get(of(record)).json()
    assert closed["outcome"] == next(a for a in answers if a.status_code == 200).json()["outcome"]
    assert Counter(e["action"] for e in people.center.get(of(record) + "events/").json())["close"] == 1


def test_of_many_who_correct_the_same_version_one_wins(people):
    record = people.mine.log()
    answers = at_once(
        *[lambda n=n: people.center.patch(of(record), {"title": f"第{n}稿"}, **{"If-Match": '"1"'}) for n in range(10)]
    )
    assert statuses(answers) == {200: 1, 412: 9}
    assert people.mine.get(of(record)).json()["version"] == 2


def test_different_acts_at_once_each_get_their_rightful_answer(people):
    record = handled(people)
    path = f"{of(record)}actions/"
    answers = at_once(
        lambda: people.center.post(f"{path}suspend/", {"reason": "外出"}),
        lambda: people.officer.post(f"{path}send_back/", {"reason": "不归我办"}),
        lambda: people.center.post(f"{path}withdraw/", {"reason": "和解"}),
        lambda: people.leader.post(f"{path}void/", {"reason": "登记错误"}),
        lambda: people.officer.post(f"{path}note/", {"text": "进展"}),
    )
    assert set(statuses(answers)) <= {200, 403, 404, 409}
    story = people.center.get(of(record) + "events/").json()
    assert len(story) == 3 + statuses(answers)[200]
    states = [(event["from"], event["to"]) for event in story if event["to"]]
    assert all(before[1] == after[0] for before, after in itertools.pairwise(states))
    assert verified()


def test_twelve_writers_and_four_readers_meet_no_error_and_every_number_is_given_once(people):
    answers = []

    def write(person, n):
        found = []
        for i in range(5):
            made = person.post("cases/", case(title=f"事{n}-{i}"), **{"Idempotency-Key": new_key()})
            found += [made, person.post("hazards/", hazard())]
            found.append(person.post(f"{of(made.json())}actions/note/", {"text": "进展"}))
            found.append(person.patch(of(made.json()), {"title": "更正"}))
        answers.extend(found)
        return found[0]

    def read():
        paths = ("cases/?count=true", "board/", "cases/?q=更正", "statistics/?record_type=case&by=unit") * 3
        answers.extend(people.center.get(path) for path in paths)
        return answers[-1]

    writers = [lambda n=n: write((people.mine, people.other)[n % 2], n) for n in range(12)]
    at_once(*writers, *[read] * 4)
    assert set(statuses(answers)) == {200, 201}
    numbers = sorted(row["number"] for row in people.center.get("cases/?page_size=200").json()["results"])
    assert [int(number[-4:]) for number in numbers] == list(range(1, 61))
    assert verified()
