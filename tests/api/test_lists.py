"""Lists of records: each filter, both ends included; ordering with nothing lost; cursors that hold."""

from datetime import timedelta

import pytest

from junping.clocks.now import now, today, travel
from tests.api.cast import MINE, OTHER, TOWN, new_key, of, refused
from tests.api.test_acts import handled
from tests.api.test_cases import stamp

pytestmark = pytest.mark.django_db
ORDERINGS = [
    *[("cases/", sign + name) for name in ("received_at", "due_on", "number", "closed_at") for sign in ("", "-")],
    *[("hazards/", sign + name) for name in ("found_at", "due_on", "number", "closed_at") for sign in ("", "-")],
]


def found(person, path):
    answer = person.get(path)
    assert answer.status_code == 200, answer.content.decode()
    return [row["title"] for row in answer.json()["results"]]


def walked(person, path, link="next"):
    rows, url = [], path
    while url:
        page = person.get(url).json()
        rows += page["results"] if link == "next" else reversed(page["results"])
        url = page[link]
    return rows


@pytest.fixture
def town(people):
    """Cases of every kind, in several states."""
    day = "2026-01-0{}T09:00:00+08:00"
    people.mine.log("dispute", title="甲", received_at=day.format(5), category="land", source="visit")
    people.other.log("request", title="乙", received_at=day.format(6), category="welfare", source="hotline")
    petition = people.mine.log("petition", title="丙", received_at=day.format(7), is_backlog=True, source="letter")
    people.center.act(petition, "accept", {"unreachable": True, "route": "petition"})
    people.center.act(petition, "assign", {"officer": "officer"})
    people.leader.act(petition, "take_charge", {"lead": "leader"})
    closed = people.other.log("dispute", title="丁", received_at=day.format(8), category="family", source="visit")
    people.center.act(closed, "withdraw", {"reason": "双方自行和解"})
    voided = people.center.log("request", title="戊", received_at=day.format(9), unit=TOWN, source="online")
    people.leader.act(voided, "void", {"reason": "登记错误"})
    return people


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", "戊丁丙乙甲"),
        ("kind=dispute", "丁甲"),
        ("status=registered", "乙甲"),
        ("status=registered,closed", "丁乙甲"),
        ("status=voided", "戊"),
        ("open=true", "丙乙甲"),
        ("open=false", "戊丁"),
        ("category=land", "戊丙甲"),
        ("category=none", ""),
        ("source=visit", "丁甲"),
        (f"unit={MINE}", "丙甲"),
        (f"unit={TOWN}", "戊丁丙乙甲"),
        (f"unit_only={TOWN}", "戊"),
        (f"unit_only={OTHER}", "丁乙"),
        ("officer=officer", "丙"),
        ("officer=nobody", ""),
        ("officer=none", "戊丁乙甲"),
        ("lead=leader", "丙"),
        ("lead=none", "戊丁乙甲"),
        ("handling_unit=none", "戊丁丙乙甲"),
        (f"handling_unit={MINE}", ""),
        ("outcome=withdrawn", "丁"),
        ("outcome=none", "戊丙乙甲"),
        ("is_backlog=true", "丙"),
        ("is_backlog=false", "戊丁乙甲"),
        ("is_repeat=false", "戊丁丙乙甲"),
        ("is_repeat=true", ""),
        ("light=red", "乙甲"),
        ("light=grey", "戊丁"),
        ("received_from=2026-01-07", "戊丁丙"),
        ("received_to=2026-01-07", "丙乙甲"),
        ("received_from=2026-01-06&received_to=2026-01-06", "乙"),
        ("received_from=2026-01-07&received_to=2026-01-06", ""),
        ("received_to=9999-12-31", "戊丁丙乙甲"),
        ("received_from=0001-01-01", "戊丁丙乙甲"),
        ("due_before=2026-01-08", "甲"),
        ("due_before=2026-01-07", ""),
        ("due_before=2026-01-09", "乙甲"),
        ("q=%E7%95%8C%E5%9D%80", ""),
        ("kind=dispute&status=closed&open=false", "丁"),
    ],
)
def test_each_filter_finds_its_rows(town, query, titles):
    assert "".join(found(town.center, f"cases/?{query}")) == titles
    counted = town.center.get(f"cases/?{query}&count=true").json()["count"]
    assert counted == len(titles)


