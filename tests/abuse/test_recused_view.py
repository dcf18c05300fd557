"""An accusation, and whatever else may not be known, changes nothing that the accused can see: not a byte."""

import pytest

from tests.abuse.looks import number_after, whole_view
from tests.abuse.scene import PARTY, TWINS, A, B, case, hazard, of
from tests.abuse.test_scope_matrix import Targets


def accuse(scene) -> str:
    """An accusation against all the twins, and everything that is done with one."""
    scene.village_a.made(
        "cases/", case("petition", petition_class="accusation", recused=scene.accused, parties=[PARTY])
    )
    accusation = case(
        "petition",
        petition_class="accusation",
        category="discipline",
        title="挪用界址争议补偿款",
        description="收钱不办事",
        place="板溪村三组",
        unit=A,
        is_backlog=True,
        source="assigned",
        recused=scene.accused,
        parties=[PARTY],
    )
    made = scene.center.made("cases/", accusation)
    number = made["number"]
    assert scene.center.upload(f"{of(number)}attachments/", caption="转账记录").status_code == 201
    assert (
        scene.center.post(f"{of(number)}parties/{made['parties'][0]['id']}/reveal/", {"reason": "核实"}).status_code
        == 200
    )
    scene.center.act(number, "note", text="已核实")
    scene.leader.act(number, "supervise", text="限期报告", due_on="2099-01-01")
    scene.leader.act(number, "comment", text="从速")
    scene.leader.act(number, "take_charge", lead="leader")
    scene.center.act(number, "mark_repeat", of=scene.cases["own"], reason="同一人")
    for person in (scene.center, scene.leader):
        assert person.get(of(number)).status_code == 200
        assert person.visit(f"/admin/cases/case/{number}/change/").status_code == 200
    scene.center.act(number, "refer", to_body="溆浦县纪委监委", reason="属其职责", notified_on=made["received_at"][:10])
    return number


def keep_from(scene, campaign: int) -> None:
    """Records that are not confidential, and still not for the twins: dealt with, supervised, overdue, closed."""
    number = scene.center.made("cases/", case(unit=A, recused=scene.accused, parties=[PARTY]))["number"]
    scene.center.act(number, "accept")
    scene.center.act(number, "assign", officer="officer", co_units=[B])
    scene.officer.act(number, "note", text="上门")
    scene.leader.act(number, "supervise", text="抓紧", due_on="2099-01-01")
    danger = scene.center.made("hazards/", hazard(unit=A, campaign=campaign, recused=scene.accused))["number"]
    scene.center.act(danger, "order", responsible_unit=B, measures="更换", due_on="2099-01-01")
    scene.center.act(danger, "ask_extension", due_on="2099-02-01", reason="缺料")
    later = scene.village_a.made("hazards/", hazard(recused=scene.accused))["number"]
    scene.village_a.act(
        later, "rectify_on_spot", measures="清理", rectified_on=scene.center.get(of(later)).json()["found_at"][:10]
    )


@pytest.fixture
def targets(furnished):
    return Targets(furnished)


# Who has every role at once sees what any of the others sees; they are looked at one by one in `make check`.
WATCHING = [
    ["accused_of_all"],
    pytest.param([name for name in TWINS if name != "accused_of_all"], marks=pytest.mark.experiment),
]


@pytest.mark.parametrize("watching", WATCHING, ids=["all roles", "each role"])
def test_the_whole_view_of_the_accused_is_the_same_before_and_after(targets, watching):
    scene = targets.scene
    before = {name: whole_view(scene, targets, name) for name in watching}
    accuse(scene)
    keep_from(scene, min(targets.drives.values()))
    for name in watching:
        after = whole_view(scene, targets, name)
        assert {what for what in after if after[what] != before[name][what]} == set()


def test_the_next_number_tells_nothing(furnished):
    first = number_after(furnished, "accused_center")
    accuse(furnished)
    furnished.center.made("cases/", case(unit=A, recused=furnished.accused))
    assert number_after(furnished, "accused_center") == first + 1


def test_no_case_is_marked_as_the_repeat_of_one_that_its_readers_may_not_know_of(furnished):
    hidden = [furnished.cases["recused"], furnished.cases["confidential"]]
    for number in hidden:
        answer = furnished.center.post(
            f"{of(furnished.cases['own'])}actions/mark_repeat/", {"of": number, "reason": "同一人"}
        )
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "barred")
    assert furnished.center.act(hidden[1], "mark_repeat", of=furnished.cases["own"], reason="同一人")["is_repeat"]
    assert not furnished.center2.get(of(furnished.cases["own"])).json()["is_repeat"]


def test_an_auditor_reads_who_opened_what_but_for_what_accuses_them(furnished):
    number = accuse(furnished)
    for name, found in (("auditor", True), ("accused_auditor", False), ("accused_of_all", False)):
        for path in ("/admin/workflow/reading/", f"/admin/workflow/reading/?q={number}"):
            shown = furnished.people[name].visit(path).content.decode()
            assert (f">{number}<" in shown) is found, (name, path)
        assert number not in furnished.people[name].visit("/admin/history/event/").content.decode()


def test_who_is_recused_later_loses_notices_files_history_and_replays(furnished):
    person, number = furnished.accused_center, furnished.cases["own"]
    key = {"Idempotency-Key": "recused-later-1"}
    given = {"officer": "accused_officer"}
    assert person.post(f"{of(number)}actions/note/", {"text": "进展"}, **key).status_code == 200
    file = person.get(f"{of(number)}attachments/").json()[0]["url"].removeprefix("http://testserver")
    furnished.center.act(number, "assign", **given)
    assert number in furnished.accused_officer.visit("/admin/").content.decode()
    furnished.center.act(number, "recuse", users=furnished.accused, reason="与当事人是亲属")
    for name in furnished.accused:
        someone = furnished.people[name]
        assert someone.program.get(file).status_code == 404
        assert number not in someone.visit("/admin/").content.decode()
        assert someone.get(f"{of(number)}events/").status_code == 404
    assert person.post(f"{of(number)}actions/note/", {"text": "进展"}, **key).status_code == 404
