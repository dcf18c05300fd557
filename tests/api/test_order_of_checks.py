"""401, route and form, scope, a known key, who, If-Match, state, data: the first that is wrong answers."""

import pytest
from django.test import Client

from tests.api.cast import MINE, ROOT, case, new_key, of, refused

pytestmark = pytest.mark.django_db
BAD_JSON = "{"
STALE = {"If-Match": '"99"'}


def test_without_credentials_nothing_else_is_said(people):
    record = people.mine.log()
    outsider = Client()
    for path in (of(record), f"{of(record)}actions/nix/", "nothing/", "cases/?kind=nix"):
        for method in ("GET", "POST", "DELETE", "OPTIONS"):
            answer = outsider.generic(method, ROOT + path, BAD_JSON, content_type="text/plain")
            assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_the_route_comes_before_the_body(people):
    record = people.mine.log()
    refused(people.center.post(f"{of(record)}actions/nix/", BAD_JSON), 404)
    refused(people.center.post(f"{of(record)}actions/register/", BAD_JSON), 404)
    refused(people.center.post(f"{of(record)}events/", BAD_JSON), 405)


def test_the_form_of_the_body_comes_before_the_scope(people):
    record = people.mine.log()
    path = f"{of(record)}actions/note/"
    refused(people.other.post(path, BAD_JSON), 400, "", "json")
    refused(people.other.send("PATCH", of(record), "[]"), 400, "", "type")
    refused(people.other.client.post(ROOT + path, "x", content_type="text/plain"), 415)
    refused(people.other.post(path, '{"text": "' + "x" * 1024 * 1024 + '"}'), 413)
    refused(people.other.client.post(f"{ROOT}{of(record)}attachments/", "{}", content_type="application/json"), 415)


def test_the_scope_comes_before_a_known_key(people):
    record, key = people.mine.log(), {"Idempotency-Key": new_key()}
    people.mine.act(record, "note", {"text": "去过现场"}, **key)
    people.center.act(record, "recuse", {"users": ["mine"], "reason": "本人是当事人"})
    refused(people.mine.post(f"{of(record)}actions/note/", {"text": "去过现场"}, **key), 404)
    refused(people.mine.post(f"{of(record)}actions/note/", {"text": "别的"}, **key), 404)


def test_a_known_key_comes_before_who_version_and_state(people):
    record, key = people.mine.log(), {"Idempotency-Key": new_key()}
    people.center.act(record, "accept", {"note": "受理"}, **key)
    again = people.center.post(f"{of(record)}actions/accept/", {"note": "受理"}, **key, **STALE)
    assert (again.status_code, again["Idempotent-Replayed"]) == (200, "true")
    refused(people.center.post(f"{of(record)}actions/accept/", {"note": "再受理"}, **key, **STALE), 422)
    type(people.center.user).objects.filter(username="center").update(roles="auditor")
    again = people.center.post(f"{of(record)}actions/accept/", {"note": "受理"}, **key)
    assert (again.status_code, again["Idempotent-Replayed"]) == (200, "true")


def test_who_comes_before_the_version_the_state_and_the_data(people):
    record = people.mine.log()
    people.center.act(record, "accept")
    refused(people.mine.post(f"{of(record)}actions/accept/", {"nonsense": 1}, **STALE), 403)
    refused(people.auditor.patch(of(record), {"nonsense": 1}, **STALE), 403)
    refused(people.auditor.post("cases/", {"nonsense": 1}), 403)
    refused(people.auditor.post("cases/bulk/", {"items": []}), 403)


def test_the_version_comes_before_the_state_and_the_data(people):
    record = people.mine.log()
    people.center.act(record, "accept")
    refused(people.center.post(f"{of(record)}actions/accept/", {"nonsense": 1}, **STALE), 412)
    people.leader.act(record, "void", {"reason": "登记错误"})
    refused(people.center.patch(of(record), {"nonsense": 1}, **STALE), 412)


def test_the_state_comes_before_the_data(people):
    record = people.mine.log()
    problem = refused(people.center.post(f"{of(record)}actions/close/", {"nonsense": 1}), 409)
    assert problem["code"] == "wrong_state"
    assert "accept" in problem["allowed_actions"]
    people.leader.act(record, "void", {"reason": "登记错误"})
    refused(people.center.patch(of(record), {"title": 5}), 409)


def test_a_body_that_is_no_act_at_all_is_asked_for_nothing_when_the_act_cannot_be(people):
    record = people.mine.log()
    people.center.act(record, "accept")
    refused(people.center.post(f"{of(record)}actions/accept/", {}), 409)
    people.leader.act(record, "void", {"reason": "登记错误"})
    refused(people.center.upload(f"{of(record)}attachments/", name="", content=b""), 409)
    refused(people.auditor.upload(f"{of(record)}attachments/", "a.html", b"<html>"), 403)
    refused(people.other.upload(f"{of(record)}attachments/", "a.html", b"<html>"), 404)


def test_data_comes_before_what_only_the_data_shows(people):
    petition = people.mine.log("petition", received_at="2026-01-05T09:00:00+08:00")
    people.center.act(
        petition,
        "accept",
        {"notified_on": "2026-01-06", "route": "petition", "occurred_at": "2026-01-06T09:00:00+08:00"},
    )
    people.center.act(petition, "assign", {"officer": "officer"})
    path = f"{of(petition)}actions/extend/"
    refused(people.leader.post(path, {"days": 5}), 400, "reason", "required")
    problem = refused(people.leader.post(path, {"days": 5, "reason": "案情复杂", "notified_on": "2026-03-01"}), 409)
    assert problem["code"] == "too_late"


def test_an_action_that_this_kind_does_not_have_is_404(people):
    dispute, request = people.mine.log(), people.mine.log("request")
    refused(people.center.post(f"{of(dispute)}actions/reply/", {}), 404)
    refused(people.center.post(f"{of(request)}actions/settle/", {}), 404)
    accusation = people.center.post("cases/", case("petition", petition_class="accusation", unit=MINE)).json()
    refused(people.center.post(f"{of(accusation)}actions/accept/", {}), 404)
    refused(people.center.post(f"{of(accusation)}actions/assign/", {}), 404)
    hazard = people.mine.log("hazard")
    refused(people.center.post(f"{of(hazard)}actions/accept/", {}), 404)
    assert people.center.post(f"{of(hazard)}actions/grade/", {}).status_code == 400


@pytest.mark.parametrize("name", ["register", "correct", "attach", "reveal", "recalculate", "", "Accept"])
def test_the_routes_of_their_own_are_no_actions(people, name):
    record = people.mine.log()
    refused(people.center.post(f"{of(record)}actions/{name}/", {}), 404)