def test_closed_from_and_to_are_both_included(town):
    day = today().isoformat()
    before, after = (today() - timedelta(1)).isoformat(), (today() + timedelta(1)).isoformat()
    assert found(town.center, f"cases/?closed_from={day}&closed_to={day}") == ["丁"]
    assert found(town.center, f"cases/?closed_from={after}") == found(town.center, f"cases/?closed_to={before}") == []


def test_a_handling_unit_is_found_by_its_code(people):
    record = people.mine.log(title="甲")
    people.center.act(record, "accept")
    people.center.act(record, "assign", {"handling_unit": OTHER})
    assert found(people.center, f"cases/?handling_unit={OTHER}") == ["甲"]
    assert found(people.center, "cases/?handling_unit=none") == []
    assert found(people.other, f"cases/?unit_only={MINE}") == ["甲"]


def test_days_are_those_of_shanghai(people):
    people.mine.log(title="除夕前", received_at="2026-01-05T23:59:59+08:00")
    people.mine.log(title="零点", received_at="2026-01-06T00:00:00+08:00")
    assert found(people.mine, "cases/?received_to=2026-01-05") == ["除夕前"]
    assert found(people.mine, "cases/?received_from=2026-01-06") == ["零点"]


def test_a_light_in_a_list_is_the_light_of_the_filter(people):
    for days in (0, 1, 2, 3, 5, 8, 13, 21):
        people.mine.log("petition", received_at=stamp(now() - timedelta(days=days)))
    rows = people.mine.get("cases/").json()["results"]
    assert {row["light"] for row in rows} >= {"green", "red"}
    for light in ("green", "yellow", "red", "grey"):
        numbers = {row["number"] for row in people.mine.get(f"cases/?light={light}").json()["results"]}
        assert numbers == {row["number"] for row in rows if row["light"] == light}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("domain=fire", "甲"),
        ("domain=fire,gas", "乙甲"),
        ("level=general", "丙乙甲"),
        ("level=major", ""),
        ("source=inspection", "乙"),
        ("status=rectifying", "丙"),
        ("open=true", "丙乙甲"),
        ("supervised=true", "丙"),
        ("supervised=false", "乙甲"),
        (f"responsible_unit={OTHER}", "丙"),
        ("responsible_unit=none", "乙甲"),
        (f"unit={OTHER}", "乙"),
        (f"unit_only={MINE}", "丙甲"),
        ("officer=none", "丙乙甲"),
        ("lead=none", "丙乙甲"),
        ("found_from=2026-01-06", "丙乙"),
        ("found_to=2026-01-06", "乙甲"),
        ("due_before=2098-12-31", "丙乙甲"),
        ("light=red", "乙甲"),
        ("q=小学", "甲"),
    ],
)
def test_each_filter_of_hazards_finds_its_rows(people, query, titles):
    day = "2026-01-0{}T09:00:00+08:00"
    people.mine.log("hazard", title="甲", found_at=day.format(5), site="村小学")
    people.other.log("hazard", title="乙", found_at=day.format(6), domain="gas", source="inspection")
    record = people.mine.log("hazard", title="丙", found_at=day.format(7), domain="reservoir")
    order = {"responsible_unit": OTHER, "measures": "加固", "due_on": "2099-01-01"}
    people.center.act(record, "order", order)
    people.leader.act(record, "supervise", {"text": "尽快", "due_on": today().isoformat()})
    assert "".join(found(people.center, f"hazards/?{query}")) == titles


def test_a_campaign_finds_its_hazards(people):
    campaign = people.center.post("campaigns/", {"name": "大检查", "starts_on": "2026-01-01"}).json()["id"]
    people.mine.log("hazard", title="甲", campaign=campaign)
    people.mine.log("hazard", title="乙")
    assert found(people.center, f"hazards/?campaign={campaign}") == ["甲"]
    assert found(people.center, "hazards/?campaign=999999999") == []
    refused(people.center.get("hazards/?campaign=0"), 400, "campaign", "invalid")
    refused(people.center.get("hazards/?campaign=1e3"), 400, "campaign", "invalid")


