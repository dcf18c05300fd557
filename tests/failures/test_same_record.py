"""Many act on one record at once, on two servers: one wins, and the history tells an order that could have been."""

import random
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest

from cases.workflow import TABLES
from junping.clocks.now import today
from safety.workflow import HAZARD
from tests.cases.test_matrix import MATRICES
from tests.failures.crowd import at_once, together
from tests.failures.ending import ends_well, seen
from tests.failures.town import OTHER, TOWN, Client, case, of, two_servers
from tests.matrix import ONLY_WHILE, RELATIONS
from tests.road import BORN, GIVEN, GIVEN_BY_KIND
from tests.safety.test_matrix import MATRIX

pytestmark = pytest.mark.experiment
ROUNDS, CLOSERS, STEPS, SEED = 200, 20, 14, 406
RACED = {"petition": (TABLES["petition"], MATRICES["petition"]), "dispute": (TABLES["dispute"], MATRICES["dispute"])}
RACED |= {"request": (TABLES["request"], MATRICES["request"]), "hazard": (HAZARD, MATRIX)}
PEOPLE = {"center": "center", "leader": "leader", "officer": "officer", "village": "village", "other": "handling"}
# Each leads to where little more can be done.
LAST = {"void", "withdraw", "decline", "refer", "hand_over", "mediation_failed"}


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    with two_servers(tmp_path_factory.mktemp("town")) as both:
        yield both


@pytest.fixture
def town(servers):
    return servers[0]


def test_of_two_who_change_what_both_have_read_one_wins_every_time(servers, town):
    number = town.logged("第 0 稿")["number"]
    clients, told, titles = [Client(server, "center") for server in servers], [], ["第 0 稿"]
    for n in range(1, ROUNDS + 1):
        read = {"If_Match": f'"{n}"'}
        sends = [
            partial(client.send, "PATCH", of(number), {"title": f"第 {n} 稿，{place}"}, **read)
            for place, client in enumerate(clients)
        ]
        if n % 3 == 0:
            sends[n % 2] = partial(clients[n % 2].act, number, "note", {"text": f"第 {n} 次"}, **read)
        answers = at_once(*sends)
        assert sorted(answer.status for answer in answers) == [200, 412]
        won = next(answer for answer in answers if answer.status == 200)
        assert (won.json["version"], won.headers["ETag"]) == (n + 1, f'"{n + 1}"')
        told.append(won.json)
    record = ends_well(town, told)["records"][number]
    assert record["version"] == ROUNDS + 1
    for before, after, event in zip([{"title": titles[0]}, *told], told, record["story"][1:], strict=False):
        changed = {"title": [before["title"], after["title"]]} if event["action"] == "correct" else {}
        assert {name: event["data"][name] for name in event["data"] if name == "title"} == changed
    first = sum(one["title"].endswith("，0") for one in told)
    seen("lost update", rounds=ROUNDS, won=len(told), kinds=Counter(e["action"] for e in record["story"]), first=first)


