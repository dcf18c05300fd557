import re
from datetime import UTC, datetime

import pytest

from cases.models import Case
from junping.backoffice.record_filters import CHIPS
from junping.clocks.now import travel
from tests.backoffice.conftest import assigned, do, in_days, log_case, text_of

LIST = "/admin/cases/case/"
PROVISIONAL = 'class="jp-prov-tag"'


def test_a_row_shows_light_due_date_number_title_unit_kind_category_and_state(browser, dispute) -> None:
    page = text_of(browser("center").get(LIST))
    for text in (dispute, "水渠放水先后引发两户口角", "板溪村", "矛盾纠纷 · 邻里", "已登记", 'aria-label="绿灯"'):
        assert text in page


def test_a_village_sees_its_own_and_no_neighbours(browser, dispute) -> None:
    assert dispute in text_of(browser("banxi").get(LIST))
    assert dispute not in text_of(browser("laoyao").get(LIST))


def test_a_confidential_record_is_there_only_for_the_cleared(browser, people) -> None:
    number = log_case("center", kind="petition", petition_class="accusation", unit="431224105207", parties=[])
    assert number in text_of(browser("center").get(f"{LIST}?view=all"))
    for username in ("center2", "banxi", "auditor"):
        assert number not in text_of(browser(username).get(f"{LIST}?view=all"))


def test_mine_are_those_in_my_hands(browser, dispute) -> None:
    assert dispute not in text_of(browser("officer").get(f"{LIST}?view=mine"))
    assigned(dispute)
    assert dispute in text_of(browser("officer").get(f"{LIST}?view=mine"))
    assert dispute not in text_of(browser("center").get(f"{LIST}?view=mine"))


def test_overdue_and_this_week_go_by_the_due_date(browser, people) -> None:
    late = log_case("banxi", received_at="2026-01-05T09:00:00+08:00")
    fresh = log_case("banxi", title="另一件")
    red = text_of(browser("center").get(f"{LIST}?view=red"))
    assert late in red
    assert fresh not in red
    assert late not in text_of(browser("center").get(f"{LIST}?view=week"))


def test_what_a_leader_has_to_see_is_found_by_chips(browser, dispute) -> None:
    do(dispute, "accept", "center")
    assert dispute in text_of(browser("leader").get(f"{LIST}?view=unassigned"))
    do(dispute, "assign", "center", officer="officer")
    assert dispute not in text_of(browser("leader").get(f"{LIST}?view=unassigned"))
    do(dispute, "supervise", "leader", text="一周内办好", due_on=in_days(5))
    assert dispute in text_of(browser("leader").get(f"{LIST}?view=supervised"))
    do(dispute, "answer_supervision", "officer", text="已办")
    assert dispute not in text_of(browser("leader").get(f"{LIST}?view=supervised"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?unit=431224105207", True),
        ("?unit=431224105211", False),
        ("?unit=431224105000", True),
        ("?kind=dispute&category=neighbour", True),
        ("?kind=petition", False),
        ("?category=land", False),
        ("?status=registered", True),
        ("?status=closed", False),
        ("?q=水渠", True),
        ("?q=谌绍", True),
        ("?q=三组", True),
        ("?q=渠水", False),
        ("?q=%25%25", False),
        ("?q=水", False),
    ],
)
def test_filters_and_search_find_what_they_say(browser, dispute, query, found) -> None:
    response = browser("center").get(LIST + query)
    assert response.status_code == 200
    assert (dispute in text_of(response)) is found


def test_a_due_date_in_a_year_without_a_notice_is_provisional_and_a_persons_own_never(browser, people) -> None:
    with travel(datetime(2098, 12, 30, 2, tzinfo=UTC)):
        log_case("banxi")
        assert PROVISIONAL in text_of(browser("center").get(LIST))
        assert PROVISIONAL in text_of(browser("center").get("/admin/"))
        number = Case.objects.get().number
        do(number, "accept", "center")
        do(number, "assign", "center", officer="officer")
        do(number, "supervise", "leader", text="一周内办好", due_on="2099-01-05")
        assert PROVISIONAL not in text_of(browser("center").get(LIST))


def test_a_search_looks_into_what_is_closed_too(browser, dispute) -> None:
    do(dispute, "withdraw", "center", reason="双方和好")
    assert dispute not in text_of(browser("center").get(LIST))
    assert dispute in text_of(browser("center").get(f"{LIST}?q=口角"))


@pytest.mark.parametrize(
    "query", ["?view=x", "?unit=x%00", "?p=x", "?p=999", "?o=1.x", "?kind=%F0%9F%98%80", "?status=x"]
)
def test_a_strange_query_never_breaks_the_list(browser, dispute, query) -> None:
    response = browser("center").get(LIST + query, follow=True)
    assert response.status_code == 200


@pytest.mark.parametrize("view", [value for value, _, _ in CHIPS])
def test_every_chip_answers_for_cases_and_hazards(browser, people, view) -> None:
    for path in (LIST, "/admin/safety/hazard/"):
        assert browser("leader").get(f"{path}?view={view}").status_code == 200


def test_ten_rows_cost_as_many_queries_as_forty(browser, people, django_assert_num_queries) -> None:
    client = browser("center")
    for _ in range(10):
        log_case("banxi")
    client.get(LIST)
    few = _queries(client)
    for _ in range(30):
        log_case("laoyao")
    assert _queries(client) == few
    assert few <= 8


def _queries(client) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(LIST).status_code == 200
    return len(captured)


def test_a_list_is_counted_no_further_than_it_is_shown(browser, people, monkeypatch) -> None:
    from junping.backoffice.pages import Capped

    monkeypatch.setattr(Capped, "MOST", 3)
    for _ in range(5):
        log_case("banxi")
    assert "只列前 3 件" in text_of(browser("center").get(LIST))


def test_a_printed_list_says_who_printed_it_and_what_it_was_narrowed_down_to(browser, dispute) -> None:
    asked = f"{LIST}?view=all&unit=431224105207&kind=dispute&q=口角"
    head = re.search(r'<div class="jp-printhead">(.*?)</div>', text_of(browser("center").get(asked)), re.S)[1]
    assert "周敏（均坪镇）" in head
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d 打印", head)
    assert head.endswith("筛选：全部；“口角”；单位 板溪村；种类 矛盾纠纷")
    record = re.search(
        r'<div class="jp-printhead">(.*?)</div>', text_of(browser("center").get(f"{LIST}{dispute}/change/")), re.S
    )[1]
    assert record.endswith("打印")