@pytest.mark.parametrize(
    "query",
    [
        *("nonsense=1", "kind=nix", "kind=", "status=nix", "status=registered,", "status=registered,registered"),
        *("open=yes", "open=1", "open=", "category=nix", "source=nix", "officer=", "officer=a b", "outcome=nix"),
        *("is_backlog=True", "light=blue", "received_from=2026-1-5", "received_from=2026-02-30", "received_to=x"),
        *("due_before=", "closed_from=0000-00-00", "closed_to=2026-01-05T00:00:00", "q=", "q=x", "q=%20%20x%20"),
        *(
            "ordering=title",
            "ordering=--number",
            "ordering=created_by__password",
            "ordering=",
            "ordering=number,due_on",
        ),
        *("page_size=0", "page_size=201", "page_size=-1", "page_size=", "count=1", "cursor=x", "cursor=", "page=2"),
        *("kind=dispute&kind=request", "title=%00", "q=a%00b", "kind=%00", "domain=fire", "found_from=2026-01-01"),
    ],
)
def test_an_unknown_filter_or_value_and_a_broken_cursor_are_400(people, query):
    name = query.partition("=")[0]
    problem = refused(people.center.get(f"cases/?{query}"), 400, name)
    assert problem["errors"][0]["message"]


def test_every_wrong_parameter_is_named_at_once(people):
    problem = refused(people.center.get("cases/?kind=nix&nonsense=1&page_size=0"), 400)
    assert {e["field"] for e in problem["errors"]} == {"kind", "nonsense", "page_size"}


# Searching


@pytest.mark.parametrize(
    "q", ["界址", "争议", "三组水", "JP-", "jp-20", "反映排", "欧阳海", "王五（兼）", "50%", "a_b", "'\"", "）、"]
)
def test_q_finds_two_or_more_characters_anywhere_and_literally(people, q):
    parties = [{"role": "applicant", "name": "欧阳海"}, {"role": "witness", "name": "王五（兼）、甲"}]
    people.mine.log(title="界址争议 a_b", place="三组水渠", description="反映排水'\"不畅，涨了50%", parties=parties)
    people.mine.log(title="另一件 axb", description="500")
    assert found(people.mine, "cases/?q=" + q.replace("%", "%25")) == ["界址争议 a_b"] or q in {"JP-", "jp-20"}


def test_q_does_not_find_across_two_fields_nor_in_numbers_that_are_masked(people):
    from tests.api.test_cases import PARTY, valid_number

    people.mine.log(title="界址", place="三组", parties=[{**PARTY, "id_number": valid_number()}])
    for q in ("址三", "13812340726", valid_number(), valid_number()[:6], "138****"):
        assert found(people.mine, f"cases/?q={q}") == []


def test_q_goes_with_filters_orderings_and_pages(people):
    for n in range(7):
        people.mine.log("dispute" if n % 2 else "request", title=f"排水{n}")
    people.other.log(title="排水邻村")
    rows = walked(people.mine, "cases/?q=排水&page_size=2&ordering=number&kind=dispute")
    assert [row["title"] for row in rows] == ["排水1", "排水3", "排水5"]
    assert people.mine.get("cases/?q=排水&count=true&page_size=2").json()["count"] == 7
    assert people.center.get("cases/?q=排水&count=true&page_size=2").json()["count"] == 8
    rows = walked(people.mine, "cases/?q=排水&page_size=3&ordering=closed_at")
    assert len(rows) == 7


# Ordering and pages


@pytest.fixture
def many(people):
    """Eleven records of each kind: some closed, some without a date, several on the same day."""
    for n in range(11):
        moment = f"2026-01-{1 + n // 3:02}T09:00:00+08:00"
        record = people.mine.log(title=f"事{n}", received_at=moment)
        danger = people.mine.log("hazard", title=f"患{n}", found_at=moment)
        if n % 3 == 0:
            people.center.act(record, "withdraw", {"reason": "和解"})
            people.center.act(danger, "hand_over", {"to_body": "县应急局", "reason": "超出权限"})
    return people


