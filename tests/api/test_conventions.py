"""What holds for every resource alike: sessions, wrong bodies, addresses of other versions, rate limits."""

import pytest
from django.test import Client

from junping.clocks.now import now
from junping.org.models import ApiToken
from tests.api.cast import MINE, ROOT, case, hazard, of, refused

pytestmark = pytest.mark.django_db
BROKEN = [
    ("{", "", "json"),
    ("[]", "", "type"),
    ("null", "", "type"),
    ('{"title": "a", "title": "b"}', "title", "duplicate"),
    ('{"title": NaN}', "title", "number"),
    ('{"title": "\\ud800"}', "title", "characters"),
    ('{"title": "\\u0000"}', "title", "characters"),
    ('{"people_count": ' + "9" * 31 + "}", "people_count", "number"),
    ("[" * 100_000, "", "depth"),
    ('{"a":' * 5_000 + "1" + "}" * 5_000, "", "depth"),
]


@pytest.mark.parametrize(("body", "field", "code"), BROKEN)
def test_a_malformed_body_is_400_wherever_it_is_sent(people, body, field, code):
    record = people.mine.log(parties=[{"role": "applicant", "name": "李四"}])
    party = record["parties"][0]["id"]
    drive = people.center.post("campaigns/", {"name": "大检查", "starts_on": "2026-01-01"}).json()["id"]
    posts = [
        *("cases/", "hazards/", "cases/bulk/", "hazards/bulk/", "campaigns/", f"campaigns/{drive}/visits/"),
        *(f"{of(record)}actions/accept/", f"{of(record)}parties/{party}/reveal/"),
    ]
    for path in posts:
        problem = refused(people.center.post(path, body), 400)
        depth = code == "depth"
        assert [(e["code"] if depth else (e["field"], e["code"])) for e in problem["errors"]] == [
            code if depth else (field, code)
        ]
    refused(people.center.patch(of(record), body), 400)
    assert people.center.get("cases/?count=true").json()["count"] == 1


def test_another_content_type_and_a_compressed_body_are_415_wherever_they_are_sent(people):
    record = people.mine.log()
    for path in ("cases/", "cases/bulk/", "campaigns/", f"{of(record)}actions/note/"):
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml"):
            refused(people.center.client.generic("POST", ROOT + path, "{}", content_type=kind), 415)
        refused(people.center.post(path, {}, **{"Content-Encoding": "gzip"}), 415)
    refused(people.center.client.generic("PATCH", ROOT + of(record), "{}", content_type="text/plain"), 415)


def test_a_browsers_session_works_with_its_csrf_token_and_not_without(people):
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.force_login(people.center.user)
    body = {"data": case(unit=MINE), "content_type": "application/json"}
    assert browser.get(f"{ROOT}cases/").status_code == 200
    refused(browser.post(f"{ROOT}cases/", **body), 403)
    browser.cookies["csrftoken"] = "a" * 32
    answer = browser.post(f"{ROOT}cases/", headers={"X-CSRFToken": "a" * 32}, **body)
    assert answer.status_code == 201
    assert answer.json()["created_by"]["username"] == "center"
    events = browser.get(f"{ROOT}{of(answer.json())}events/").json()
    assert [event["via"] for event in events] == ["api"]


def test_texts_are_chinese_and_say_what_to_correct(people):
    record = people.mine.log()
    problems = [
        people.mine.post("cases/", {"kind": "dispute"}),
        people.mine.get("cases/?nonsense=1"),
        people.mine.get("cases/JP-1/"),
        people.mine.post(f"{of(record)}actions/accept/", {}),
        people.center.post(f"{of(record)}actions/close/", {}),
        people.center.patch(of(record), {"title": "x"}, **{"If-Match": '"9"'}),
        people.mine.send("DELETE", of(record)),
        people.mine.client.post(f"{ROOT}cases/", "x", content_type="text/plain"),
    ]
    for answer in problems:
        problem = answer.json()
        for text in (problem["title"], problem["detail"], *(e["message"] for e in problem["errors"])):
            assert any("\u4e00" <= character <= "\u9fff" for character in text), text


def test_whoever_recuses_themselves_while_logging_gets_the_receipt(people):
    answer = people.mine.post("cases/", case(recused=["mine"]))
    assert (answer.status_code, set(answer.json())) == (201, {"number", "received_at"})
    refused(people.mine.get(f"cases/{answer.json()['number']}/"), 404)
    assert people.center.get(f"cases/{answer.json()['number']}/").status_code == 200
    answer = people.mine.post("hazards/", hazard(recused=["mine"]))
    assert (answer.status_code, set(answer.json())) == (201, {"number", "found_at"})


def test_one_leader_must_stay_when_others_are_recused(people):
    refused(people.mine.post("cases/", case(recused=["leader"])), 400, "recused", "no_leader_left")


def test_nothing_is_deleted(people):
    record = people.mine.log()
    for path in (of(record), "cases/", f"{of(record)}events/", f"{of(record)}attachments/"):
        refused(people.center.send("DELETE", path), 405)
    people.leader.act(record, "void", {"reason": "登记错误"})
    voided = people.mine.get(of(record)).json()
    assert (voided["status"], voided["light"], voided["due_on"]) == ("voided", "grey", None)


def test_a_token_dies_with_its_user_at_the_next_request(people):
    assert people.mine.get("me/").status_code == 200
    type(people.mine.user).objects.filter(username="mine").update(is_active=False)
    assert people.mine.get("me/").status_code == 401
    people.other.user.set_password("another-long-one")
    people.other.user.save()
    assert people.other.get("me/").status_code == 401
    ApiToken.objects.filter(user__username="center").update(revoked_at=now())
    assert people.center.get("me/").status_code == 401
