"""How many statements does a request cost? The same at ten records and at a hundred."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.cast import MINE, OTHER, TOWN, case, hazard, new_key, of
from tests.api.test_acts import handled
from tests.api.test_cases import PARTY, valid_number

pytestmark = pytest.mark.django_db
LIST, DETAIL, CREATE, ACT = 4, 7, 16, 16


def cost(send, *args, status=200, **kwargs):
    """Statements of one request, savepoints among them; the hour's note of the token is made before."""
    with CaptureQueriesContext(connection) as spent:
        answer = send(*args, **kwargs)
    assert answer.status_code == status, answer.content.decode()
    return len(spent), [str(query["sql"])[:110] for query in spent]


def within(limit, spent):
    assert spent[0] <= limit, "\n".join(spent[1])


@pytest.fixture
def town(people):
    for person in people.everybody:
        person.get("me/")
    return people


def fill(people, many):
    """Records with everything that can hang on one."""
    parties = [{**PARTY, "id_number": valid_number()}, {"role": "respondent", "name": "王五"}]
    first = people.mine.log()
    for n in range(many):
        record = people.mine.log(title=f"事{n}", parties=parties, recused=["officer2"])
        people.center.act(record, "mark_repeat", {"of": first["number"], "reason": "同一件"})
        people.mine.log("hazard", title=f"患{n}", recused=["officer2"])
        people.other.log("petition")


LISTS = {
    "cases/": LIST,
    "hazards/": LIST,
    "cases/?page_size=200": LIST,
    f"cases/?kind=dispute&status=registered,accepted&unit={TOWN}&light=green&received_from=2020-01-01": LIST,
    "cases/?officer=officer&lead=none&handling_unit=none&due_before=2099-01-01": LIST,
    "cases/?ordering=number&page_size=5": LIST,
    "cases/?ordering=-received_at&page_size=5": LIST,
    "cases/?q=界址": LIST + 1,
    "cases/?q=欧阳修": LIST + 1,
    "cases/?count=true": LIST + 1,
    "board/": LIST,
    "board/?count=true&light=green&unit=431224105207": LIST + 2,
    "statistics/?record_type=case&by=kind,unit,month": LIST,
    "statistics/?record_type=hazard": LIST,
    "campaigns/": LIST,
    "units/": LIST,
    "me/": 1,
    "options/": 1,
}


@pytest.mark.parametrize("who", ["center", "mine", "officer", "leader", "auditor"])
def test_lists_cost_the_same_at_ten_records_and_at_a_hundred(town, settings, who):
    settings.RATE = 0
    person, spent = getattr(town, who), {}
    for many in (4, 40):
        fill(town, many)
        for path, limit in LISTS.items():
            number, statements = cost(person.get, path)
            within(limit, (number, statements))
            spent.setdefault(path, set()).add(number)
    assert {path: numbers for path, numbers in spent.items() if len(numbers) > 1} == {}


def test_a_later_page_costs_no_more(town):
    fill(town, 10)
    for path in ("cases/?page_size=3", "hazards/?page_size=3", "board/?page_size=3"):
        url = town.center.get(path).json()["next"]
        within(LIST, cost(town.center.get, url))


def test_a_page_that_reaches_the_rows_without_a_value_asks_once_more(town):
    fill(town, 4)
    for path in ("cases/?ordering=due_on&page_size=3", "hazards/?ordering=-closed_at", "hazards/?ordering=due_on"):
        within(LIST + 1, cost(town.center.get, path))


@pytest.fixture
def laden(town):
    """A case and a hazard with a long history, parties, files and clocks."""
    record = handled(town, parties=[PARTY | {"id_number": ""}] * 5)
    for n in range(12):
        town.officer.act(record, "note", {"text": f"进展{n}"})
    town.mine.upload(of(record) + "attachments/")
    town.leader.act(record, "supervise", {"text": "尽快", "due_on": "2099-01-01"})
    danger = town.mine.log("hazard")
    town.mine.upload(of(danger) + "attachments/")
    return record, danger


@pytest.mark.parametrize("below", ["", "events/", "deadlines/", "attachments/"])
def test_one_record_and_what_belongs_to_it(town, laden, below):
    for record in laden:
        for person in (town.center, town.leader, town.mine):
            within(DETAIL, cost(person.get, of(record) + below))


def test_a_confidential_record(town):
    secret = town.center.log(unit=MINE, confidential=True)
    within(DETAIL, cost(town.leader.get, of(secret)))


def test_a_file(town, laden):
    for record in laden:
        url = town.center.get(of(record) + "attachments/").json()[0]["url"]
        within(DETAIL, cost(town.center.get, url))


def test_logging(town):
    key = {"Idempotency-Key": new_key()}
    parties = [{**PARTY, "id_number": valid_number()}] * 5
    full = case("petition", source="assigned", parties=parties, recused=["officer2"], place="三组")
    within(CREATE, cost(town.mine.post, "cases/", full, status=201, **key))
    within(CREATE, cost(town.center.post, "cases/", {**full, "unit": MINE}, status=201))
    secret = case("petition", petition_class="accusation", parties=parties)
    within(CREATE, cost(town.mine.post, "cases/", secret, status=201, **{"Idempotency-Key": new_key()}))
    within(CREATE, cost(town.mine.post, "hazards/", hazard(), status=201, **{"Idempotency-Key": new_key()}))