@pytest.mark.parametrize(("path", "ordering"), ORDERINGS)
def test_every_row_comes_once_in_order_and_those_without_a_value_last(many, path, ordering):
    name, falling = ordering.removeprefix("-"), ordering.startswith("-")
    rows = walked(many.mine, f"{path}?ordering={ordering}&page_size=4")
    assert len({row["number"] for row in rows}) == len(rows) == 11
    values = [row[name] for row in rows]
    valued = [value for value in values if value is not None]
    assert valued == sorted(valued, reverse=falling)
    assert values == valued + [None] * (11 - len(valued))
    last = f"{path}?ordering={ordering}&page_size=4"
    while following := many.mine.get(last).json()["next"]:
        last = following
    back = walked(many.mine, last, "previous")
    assert [row["number"] for row in reversed(back)] == [row["number"] for row in rows]


def test_the_newest_come_first_by_default(many):
    assert many.mine.get("cases/").json()["results"][0]["title"] == "事10"
    assert many.mine.get("hazards/").json()["results"][0]["title"] == "患10"


def test_records_logged_between_two_pages_shift_nothing(many):
    before = [row["number"] for row in walked(many.mine, "cases/?page_size=50")]
    page, met = many.mine.get("cases/?page_size=3").json(), []
    while True:
        met += [row["number"] for row in page["results"]]
        if not page["next"]:
            break
        many.mine.log()
        many.mine.log(received_at="2025-01-01T09:00:00+08:00")
        page = many.mine.get(page["next"]).json()
    assert len(met) == len(set(met))
    assert [number for number in met if number in before] == before


def test_a_cursor_belongs_to_its_ordering_and_cannot_be_edited(many):
    url = many.mine.get("cases/?page_size=3").json()["next"]
    refused(many.mine.get(url + "&ordering=number"), 400, "cursor", "invalid")
    refused(many.mine.get(url[:-3] + "abc"), 400, "cursor", "invalid")
    assert many.other.get(url).json()["results"] == []


def test_a_page_keeps_its_filters(many):
    page = many.mine.get("cases/?status=registered&page_size=2&count=true").json()
    assert page["count"] == 7
    assert all(row["status"] == "registered" for row in walked(many.mine, page["next"]))


def test_the_light_follows_the_calendar(people):
    record = people.mine.log("petition")
    with travel(now() + timedelta(days=40)):
        person = people.mine.__class__(people.mine.user)
        assert person.get(of(record)).json()["light"] == "red"
        assert len(person.get("cases/?light=red").json()["results"]) == 1


def test_a_repeat_names_the_other_only_to_whoever_may_know_of_it(people):
    first, second = people.other.log(title="甲"), people.mine.log(title="乙")
    people.center.act(
        second, "mark_repeat", {"of": first["number"], "reason": "同一件"}, **{"Idempotency-Key": new_key()}
    )
    assert people.center.get(of(second)).json()["repeat_of"] == first["number"]
    assert found(people.center, "cases/?is_repeat=true") == ["乙"]
    row = people.center.get("cases/?is_repeat=true").json()["results"][0]
    assert row["repeat_of"] == first["number"]
    for seen in (people.mine.get(of(second)).json(), people.mine.get("cases/").json()["results"][0]):
        assert (seen["is_repeat"], seen["repeat_of"]) == (True, None)
    assert people.mine.act(second, "note", {"text": "x"})["repeat_of"] is None
    assert first["number"] not in str(people.mine.get(of(second) + "events/").json())
    assert first["number"] in str(people.center.get(of(second) + "events/").json())
    assert people.center.act(second, "mark_repeat", {"of": None, "reason": "不是"})["repeat_of"] is None


def test_an_assigned_case_is_in_its_officers_list(people):
    handled(people, title="甲")
    assert found(people.officer, "cases/") == ["甲"]
    assert found(people.officer2, "cases/") == []
