"""Orders, searches, counts, conditions, replays, references and choices tell no more than the record itself would."""

import base64
import re

import pytest

from tests.abuse.looks import still
from tests.abuse.scene import BEYOND, ID_NUMBER, PARTY, PHONE, A, B, a_file, case, hazard, of, page

KEY = {"Idempotency-Key": "side-door-0001"}
PEERS = ["village_a", "village_b", "center2", "officer", "auditor", "admin", "accused_center", "accused_of_all"]


def found(person, query):
    answer = person.get(query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def hidden_from(scene, name):
    """The numbers that this person may not know of."""
    numbers = {*scene.cases.values(), *scene.hazards.values()}
    return {number for number in numbers if scene.people[name].get(of(number)).status_code == 404}


@pytest.mark.parametrize("name", PEERS)
def test_no_search_no_order_and_no_count_finds_what_is_hidden(furnished, name):
    person, hidden = furnished.people[name], hidden_from(furnished, name)
    assert hidden
    for kind in ("cases", "hazards"):
        for query in ("?", "?q=JP-2026", f"?q={PARTY['name']}", "?ordering=number", "?ordering=-due_on", "?open=true"):
            answer = found(person, f"{kind}/{query}&count=true&page_size=200")
            numbers = [row["number"] for row in answer["results"]]
            assert answer["count"] == len(numbers)
            assert hidden.isdisjoint(numbers)
    for number in hidden:
        assert found(person, f"cases/?q={number}&count=true")["count"] == 0
        assert found(person, f"hazards/?q={number}&count=true")["count"] == 0
        for path in (
            "/admin/",
            f"/admin/find/?q={number}",
            f"/admin/cases/case/?q={number}&view=all",
            f"/admin/safety/hazard/?q={number}&view=all",
        ):
            shown = person.visit(path).content.decode()
            assert (f"/{number}/" in shown, f">{number}<" in shown) == (False, False), path


@pytest.mark.parametrize("name", PEERS)
def test_board_and_figures_count_exactly_what_the_lists_show(furnished, name):
    person, hidden = furnished.people[name], hidden_from(furnished, name)
    board = found(person, "board/?count=true&page_size=200")
    assert board["count"] == len(board["results"])
    assert hidden.isdisjoint(row["number"] for row in board["results"])
    for kind, by in (("case", "kind,unit,status"), ("hazard", "domain,unit,status")):
        cells = found(person, f"statistics/?record_type={kind}&by={by}")["cells"]
        assert sum(cell["count"] for cell in cells) == found(person, f"{kind}s/?count=true")["count"]
        for cell in cells:
            rows = cell["rows"].partition("/api/v1/")[2]
            assert found(person, f"{rows}&count=true")["count"] == cell["count"]


def test_numbers_and_ids_of_persons_are_not_searched_and_not_ordered_by(furnished):
    for term in (ID_NUMBER, PHONE, PHONE[-4:], ID_NUMBER[6:14]):
        for path in (f"cases/?q={term}&count=true", f"cases/?q={term[:4]}&count=true"):
            assert found(furnished.center, path)["count"] == 0
    for order in (
        "id_number",
        "parties__id_number",
        "officer__password",
        "created_by__password",
        "id",
        "version",
        "pk",
    ):
        assert furnished.center.get(f"cases/?ordering={order}").status_code == 400
    for name in ("parties__id_number", "officer__password__startswith", "id__gt", "ids", "fields", "expand", "format"):
        assert furnished.center.get(f"cases/?{name}=1").status_code == 400


def test_the_pages_compare_no_column_that_is_not_a_filter_of_theirs(furnished):
    """`password__startswith=argon2$…` would read a hash letter by letter; a pattern would keep the server busy."""
    asked = [
        "password__startswith=",
        "password__regex=^",
        "digest__startswith=",
        "credentials=1",
        "id__gt=0",
        "data__contains=x",
    ]
    asked += ["user__password__startswith=a", "note__regex=(", "id__regex=(a%2B)%2B$", "salt__gt=a", "stamp__gt=a"]
    places = ["org/user", "org/apitoken", "org/unit", "history/event", "org/signin", "workflow/reading", "cases/case"]
    for place in [*places, "safety/hazard", "safety/campaign", "clocks/calendaryear", "clocks/townstandard"]:
        for query in asked:
            answer = furnished.accused_of_all.browser.get(f"/admin/{place}/?{query}")
            assert (answer.status_code, answer["Location"]) == (302, f"/admin/{place}/?e=1"), (place, query)


def test_a_condition_says_nothing_of_what_is_hidden(furnished):
    for number in hidden_from(furnished, "accused_center"):
        for header in ("If-None-Match", "If-Match"):
            for tag in ('"1"', '"2"', "*", '"99"'):
                asked = furnished.accused_center.get(of(number), **{header: tag})
                nowhere = furnished.accused_center.get(of(number)[:-5] + "9999/", **{header: tag})
                assert still(asked) == still(nowhere)
                assert asked.status_code == 404


def test_a_key_replays_for_its_own_user_alone(furnished):
    mine = case(title="只此一份")
    first = furnished.village_a.post("cases/", mine, **KEY)
    again = furnished.village_a.post("cases/", mine, **KEY)
    assert again["Idempotent-Replayed"] == "true"
    assert again.json() == first.json()
    for name in ("accused_village", "village_b", "center", "officer"):
        value = mine if "village" in name else {**mine, "unit": A}
        answer = furnished.people[name].post("cases/", value, **KEY)
        assert answer.status_code == 201
        assert "Idempotent-Replayed" not in answer
        assert answer.json()["number"] != first.json()["number"]
    for name in ("auditor", "leader", "admin"):
        answer = furnished.people[name].post("cases/", {**mine, "unit": A}, **KEY)
        assert answer.status_code == 403
        assert first.json()["number"] not in answer.content.decode()


def test_a_reference_out_of_scope_reads_like_an_unknown_one(furnished):
    village, center = furnished.village_a, furnished.center2
    campaign = furnished.beyond.made("campaigns/", {"name": "大检查", "starts_on": "2026-01-01"})["id"]
    visit = furnished.beyond.made(f"campaigns/{campaign}/visits/", {"unit": BEYOND, "visited_on": "2026-01-02"})["id"]
    own = of(furnished.cases["other"])
    center.act(furnished.cases["other"], "accept")
    pairs = [
        (village, "cases/", case(unit=B), case(unit="431224105999")),
        (village, "hazards/", hazard(campaign=campaign), hazard(campaign=999_999)),
        (village, "hazards/", hazard(visit=visit), hazard(visit=999_999)),
        (center, "cases/", case(unit=BEYOND), case(unit="431224105999")),
        (center, f"{own}actions/assign/", {"officer": "beyond"}, {"officer": "nobody"}),
        (center, f"{own}actions/assign/", {"handling_unit": BEYOND}, {"handling_unit": "431224105999"}),
        (center, f"{own}actions/assign/", {"officer": "officer", "co_units": [BEYOND]},
         {"officer": "officer", "co_units": ["431224105999"]}),
        *(
            (center, f"{own}actions/mark_repeat/", {"of": number, "reason": "x"}, {"of": "JP-2026-9999", "reason": "x"})
            for number in (furnished.cases["confidential"], furnished.cases["beyond"])
        ),
    ]  # fmt: skip
    for person, path, foreign, unknown in pairs:
        there, nowhere = person.post(path, foreign), person.post(path, unknown)
        assert there.status_code == 400, (path, foreign)
        assert still(there) == still(nowhere), (path, foreign)


def test_earlier_cases_are_suggested_only_out_of_what_is_in_sight(furnished):
    form = {
        "kind": "dispute", "look": "1", "title": "又来了", "category": "land", "source": "visit", "place": "板溪村三组",
        "parties-count": "1", "parties-0-role": "applicant", "parties-0-name": PARTY["name"],
        "parties-0-id_type": "resident", "parties-0-id_number": ID_NUMBER, "parties-0-phone": PHONE,
    }  # fmt: skip
    for name, unit in (("village_a", A), ("village_b", B), ("accused_center", A), ("center2", A), ("officer", A)):
        person, hidden = furnished.people[name], hidden_from(furnished, name)
        shown = person.send("/admin/cases/case/add/", **form, unit=unit).content.decode()
        assert {number for number in hidden if number in shown} == set(), name
        assert name == "officer" or "同一证件号码" in shown, name
        for number in furnished.cases.values():
            if number not in hidden:
                beside = person.visit(page(number, "change")).content.decode()
                assert {other for other in hidden if other in beside} == set(), (name, number)


def test_the_choices_of_a_form_hold_nobody_and_nothing_out_of_scope(furnished):
    own, foreign = furnished.cases["own"], {"beyond", BEYOND, "青龙溪村", "观音阁镇"}
    for number, action in ((own, "assign"), (furnished.hazards["own"], "order")):
        for name in ("center", "leader", "accused_of_all"):
            shown = furnished.people[name].visit(page(number, "do", action)).content.decode()
            assert {value for value in foreign if value in shown} == set(), (name, action)
    shown = furnished.village_a.visit("/admin/cases/case/add/").content.decode()
    assert {value for value in {*foreign, B} if value in shown} == set()
    for path in ("/admin/autocomplete/", "/admin/jsi18n/", "/admin/r/1/1/", "/admin/cases/", "/admin/org/"):
        assert furnished.accused_of_all.visit(path).status_code == 404


def test_no_row_number_can_be_read_from_a_cursor_a_party_or_a_file(furnished):
    furnished.center2.made("cases/", case(unit=A, parties=[PARTY, {**PARTY, "name": "另一位"}]))
    for path in ("cases/?page_size=1", "hazards/?page_size=1", "board/?page_size=1"):
        cursor = re.search(r"cursor=([^&]+)", found(furnished.center2, path)["next"]).group(1)
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        assert not re.search(rb"2026|received|found|due|case|hazard", raw), path
    parties = [party["id"] for row in found(furnished.center2, "cases/")["results"] for party in row["parties"]]
    assert len(set(parties)) == len(parties) > 3
    assert min(parties) > 10**6
    shown = furnished.center2.visit(page(furnished.cases["own"], "change")).content.decode()
    assert (
        re.findall(r"/files/([^/]+)/", shown)[0]
        == found(furnished.center2, f"{of(furnished.cases['own'])}attachments/")[0]["id"]
    )
    assert furnished.center2.visit(page(furnished.cases["own"], "files", 1)).status_code == 404


def test_a_file_is_asked_for_anew_at_each_look(furnished):
    number = furnished.cases["own"]
    url = furnished.accused_center.program.post(f"/api/v1/{of(number)}attachments/", {"file": a_file()})["Location"]
    path = url.removeprefix("http://testserver")
    shown = furnished.accused_center.visit(page(number, "change")).content.decode()
    pages = re.findall(r'href="(/admin/[^"]+/files/[^"]+)"', shown)
    assert furnished.accused_center.program.get(path).status_code == 200
    furnished.center.act(number, "recuse", users=["accused_center"], reason="本人是当事人")
    assert furnished.accused_center.program.get(path).status_code == 404
    for address in pages:
        assert furnished.accused_center.browser.get(address).status_code == 404


def test_campaigns_count_only_what_is_in_sight(furnished):
    campaign = furnished.center.made("campaigns/", {"name": "大检查", "starts_on": "2026-01-01"})["id"]
    furnished.village_b.made(f"campaigns/{campaign}/visits/", {"unit": B, "visited_on": "2026-01-02", "count": 30})
    furnished.village_b.made("hazards/", hazard(campaign=campaign))
    furnished.center.made("hazards/", hazard(unit=A, campaign=campaign, recused=furnished.accused))
    seen = {
        name: [found(furnished.people[name], f"campaigns/{campaign}/")[key] for key in ("visited", "findings")]
        for name in ("center", "village_a", "village_b", "officer", "accused_center", "accused_of_all")
    }
    assert seen == {
        "center": [30, 2],
        "village_a": [0, 1],
        "village_b": [30, 1],
        "officer": [0, 0],
        "accused_center": [30, 1],
        "accused_of_all": [30, 1],
    }
