"""The workflow pages under docs/workflows/ say what the tables say."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from junping.workflow.management.commands.workflows import FOLDER, stale
from junping.workflow.pages import page
from junping.workflow.registry import domain


def lines(kind: str, record_type: str = "case") -> dict[str, str]:
    """The rows of the page's tables by the name in their first cell."""
    cases = domain(record_type)
    rows = [line for line in page(cases, cases.tables[kind]).splitlines() if line.startswith("| `")]
    return {line.split("`")[1]: line for line in rows}


def test_the_pages_in_the_repository_are_not_stale():
    assert stale(FOLDER) == [], "run: python manage.py workflows"


def test_every_table_has_a_page():
    assert sorted(path.stem for path in FOLDER.glob("*.md")) == [
        "accusation",
        "dispute",
        "hazard",
        "petition",
        "request",
    ]


def test_an_action_reads_as_a_sentence_of_the_table():
    assert lines("petition")["extend"] == (
        "| `extend` | 延期 | 办理中，状态不变 | 领导 | 延长天数 `days`*；延期理由 `reason`*；告知信访人日期 `notified_on`* "
        "| 延长“办结”（合计不超过 30 日） | 信访工作条例 第三十四条 |"
    )


def test_a_condition_reads_in_the_words_of_the_form():
    accept = lines("petition")["accept"]
    assert "办理途径 `route`*（信访类别为申诉求决时）" in accept
    assert "起算“办结”：信访类别为申诉求决且办理途径为信访程序时" in accept
    assert "须结果不为撤回且以何办结不为复核意见" in lines("dispute")["reopen"]


def test_a_clock_reads_with_its_length_and_its_law():
    rows = lines("dispute")
    assert rows["confirmation_window"].startswith("| `confirmation_window` | 申请司法确认期限 | 30 | 日历日 |")
    assert rows["performance"].startswith("| `performance` | 协议履行 |  | 人定的日期 | 调解协议 |")


def test_an_accusation_shows_only_what_can_be_done_with_it():
    assert {"decline", "refer", "void", "note"} <= set(lines("accusation"))
    assert not {"accept", "assign", "extend", "hearing"} & set(lines("accusation"))


def test_the_command_writes_what_the_check_accepts(tmp_path):
    (tmp_path / "gone.md").write_text("a kind that is no more", "utf-8")
    call_command("workflows", folder=tmp_path, stdout=StringIO())
    assert stale(tmp_path) == []
    call_command("workflows", folder=tmp_path, check=True, stdout=StringIO())


def test_the_check_names_the_page_that_is_stale(tmp_path, monkeypatch):
    from junping.workflow import registry

    call_command("workflows", folder=tmp_path, stdout=StringIO())
    cases = registry.domain("case")
    shorter = replace(cases.tables["request"], actions=cases.tables["request"].actions[:-1])
    monkeypatch.setitem(registry._DOMAINS, "case", replace(cases, tables={**cases.tables, "request": shorter}))
    with pytest.raises(CommandError, match="request"):
        call_command("workflows", folder=tmp_path, check=True, stdout=StringIO())
