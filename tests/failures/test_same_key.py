"""One key, many requests: at the same instant, on two servers, with other bodies, of other users, with cut wires."""

import json
import random
import signal
import socket
import struct
import time
from collections import Counter
from functools import partial

import pytest

from tests.failures.crowd import at_once, together
from tests.failures.ending import ends_well, seen
from tests.failures.town import FORM, Client, case, of, parts, two_servers
from tests.failures.wire import connect, head

pytestmark = pytest.mark.experiment
MANY, CUT, SEED = 50, 100, 403


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    with two_servers(tmp_path_factory.mktemp("town")) as both:
        yield both


@pytest.fixture
def town(servers):
    return servers[0]


def crowd(servers, size=MANY, who="village"):
    """Programs of which every second asks the other server."""
    return [Client(servers[n % 2], who) for n in range(size)]


def patiently(send):
    """The answer once nothing else runs under this key: 409 `in_progress` is asked again when it says."""
    for _ in range(10):
        answer = send()
        if answer.status != 409:
            return answer
        assert answer.json["code"] == "in_progress"
        time.sleep(int(answer.headers["Retry-After"]))
    raise AssertionError("the key is stuck")


def storm(*sends):
    """The answers to requests that are sent at the same instant."""
    return at_once(*[partial(patiently, send) for send in sends])


def one_effect(answers, status):
    """The one body of all answers, one of which is no replay."""
    assert Counter(answer.status for answer in answers) == {status: len(answers)}
    assert len({answer.body for answer in answers}) == 1
    assert Counter(answer.replayed for answer in answers) == {False: 1, True: len(answers) - 1}
    return answers[0].json


def titles(found):
    return Counter(record["title"] for record in found["records"].values())


def test_of_fifty_equal_requests_to_two_servers_one_takes_effect(servers, town):
    start = time.monotonic()
    logged = one_effect(storm(*[partial(c.log, "风暴", "storm-record-1") for c in crowd(servers)]), 201)
    number = logged["number"]
    note = {"text": "风暴"}
    acted = storm(*[partial(c.act, number, "note", note, "storm-act-1") for c in crowd(servers, who="center")])
    file = one_effect(storm(*[partial(c.attach, number, "风暴", "storm-file-1") for c in crowd(servers)]), 201)
    spent = time.monotonic() - start
    found = ends_well(town, [logged, one_effect(acted, 200)], files=[file])
    assert titles(found)["风暴"] == 1
    assert [event["action"] for event in found["records"][number]["story"]] == ["register", "note", "attach"]
    seen("storm", requests=3 * MANY, seconds=round(spent, 1))


def test_of_two_bodies_under_one_key_one_wins_and_the_other_is_told_so(servers, town):
    for n in range(5):
        clients = crowd(servers, 24)
        # The same value, written in another order and with other spaces, is the same body.
        spelt = json.dumps(dict(reversed(case(f"甲{n}").items())), indent=1).encode()
        bodies = [case(f"甲{n}"), case(f"乙{n}"), spelt] * 8
        key = f"two-bodies-{n}"
        answers = storm(*[partial(c.post, "cases/", b, key) for c, b in zip(clients, bodies, strict=True)])
        assert {answer.status for answer in answers} == {201, 422}
        made = [answer for answer in answers if answer.status == 201]
        assert len(made) == (8 if made[0].json["title"] == f"乙{n}" else 16)
        one_effect(made, 201)
        assert {answer.json["code"] for answer in answers if answer.status == 422} == {"key_reused"}
        once = titles(ends_well(town, [made[0].json])) if n == 4 else {}
    assert [once[f"甲{n}"] + once[f"乙{n}"] for n in range(5)] == [1] * 5


def test_bulks_that_hold_the_same_items_in_any_order_log_each_item_once(servers, town):
    items = [{"idempotency_key": f"bulk-item-{n:04d}", **case(f"批量 {n}")} for n in range(12)]
    picked, sends = random.Random(SEED), []
    for n, client in enumerate(crowd(servers, 8)):
        some = picked.sample(items, len(items))
        sends.append(partial(client.post, "cases/bulk/", {"items": some}, f"whole-bulk-{n}" if n % 2 else None))
    # And somebody hands one of them in alone.
    alone = [partial(client.log, "批量 3", "bulk-item-0003") for client in crowd(servers, 4)]
    answers = storm(*sends, *alone)
    assert Counter(answer.status for answer in answers) == {200: 8, 201: 4}
    results = [result for answer in answers[:8] for result in answer.json["results"]]
    assert len({(result["idempotency_key"], result["number"]) for result in results}) == len(items)
    created = Counter(result["idempotency_key"] for result in results if result["status"] == "created")
    once = [answer.json["number"] for answer in answers[8:] if not answer.replayed]
    assert created + Counter(["bulk-item-0003"] * len(once)) == {item["idempotency_key"]: 1 for item in items}
    assert {result["status"] for result in results} == {"created", "exists"}
    found = titles(ends_well(town))
    assert [found[item["title"]] for item in items] == [1] * len(items)


