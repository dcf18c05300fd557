"""Open petitions on their way from the first visit to an answer."""

from junping.demo import people
from junping.demo.diary import Story
from junping.demo.present.scene import Scene

COUNTY_GOVERNMENT = "溆浦县人民政府"


def petition_new(scene: Scene) -> Story:
    yield scene.past.ago(2)
    scene.petition(scene.town.center)


def petition_notice_soon(scene: Scene) -> Story:
    yield scene.past.exactly(scene.past.ago_for("yellow", 15, "calendar"))
    scene.petition(scene.town.center2)


def petition_assigned(scene: Scene) -> Story:
    yield scene.past.ago(3)
    scene.petition(scene.town.center)


def petition_unassigned(scene: Scene) -> Story:
    yield scene.past.ago(12)
    number = scene.petition(scene.town.center2)
    yield scene.past.ago(6)
    scene.accepted(number)


def petition_handling(scene: Scene) -> Story:
    yield scene.past.ago(20)
    number = scene.petition(scene.village.hand)
    yield scene.past.ago(15)
    scene.accepted(number)
    yield scene.past.ago(14)
    scene.town.center.case(number, "assign", officer="officer", co_units=[scene.village.code])
    yield scene.past.ago(6)
    scene.town.officer.case(number, "note", text=scene.said["progress"])


def petition_overdue(scene: Scene) -> Story:
    yield scene.past.ago(95)
    number = scene.petition(scene.town.center)
    yield scene.past.ago(88)
    scene.accepted(number)
    yield scene.past.ago(87)
    scene.town.center.case(number, "assign", officer="officer2")
    yield scene.past.ago(60)
    scene.town.officer2.case(number, "note", text=scene.said["progress"])
    yield scene.past.ago(9)
    scene.town.leader.case(number, "urge", text=scene.said["urge"])


def petition_village(scene: Scene) -> Story:
    """The village handles it, runs out of time and asks for more."""
    accepted = scene.past.ago_for("yellow", 60, "calendar")
    yield scene.past.ago(accepted + 8)
    number = scene.petition(scene.village.hand, people_count=7)
    yield scene.past.exactly(accepted)
    scene.accepted(number)
    yield scene.past.ago(accepted - 1)
    scene.town.center.case(number, "assign", handling_unit=scene.village.code)
    yield scene.past.ago(1)
    scene.village.hand.case(number, "ask_extension", days=20, reason=scene.said["extension"])


def petition_supervised(scene: Scene) -> Story:
    """A leader answers for it, has given more time, and waits for an answer by tomorrow."""
    yield scene.past.ago(50)
    number = scene.petition(scene.town.center)
    yield scene.past.ago(44)
    scene.accepted(number)
    scene.town.leader.case(number, "take_charge", lead="leader", note="接访时已当面答应，由我包案。")
    yield scene.past.ago(43)
    scene.town.center.case(number, "assign", officer="officer", co_units=[scene.village.code])
    yield scene.past.ago(25)
    scene.town.officer.case(number, "note", text=scene.said["progress"])
    yield scene.past.ago(10)
    told_on = scene.past.today
    scene.town.leader.case(number, "extend", days=30, reason=scene.said["extension"], notified_on=told_on)
    yield scene.past.ago(3)
    scene.town.leader.case(number, "supervise", text=scene.said["supervision"], due_on=scene.past.ahead(1))


def petition_collective(scene: Scene) -> Story:
    """Twelve petitioners, five of whom speak for all (信访工作条例 第二十条)."""
    yield scene.past.ago(25)
    called = [scene.said["a"], *(people.name(scene.rng) for _ in range(4))]
    parties = [people.party(scene.rng, "representative", name, scene.village.name) for name in called]
    number = scene.petition(scene.town.center, people_count=12, parties=parties)
    yield scene.past.ago(20)
    scene.accepted(number)
    yield scene.past.ago(19)
    scene.town.leader.case(number, "take_charge", lead="leader")
    scene.town.center.case(number, "assign", officer="officer2", co_units=[scene.village.code])
    yield scene.past.ago(10)
    scene.town.officer2.case(number, "note", text=scene.said["progress"])


def petition_earlier(scene: Scene) -> Story:
    """The same person comes three times: answered once, come again, and once more on line, marked as a repeat."""
    petitioner = people.party(scene.rng, "applicant", scene.said["a"], scene.village.name)
    again, marked = scene.also("petition_again"), scene.also("petition_marked")
    for other in (again, marked):
        other.said["a"] = scene.said["a"]
    yield scene.past.ago(200)
    earlier = scene.petition(scene.town.center, parties=[petitioner])
    yield scene.past.ago(195)
    scene.accepted(earlier)
    scene.town.center.case(earlier, "assign", officer="officer")
    yield scene.past.ago(165)
    opinion = {"opinion": scene.said["opinion"], "decision": "explain", "delivered_on": scene.past.today}
    scene.town.officer.case(earlier, "reply", **opinion)
    yield scene.past.ago(150)
    scene.town.center.case(earlier, "close", outcome="explained")
    yield scene.past.ago(4)
    again.petition(scene.town.center2, parties=[petitioner])
    yield scene.past.ago(3)
    repeat = marked.petition(scene.town.center2, parties=[petitioner])
    yield scene.past.ago(2)
    scene.town.center.case(repeat, "mark_repeat", of=earlier, reason="同一人、同一事实，前次已答复。")


def petition_proposal_handling(scene: Scene) -> Story:
    yield scene.past.ago(9)
    number = scene.petition(scene.town.center, petition_class="proposal")
    yield scene.past.ago(7)
    scene.town.center.case(number, "accept", notified_on=scene.past.today)
    scene.town.center.case(number, "assign", handling_unit=scene.village.code)


def petition_confidential(scene: Scene) -> Story:
    """Of a minor: only who is cleared sees it, so the centre handles it itself."""
    yield scene.past.ago(10)
    number = scene.petition(scene.town.center, confidential=True)
    yield scene.past.ago(8)
    scene.accepted(number)
    scene.town.center.case(number, "assign", officer="center")
    yield scene.past.ago(3)
    scene.town.center.case(number, "note", text=scene.said["progress"])


def petition_accusation(scene: Scene) -> Story:
    """Confidential from its first moment; the accused never learns of it."""
    yield scene.past.ago(5)
    number = scene.petition(scene.town.center, petition_class="accusation", recused=["officer2"], parties=[])
    yield scene.past.ago(3)
    scene.town.leader.case(number, "comment", text="按规定转送纪检监察机关，注意保密。")


def petition_litigation(scene: Scene) -> Story:
    """Not by petition but by the courts, with a date of its own."""
    yield scene.past.ago(16)
    number = scene.petition(scene.town.center)
    yield scene.past.ago(11)
    told = {"notified_on": scene.past.today, "note": scene.said["note"]}
    due_on = scene.past.ahead(45)
    scene.town.center.case(number, "accept", route="litigation", route_due_on=due_on, **told)
    scene.town.center.case(number, "assign", officer="officer")


STORIES = (
    petition_new,
    petition_notice_soon,
    petition_assigned,
    petition_unassigned,
    petition_handling,
    petition_overdue,
    petition_village,
    petition_supervised,
    petition_collective,
    petition_earlier,
    petition_proposal_handling,
    petition_confidential,
    petition_accusation,
    petition_litigation,
)