def test_of_twenty_who_close_at_once_one_does(servers, town):
    closed = []
    for n in range(5):
        number = town.handled(f"办结 {n}")["number"]
        given = {"form": "oral", "terms": "各退一步", "effective_on": today().isoformat()}
        version = town.done("officer", number, "settle", **given)["version"]
        crowd = [Client(servers[place % 2], ("center", "leader")[place // 2 % 2]) for place in range(CLOSERS)]
        answers = at_once(
            *[
                partial(
                    client.act,
                    number,
                    "close",
                    {"outcome": ("resolved", "explained")[place % 2]},
                    **({"If_Match": f'"{version}"'} if place % 4 else {}),
                )
                for place, client in enumerate(crowd)
            ]
        )
        assert Counter(answer.status for answer in answers)[200] == 1
        assert {answer.status for answer in answers} <= {200, 409, 412}
        assert {answer.json["code"] for answer in answers if answer.status == 409} == {"wrong_state"}
        closed += [answer.json for answer in answers if answer.status == 200]
    found = ends_well(town, closed)
    for told in closed:
        record = found["records"][told["number"]]
        assert Counter(event["action"] for event in record["story"])["close"] == 1
        assert record["story"][-1]["data"]["outcome"] == [None, told["outcome"]]
        assert record["closed_at"] == told["closed_at"]


def test_two_records_that_name_each_other_at_once_do_not_stand_in_each_others_way(servers, town):
    numbers = [town.logged(f"互指 {n}")["number"] for n in range(2)]
    clients = [Client(server, "center") for server in servers]
    told, of_each = [], zip(clients, numbers, reversed(numbers), strict=True)
    sends = [
        partial(client.act, number, "mark_repeat", {"of": other, "reason": "核对过"})
        for client, number, other in of_each
    ]
    for _ in range(20):
        answers = at_once(*sends)
        assert [answer.status for answer in answers] == [200, 200]
        told += [answer.json for answer in answers]
    found = ends_well(town, told)
    assert [found["records"][number]["version"] for number in numbers] == [21, 21]


class Codes:
    """What tests/road.py asks of its cast."""

    @staticmethod
    def code(unit):
        return {"handling": OTHER, "helping": TOWN}[unit]


def given(kind, action):
    usual = {**GIVEN.get(action, {}), **GIVEN_BY_KIND.get((kind, action), {})}
    filled = {name: value(Codes) if callable(value) else value for name, value in usual.items()}
    # road.py names days of the year that its own clock stands in.
    return filled | ({"due_on": (today() + timedelta(days=40)).isoformat()} if "due_on" in filled else {})


def take(client, kind, number, action):
    if action == "attach":
        return client.attach(number, f"{client.who} {id(client)}")
    if action == "correct":
        return client.send("PATCH", of(number), {"title": f"更正 {random.random()}"})
    return client.act(number, action, given(kind, action))


def racer(client, kind, number, picked, answers):
    """Half of the time what its user sees a button for, else anything."""
    known = sorted(set(RACED[kind][1].rights) - {"reveal", "recuse", "mark_repeat"})
    for step in range(STEPS):
        shown = client.get(of(number)) if picked.random() < 0.5 else None
        offered = [action["name"] for action in shown.json["actions"]] if shown and shown.status == 200 else known
        wanted = [name for name in offered if name in known and (name not in LAST or step > STEPS * 0.8)]
        if wanted:
            answers.append(take(client, kind, number, picked.choice(wanted)))


def folded(kind, story):
    """The state that the events lead to, each by somebody who might take it and from where it was allowed."""
    table, matrix = RACED[kind]
    state = story[0]["to"]
    for event in story[1:]:
        right, related = matrix.rights[event["action"]], RELATIONS[PEOPLE[event["by"]]]
        whiles = [ONLY_WHILE[event["action"], role] for role in related if (event["action"], role) in ONLY_WHILE]
        assert (state in right.when and related & right.who) or any(state in states for states in whiles), event
        targets = table.action(event["action"]).targets()
        if event["to"] is None:
            assert not targets or state in targets, event
        else:
            assert (event["from"], event["to"] in targets) == (state, True), event
            state = event["to"]
    return state


def test_after_a_race_of_all_actions_the_history_is_an_order_in_which_they_may_be_taken(servers, town):
    raced = {}
    for kind in RACED:
        born = case(f"赛 {kind}") | dict(BORN[kind]) if kind != "hazard" else dict(BORN[kind])
        answer = town.client().post("hazards/" if kind == "hazard" else "cases/", born)
        assert answer.status == 201, answer.body
        answers, number = [answer], answer.json["number"]
        people = [(name, server) for name in PEOPLE for server in servers]
        together(
            [
                partial(racer, Client(server, name), kind, number, random.Random(f"{SEED}{kind}{n}"), answers)
                for n, (name, server) in enumerate(people)
            ]
        )
        raced[kind] = number, answers
    found = ends_well(town)
    for kind, (number, answers) in raced.items():
        record, statuses = found["records"][number], Counter(answer.status for answer in answers)
        assert set(statuses) <= {200, 201, 400, 403, 404, 409}
        assert statuses[200] > 5
        assert folded(kind, record["story"]) == record["status"]
        assert record["version"] == statuses[200] + statuses[201]
        versions = sorted(a.json["version"] for a in answers if a.status in {200, 201} and "version" in a.json)
        assert len(set(versions)) == len(versions)
        states = [event["to"] for event in record["story"] if event["to"]]
        seen(f"race {kind}", requests=len(answers), events=record["version"], moves=len(states), answers=statuses)
