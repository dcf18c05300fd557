"""What is out of a user's scope does not exist for them: byte for byte, header for header."""

import pytest

from tests.api.cast import MINE, OTHER, case, hazard, of, refused

pytestmark = pytest.mark.django_db
ASKING = [
    ("GET", "", None),
    ("HEAD", "", None),
    ("PATCH", "", {"title": "x"}),
    ("PATCH", "", {}),
    ("GET", "events/", None),
    ("GET", "deadlines/", None),
    ("GET", "attachments/", None),
    ("POST", "attachments/", None),
    ("POST", "actions/accept/", {}),
    ("POST", "actions/note/", {"text": "x"}),
    ("POST", "actions/note/", {"nonsense": 1}),
    ("POST", "actions/order/", {"measures": "x"}),
    ("POST", "actions/void/", {"reason": "x"}),
    ("POST", "parties/1/reveal/", {"reason": "x"}),
]


def seen(answer):
    return answer.status_code, answer.content, sorted(answer.headers.items())


def nowhere(path):
    """The same address with a number that does not exist, of the same length."""
    kind, number, *rest = path.split("/")
    return "/".join([kind, number[:-4] + "9999", *rest])


def compare(person, record):
    for method, below, value in ASKING:
        path = of(record) + below
        for headers in ({}, {"If-Match": '"1"'}, {"If-None-Match": '"1"'}):
            if below == "attachments/" and method == "POST":
                there, not_there = person.upload(path), person.upload(nowhere(path))
            else:
                there = person.send(method, path, value, **headers)
                not_there = person.send(method, nowhere(path), value, **headers)
            assert there.status_code == 404, (method, path)
            assert seen(there) == seen(not_there), (method, path)


def test_another_villages_records_read_like_numbers_that_do_not_exist(people):
    compare(people.other, people.mine.log())
    compare(people.other, people.mine.log("hazard"))


def test_an_administrator_sees_no_record(people):
    record = people.mine.log()
    compare(people.admin, record)
    assert people.admin.get("cases/?count=true").json()["count"] == 0


def test_an_officer_sees_a_case_only_while_it_is_assigned_to_them(people):
    record = people.mine.log()
    compare(people.officer, record)
    people.center.act(record, "accept")
    people.center.act(record, "assign", {"officer": "officer"})
    assert people.officer.get(of(record)).status_code == 200
    compare(people.officer2, record)


def test_an_officer_sees_what_they_logged(people):
    record = people.officer.log(unit=MINE)
    assert people.officer.get(of(record)).status_code == 200
    compare(people.officer2, record)


def test_co_units_and_the_responsible_unit_see_what_they_are_given(people):
    record, danger = people.mine.log(), people.mine.log("hazard")
    people.center.act(record, "accept")
    people.center.act(record, "assign", {"officer": "officer", "co_units": [OTHER]})
    people.center.act(danger, "order", {"responsible_unit": OTHER, "measures": "更换线路", "due_on": "2099-01-01"})
    assert people.other.get(of(record)).status_code == 200
    assert people.other.get(of(danger)).status_code == 200


def test_a_confidential_record_is_hidden_from_whoever_has_no_clearance(people):
    answer = people.center.post("cases/", case("petition", petition_class="accusation", unit=MINE))
    record = answer.json()
    for person in (people.mine, people.center2, people.officer, people.auditor, people.admin, people.other):
        compare(person, record)
    for person in (people.center, people.leader):
        assert person.get(of(record)).status_code == 200


def test_for_the_recused_a_record_does_not_exist_whatever_their_role(people):
    recused = ["center2", "officer", "auditor", "mine"]
    record = people.center.log(unit=MINE, recused=recused)
    for name in recused:
        compare(getattr(people, name), record)


def test_a_file_is_served_only_to_whoever_sees_its_record(people):
    record = people.mine.log()
    url = people.mine.upload(of(record) + "attachments/").json()["url"]
    assert people.mine.get(url).status_code == 200
    there, not_there = people.other.get(url), people.other.get("attachments/" + "0" * 32 + "/content/")
    assert there.status_code == 404
    assert seen(there) == seen(not_there)
    people.center.act(record, "recuse", {"users": ["mine"], "reason": "本人是当事人"})
    assert people.mine.get(url).status_code == 404


LISTS = [
    "cases/?count=true",
    "cases/?count=true&q=界址",
    "cases/?count=true&open=true",
    "hazards/?count=true",
    "hazards/?count=true&q=线路",
    "board/?count=true",
    "statistics/?record_type=case&by=kind,unit,status",
    "statistics/?record_type=hazard&by=domain,unit",
    "campaigns/?count=true",
]


