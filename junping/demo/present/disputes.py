"""Open disputes."""

from junping.demo.diary import Story
from junping.demo.present.pictures import letter
from junping.demo.present.scene import Scene


def _handled(scene: Scene, received: int, accepted: int, **handler: str) -> Story:
    """Up to the handler, the village unless another is named; the number is left in `scene.number`."""
    yield scene.past.ago(received)
    number = scene.number = scene.dispute(scene.village.hand)
    yield scene.past.ago(accepted)
    scene.town.center.case(number, "accept")
    scene.town.center.case(number, "assign", **(handler or {"handling_unit": scene.village.code}))


def dispute_new(scene: Scene) -> Story:
    yield scene.past.ago(1)
    scene.dispute(scene.village.hand)


def dispute_asked(scene: Scene) -> Story:
    """The centre wants to know more before it accepts."""
    yield scene.past.ago(2)
    number = scene.dispute(scene.village.hand)
    yield scene.past.ago(1)
    scene.town.center.case(number, "ask_reporter", text=scene.said["asked"])


def dispute_village(scene: Scene) -> Story:
    yield from _handled(scene, 12, 11)
    yield scene.past.ago(5)
    scene.village.hand.case(scene.number, "note", text=scene.said["progress"])


def dispute_overdue(scene: Scene) -> Story:
    yield from _handled(scene, 50, 48)
    yield scene.past.ago(30)
    scene.village.hand.case(scene.number, "note", text=scene.said["progress"])


def dispute_wage(scene: Scene) -> Story:
    """Fifteen days from the day it was received, and few are left."""
    received = scene.past.ago_for("yellow", 15, "calendar")
    yield scene.past.exactly(received)
    number = scene.dispute(scene.village.hand)
    yield scene.past.ago(received - 1)
    scene.town.center.case(number, "accept")
    scene.town.center.case(number, "assign", officer="officer2")


def dispute_suspended(scene: Scene) -> Story:
    yield from _handled(scene, 30, 28)
    yield scene.past.ago(15)
    scene.town.center.case(scene.number, "suspend", reason=scene.said["suspend"])


def dispute_settled(scene: Scene) -> Story:
    """Agreed, and to be performed by a day to come; the agreement is on file."""
    yield from _handled(scene, 25, 24, officer="officer")
    yield scene.past.ago(6)
    agreed = {"form": "written", "terms": scene.said["terms"], "effective_on": scene.past.today}
    scene.town.officer.case(scene.number, "settle", perform_by=scene.past.ahead(20), **agreed)
    paper = letter("人民调解协议书", scene.said["terms"])
    file = scene.file("调解协议书.txt", paper, "agreement", "双方已签字")
    scene.town.officer.case(scene.number, "attach", **file)


def dispute_settled_overdue(scene: Scene) -> Story:
    """Agreed, but the second part was not paid on its day."""
    yield from _handled(scene, 60, 58)
    yield scene.past.ago(40)
    agreed = {"form": "written", "terms": scene.said["terms"], "effective_on": scene.past.today}
    scene.village.hand.case(scene.number, "settle", perform_by=scene.past.ahead(-5), **agreed)
    yield scene.past.ago(15)
    scene.town.center.case(scene.number, "follow_up", satisfaction=3, held="partly", text="首期已付，余款尚未到期。")


def dispute_confidential(scene: Scene) -> Story:
    yield scene.past.ago(8)
    number = scene.dispute(scene.town.center, confidential=True, source="visit")
    yield scene.past.ago(7)
    scene.town.center.case(number, "accept")
    scene.town.center.case(number, "assign", officer="center")
    yield scene.past.ago(3)
    scene.town.center.case(number, "note", text=scene.said["progress"])


STORIES = (
    dispute_new,
    dispute_asked,
    dispute_village,
    dispute_overdue,
    dispute_wage,
    dispute_suspended,
    dispute_settled,
    dispute_settled_overdue,
    dispute_confidential,
)