def test_logging_a_hazard_that_a_visit_found(town):
    drive = town.center.post("campaigns/", {"name": "大检查", "starts_on": "2026-01-01"}).json()["id"]
    given = {"unit": MINE, "visited_on": "2026-01-02"}
    key = {"Idempotency-Key": new_key()}
    within(CREATE, cost(town.mine.post, f"campaigns/{drive}/visits/", given, status=201, **key))
    visit = town.mine.get(f"campaigns/{drive}/visits/").json()["results"][0]["id"]
    given = hazard(campaign=drive, visit=visit)
    within(CREATE, cost(town.mine.post, "hazards/", given, status=201, **{"Idempotency-Key": new_key()}))


def test_acting_on_a_dispute(town):
    record = town.mine.log(parties=[PARTY | {"id_number": ""}])
    day = record["received_at"][:10]
    settled = {"form": "written", "terms": "各退一步", "effective_on": day, "perform_by": "2099-01-01"}
    steps = [
        (town.center, "accept", {}),
        (town.center, "assign", {"handling_unit": OTHER, "co_units": [MINE]}),
        (town.center, "assign", {"officer": "officer", "co_units": [MINE, OTHER]}),
        (town.leader, "take_charge", {"lead": "leader"}),
        (town.leader, "supervise", {"text": "尽快", "due_on": "2099-01-01"}),
        (town.officer, "note", {"text": "进展"}),
        (town.center, "suspend", {"reason": "外出"}),
        (town.center, "resume", {}),
        (town.officer, "extend", {"days": 10, "reason": "复杂", "agreed_by_parties": True}),
        (town.officer, "answer_supervision", {"text": "在办"}),
        (town.officer, "settle", settled),
        (town.center, "request_confirmation", {"filed_on": day, "court": "溆浦县人民法院"}),
        (town.center, "close", {"outcome": "resolved"}),
        (town.center, "follow_up", {"satisfaction": 5, "held": "yes"}),
        (town.center, "reopen", {"reason": "反弹"}),
        (town.officer, "send_back", {"reason": "不归我办"}),
        (town.center, "recuse", {"users": ["officer2"], "reason": "亲属"}),
        (town.center, "mark_repeat", {"of": town.mine.log()["number"], "reason": "同一件"}),
        (town.leader, "void", {"reason": "登记错误"}),
    ]
    for person, action, given in steps:
        key = {"Idempotency-Key": new_key()}
        within(ACT, cost(person.post, f"{of(record)}actions/{action}/", given, **key))


def test_acting_on_a_petition(town):
    record = town.mine.log("petition", source="assigned")
    day = record["received_at"][:10]
    steps = [
        (town.center, "accept", {"notified_on": day, "route": "petition"}),
        (town.center, "assign", {"officer": "officer"}),
        (town.officer, "ask_extension", {"days": 10, "reason": "复杂"}),
        (town.leader, "extend", {"days": 10, "reason": "复杂", "notified_on": day}),
        (town.officer, "reply", {"opinion": "同意", "decision": "support", "delivered_on": day}),
        (town.center, "request_review", {"requested_on": day, "body": "溆浦县人民政府"}),
        (town.center, "review", {"decision": "uphold", "opinion": "维持", "delivered_on": day}),
        (town.center, "request_recheck", {"requested_on": day, "body": "怀化市人民政府"}),
        (town.center, "hearing", {"from": day, "to": day}),
        (
            town.center,
            "recheck",
            {"decision": "uphold", "opinion": "维持", "outcome": "explained", "delivered_on": day},
        ),
    ]
    for person, action, given in steps:
        key = {"Idempotency-Key": new_key()}
        within(ACT, cost(person.post, f"{of(record)}actions/{action}/", given, **key))


def test_acting_on_a_hazard(town):
    record = town.mine.log("hazard")
    day = record["found_at"][:10]
    order = {"responsible_unit": OTHER, "measures": "更换", "due_on": "2099-01-01", "officer": "officer"}
    steps = [
        (town.center, "order", order),
        (town.other, "ask_extension", {"due_on": "2099-02-01", "reason": "雨季"}),
        (town.leader, "extend", {"due_on": "2099-02-01", "reason": "雨季"}),
        (town.other, "rectify", {"report": "已更换", "rectified_on": day}),
        (town.center, "fail", {"inspected_on": day, "inspectors": ["张三"], "reason": "未换", "due_on": "2099-01-01"}),
        (town.other, "send_back", {"reason": "不归我村"}),
        (town.mine, "rectify_on_spot", {"measures": "已更换", "rectified_on": day}),
        (town.center, "pass", {"inspected_on": day, "inspectors": ["张三"]}),
        (town.center, "reopen", {"reason": "反弹", "due_on": "2099-01-01"}),
    ]
    for person, action, given in steps:
        key = {"Idempotency-Key": new_key()}
        within(ACT, cost(person.post, f"{of(record)}actions/{action}/", given, **key))


def test_correcting_revealing_handing_in_and_repeating(town):
    record = town.mine.log("petition", parties=[{**PARTY, "id_number": valid_number()}] * 3)
    party = record["parties"][0]["id"]
    given = {
        "title": "新标题",
        "petition_class": "proposal",
        "parties": [{"id": party}, {"role": "witness", "name": "甲"}],
    }
    within(ACT, cost(town.mine.patch, of(record), given))
    key = {"Idempotency-Key": new_key()}
    path = f"{of(record)}parties/{party}/reveal/"
    within(ACT, cost(town.center.post, path, {"reason": "回访"}, **key))
    within(ACT, cost(town.center.post, path, {"reason": "回访"}, **key))
    key = {"Idempotency-Key": new_key()}
    within(ACT, cost(town.mine.upload, of(record) + "attachments/", status=201, headers=key))
    within(ACT, cost(town.mine.upload, of(record) + "attachments/", status=201, headers=key))
    key = {"Idempotency-Key": new_key()}
    town.mine.post("cases/", case(), **key)
    within(CREATE, cost(town.mine.post, "cases/", case(), status=201, **key))