def all_that_is_seen(person):
    return [seen(person.get(path)) for path in LISTS]


def test_no_list_no_count_and_no_figure_betrays_a_record_out_of_scope(people):
    campaign = people.center.post("campaigns/", {"name": "大检查", "starts_on": "2026-01-01"}).json()["id"]
    watchers = [people.other, people.officer, people.admin]
    before = [all_that_is_seen(person) for person in watchers]
    people.mine.log()
    people.mine.log("hazard", campaign=campaign)
    people.mine.post(f"campaigns/{campaign}/visits/", {"unit": MINE, "visited_on": "2026-01-02", "count": 30})
    assert [all_that_is_seen(person) for person in watchers] == before


def test_an_accusation_changes_nothing_that_the_accused_and_the_uncleared_see(people):
    people.mine.log()
    watchers = [people.mine, people.center2, people.auditor, people.officer]
    before = [all_that_is_seen(person) for person in watchers]
    people.center.post("cases/", case("petition", petition_class="accusation", unit=MINE, recused=["mine"]))
    assert [all_that_is_seen(person) for person in watchers] == before


def test_an_accusation_leaves_no_gap_in_the_numbers(people):
    first = people.mine.log()["number"]
    hidden = people.mine.post("cases/", case("petition", petition_class="accusation")).json()["number"]
    second = people.mine.log()["number"]
    assert int(second[-4:]) == int(first[-4:]) + 1
    assert len(hidden.rsplit("-", 1)[1]) == 8


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("cases/", case(unit=OTHER), "unit"),
        ("cases/", case(unit="431224105999"), "unit"),
        ("hazards/", hazard(unit=OTHER), "unit"),
        ("hazards/", hazard(campaign=999), "campaign"),
        ("hazards/", hazard(visit=999), "visit"),
    ],
)
def test_a_reference_to_something_unknown_or_out_of_scope_is_400_at_its_field(people, path, value, field):
    refused(people.mine.post(path, value), 400, field, "unknown")


def test_an_unknown_and_an_out_of_scope_reference_are_refused_in_the_same_words(people):
    campaign = people.center.post("campaigns/", {"name": "大检查", "starts_on": "2026-01-01"}).json()["id"]
    visit = people.other.post(f"campaigns/{campaign}/visits/", {"unit": OTHER, "visited_on": "2026-01-02"}).json()["id"]
    pairs = [
        ("cases/", case(unit=OTHER), case(unit="431224105999")),
        ("hazards/", hazard(visit=visit), hazard(visit=99_999)),
    ]
    for path, foreign, unknown in pairs:
        assert people.mine.post(path, foreign).content == people.mine.post(path, unknown).content


def test_an_officer_unknown_and_one_out_of_scope_are_refused_in_the_same_words(people):
    record = people.mine.log()
    people.center.act(record, "accept")
    path = f"{of(record)}actions/assign/"
    unknown = people.center.post(path, {"officer": "nobody"})
    refused(unknown, 400, "officer", "unknown")
    assert people.center.post(path, {"officer": "auditor"}).content == unknown.content


def test_a_record_named_as_repeated_must_be_in_sight(people):
    record, hidden = (
        people.mine.log(),
        people.center.post("cases/", case("petition", petition_class="accusation", unit=MINE)),
    )
    number = hidden.json()["number"]
    path = f"{of(record)}actions/mark_repeat/"
    unseen = people.center2.post(path, {"of": number, "reason": "同一件"})
    refused(unseen, 400, "of", "unknown")
    assert people.center2.post(path, {"of": "JP-2026-9999", "reason": "同一件"}).content == unseen.content


def test_a_visible_record_whose_action_is_not_for_this_role_is_403(people):
    record = people.mine.log()
    for person, action in ((people.mine, "accept"), (people.auditor, "note"), (people.leader, "accept")):
        refused(person.post(f"{of(record)}actions/{action}/", {}), 403)
    refused(people.auditor.patch(of(record), {"title": "x"}), 403)
    refused(people.auditor.upload(of(record) + "attachments/"), 403)
    refused(people.auditor.post("cases/", case(unit=MINE)), 403)
    refused(people.leader.post("hazards/", hazard(unit=MINE)), 403)


def test_a_unit_filter_out_of_scope_or_unknown_finds_nothing_and_no_code_at_all_is_400(people):
    people.other.log()
    for code in (OTHER, "431224105999", "x" * 20):
        assert people.mine.get(f"cases/?unit={code}").json()["results"] == []
        assert people.mine.get(f"board/?unit={code}").json()["results"] == []
    for code in ("", "张三", "4312-24", "a", "x" * 21):
        refused(people.mine.get(f"cases/?unit={code}"), 400, "unit", "invalid")
