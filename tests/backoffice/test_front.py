import re

import pytest

from junping.clocks.now import today
from tests.backoffice.conftest import assigned, do, in_days, log_case, page, text_of


def numbers(text: str) -> list[tuple[int, str]]:
    return [
        (int(count), url)
        for url, count in re.findall(r'<a class="jp-num[^"]*" href="([^"]+)" aria-label="[^"]+ 件">(\d+)</a>', text)
    ]


@pytest.mark.parametrize("username", ["leader", "center", "officer", "banxi", "auditor"])
def test_every_number_leads_to_exactly_its_rows(browser, people, username) -> None:
    late = log_case("banxi", received_at="2026-01-05T09:00:00+08:00")
    in_hand = assigned(log_case("laoyao"))
    do(in_hand, "supervise", "leader", text="一周内办好", due_on=in_days(0))
    do(late, "take_charge", "leader", lead="leader")
    client = browser(username)
    found = numbers(text_of(client.get("/admin/")))
    assert len(found) == (14 if username in {"officer", "banxi"} else 20)
    for count, url in found:
        rows = re.findall(r'<a class="jp-title" href="', text_of(client.get(url)))
        assert len(rows) == count, url


def test_a_leader_finds_what_is_overdue_due_unanswered_and_unassigned(browser, people) -> None:
    log_case("banxi", received_at="2026-01-05T09:00:00+08:00")
    waiting = log_case("banxi", title="没有人办")
    do(waiting, "accept", "center")
    text = text_of(browser("leader").get("/admin/"))
    counts = dict(re.findall(r'aria-label="([^"]+) (\d+) 件"', text)[::2])
    assert counts["超期"] == "1"
    assert counts["受理了，还没有承办人"] == "1"


def test_whoever_is_asked_for_more_finds_it_until_they_have_answered(browser, people, dispute) -> None:
    do(dispute, "ask_reporter", "center", text="请补双方承包合同")
    banxi = browser("banxi")
    text = text_of(banxi.get("/admin/"))
    assert 'aria-label="等补充材料 1 件"' in text
    assert "板溪村（补充）" in text
    assert dispute in text_of(banxi.get("/admin/cases/case/?view=more"))
    assert dispute in text_of(banxi.get("/admin/cases/case/?view=mine"))
    do(dispute, "note", "banxi", text="合同补来了")
    assert dispute not in text_of(banxi.get("/admin/cases/case/?view=more"))
    assert "（补充）" not in text_of(banxi.get("/admin/"))


def test_an_officer_finds_what_waits_for_them(browser, people) -> None:
    mine, other = assigned(log_case("banxi", title="给我的")), log_case("banxi", title="别人的")
    text = text_of(browser("officer").get("/admin/"))
    assert mine in text
    assert other not in text


def test_a_notice_leads_to_its_record_until_it_is_read(browser, people, dispute) -> None:
    assigned(dispute)
    client = browser("officer")
    text = text_of(client.get("/admin/"))
    assert f"（{dispute}）" in text
    until = re.search(r'name="until" value="(\d+)"', text).group(1)
    client.post("/admin/notices/read/", {"until": until})
    assert "通知" not in text_of(client.get("/admin/"))
    assert client.get("/admin/notices/read/").status_code == 405


def test_a_notice_of_a_record_out_of_sight_is_not_shown(browser, people, dispute) -> None:
    assigned(dispute)
    do(dispute, "recuse", "center", users=["officer"], reason="与当事人是亲戚")
    assert dispute not in text_of(browser("officer").get("/admin/"))
    assert browser("officer").get(page(dispute)).status_code == 404


def test_the_missing_calendar_is_told_to_whoever_looks_after_it(browser) -> None:
    warned = today().month >= 11
    for username in ("admin", "center"):
        assert (f"{today().year + 1}年的放假安排还没有录入" in text_of(browser(username).get("/admin/"))) is warned
    assert "放假安排还没有录入" not in text_of(browser("banxi").get("/admin/"))


def test_an_administrators_page_counts_accounts_and_tokens(browser) -> None:
    text = text_of(browser("admin").get("/admin/"))
    assert "启用的账号" in text
    assert "30 天内到期" in text
    assert "超期" not in text


def test_the_page_costs_a_fixed_number_of_queries(browser, people, django_assert_max_num_queries) -> None:
    client = browser("leader")
    for _ in range(12):
        assigned(log_case("banxi"))
    with django_assert_max_num_queries(13):
        client.get("/admin/")


def test_the_search_in_the_head_looks_into_every_kind_and_a_number_leads_to_its_record(browser, dispute) -> None:
    center = browser("center")
    found = text_of(center.get("/admin/find/?q=水渠"))
    assert dispute in found
    assert "没有找到隐患。" in found
    assert center.get(f"/admin/find/?q={dispute.lower()}")["Location"] == page(dispute)
    assert dispute not in text_of(browser("laoyao").get("/admin/find/?q=水渠"))
    assert browser("laoyao").get(f"/admin/find/?q={dispute}").status_code == 200
    assert browser("admin").get("/admin/find/?q=水渠").status_code == 403


@pytest.mark.parametrize("asked", ["", "水", "%00", "%F0%9F%98%80%25_", "长" * 3000])
def test_a_strange_search_is_answered_calmly(browser, people, asked) -> None:
    assert browser("center").get(f"/admin/find/?q={asked}").status_code == 200
