"""Numbers while the year turns: by the date in Asia/Shanghai, each given once, none left out."""

import time
from collections import Counter
from datetime import datetime
from functools import partial

import pytest

from tests.failures.crowd import together
from tests.failures.ending import ends_well, seen
from tests.failures.town import Client, case, two_servers

pytestmark = pytest.mark.experiment
WRITERS, BEFORE, AFTER = 16, 3, 8
# Received when the client says: handed in after the turn for the day before it, and the same moments by another clock.
SAID = ["2026-12-31T23:59:58+08:00", "2026-12-31T15:59:59+00:00", "2026-12-31T16:00:00+00:00"]
HAZARD = {"domain": "fire", "title": "线路老化", "source": "patrol"}


@pytest.fixture
def servers(tmp_path):
    with two_servers(tmp_path, "tests.failures.turning", TURN_FILE=str(tmp_path / "turn")) as both:
        yield both


def write(client, place, answers):
    """Cases and hazards, some wrong, until so many are of the new year."""
    n = 0
    while sum(answer.status == 201 and answer.json["created_at"] > "2027" for _, answer in answers) < AFTER:
        n += 1
        said = {"received_at": SAID[n % 3]} if n % 4 == 0 else {}
        title = "" if n % 5 == 0 else f"{place}-{n}"
        answers.append((said, client.post("cases/", case(title, **said))))
        if n % 3 == 0:
            answers.append(({}, client.post("hazards/", HAZARD)))


def positions(numbers, stem):
    return sorted(int(number.removeprefix(stem)) for number in numbers if number.removeprefix(stem).isdigit())


def test_numbers_go_by_the_year_in_shanghai_each_once_and_none_left_out(servers, tmp_path):
    (tmp_path / "turn").write_text(str(time.time() + BEFORE))
    answers = [[] for _ in range(WRITERS)]
    clients = [Client(servers[place % 2]) for place in range(WRITERS)]
    together([partial(write, client, place, answers[place]) for place, client in enumerate(clients)])
    answers = [pair for one in answers for pair in one]
    assert {answer.status for _, answer in answers} == {201, 400}
    logged = [(said, answer.json) for said, answer in answers if answer.status == 201]
    numbers = [told["number"] for _, told in logged]
    assert Counter(numbers).most_common(1)[0][1] == 1
    for said, told in logged:
        began = told["found_at"] if "domain" in told else told["received_at"]
        assert told["number"][3:7] == began[:4], told
        # What is said ahead of the clock counts as now.
        moments = [*said.values(), told["created_at"]]
        assert datetime.fromisoformat(began) == min(map(datetime.fromisoformat, moments)), told
    given = {stem: positions(numbers, stem) for stem in ("JP-2026-", "JP-2027-", "JP-2026-H", "JP-2027-H")}
    assert sum(map(len, given.values())) == len(numbers)
    for stem, found in given.items():
        assert found == list(range(1, len(found) + 1)), stem
        assert found, stem
    late = [told for said, told in logged if told["number"][3:7] == "2026" and told["created_at"] > "2027"]
    assert late
    assert {told["received_at"][:19] for told in late} <= {"2026-12-31T23:59:58", "2026-12-31T23:59:59"}
    ends_well(servers[0], [told for _, told in logged])
    seen(
        "turn of the year", refused=len(answers) - len(logged), late=len(late), **{k: len(v) for k, v in given.items()}
    )