def test_another_user_has_keys_of_its_own_and_another_token_of_the_same_user_has_not(servers, town):
    mine, also_mine, other = (crowd(servers, 12, who) for who in ("village", "village+", "other"))
    answers = storm(*[partial(client.log, "同键", "same-key-01") for client in (*mine, *also_mine, *other)])
    ours, theirs = one_effect(answers[:24], 201), one_effect(answers[24:], 201)
    assert ours["number"] != theirs["number"]
    assert (ours["created_by"]["username"], theirs["created_by"]["username"]) == ("village", "other")
    # Nor does the key lead to what its user does not see.
    assert mine[0].get(of(theirs["number"])).status == 404
    assert titles(ends_well(town, [ours, theirs]))["同键"] == 2


def test_a_refused_request_does_not_use_its_key_up_even_while_the_right_one_arrives(servers, town):
    wrong, right = case("", source="visit"), case("更正后")
    assert town.client().post("cases/", wrong, "refused-0001").status == 400
    sends = [partial(c.post, "cases/", (wrong, right)[n % 2], "refused-0001") for n, c in enumerate(crowd(servers, 20))]
    answers = storm(*sends)
    made = one_effect([answer for answer in answers if answer.status not in {400, 422}], 201)
    assert all(answer.status in {400, 422} for answer in answers[::2])
    assert titles(ends_well(town, [made]))["更正后"] == 1


def request(town, path, body, key, kind="application/json"):
    """The bytes of a whole request."""
    lines = f"Content-Length: {len(body)}", f"Idempotency-Key: {key}"
    return head(town, "POST", f"/api/v1/{path}", *lines).replace(b"application/json", kind.encode()) + body


def cut(town, sent, picked):
    """Send a request and hang up before the answer, at any moment, politely or not."""
    with connect(town) as wire:
        if picked.random() < 0.5:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        wire.sendall(sent[: len(sent) - picked.choice((0, 0, 0, 1, 200))])
        time.sleep(picked.random() * 0.2)


def hang_up(town, sent, picked):
    while sent:
        try:
            cut(town, sent.pop(), picked)
        except (ConnectionError, IndexError):
            return


def test_who_hangs_up_before_the_answer_and_asks_again_gets_exactly_one_each(servers, town):
    number, twin = town.logged("附件")["number"], servers[1]
    keys = [f"cut-{n:06d}" for n in range(CUT)]
    logs = [request(town, "cases/", json.dumps(case(key)).encode(), key) for key in keys]
    path = f"{of(number)}attachments/"
    files = [request(town, path, parts(key), f"{key}-file", FORM) for key in keys[:30]]
    sent = logs + files
    random.Random(SEED).shuffle(sent)
    # Of the one half the server is killed in the middle; those that found it gone have sent nothing, and ask later.
    first, second = sent[:65], sent[65:]
    together([partial(hang_up, town, first, random.Random(n)) for n in range(8)])
    together(
        [partial(hang_up, town, second, random.Random(n)) for n in range(8)]
        + [lambda: (time.sleep(0.15), town.stop(signal.SIGKILL))]
    )
    town.start()
    asking = Client(twin)
    start = time.monotonic()
    answers = [patiently(partial(asking.log, key, key)) for key in keys]
    handed = [patiently(partial(asking.attach, number, key, f"{key}-file")) for key in keys[:30]]
    spent = time.monotonic() - start
    assert Counter(answer.status for answer in (*answers, *handed)) == {201: CUT + 30}
    found = ends_well(
        town, [answer.json for answer in answers], files=[answer.json for answer in handed], strays=len(files)
    )
    assert [titles(found)[key] for key in keys] == [1] * CUT
    captions = Counter(file["caption"] for file in found["files"])
    assert [captions[key] for key in keys[:30]] == [1] * 30
    replays = sum(answer.replayed for answer in (*answers, *handed))
    seen("cut wires", requests=CUT + 30, done_before=replays, done_now=CUT + 30 - replays, seconds=round(spent, 1))
