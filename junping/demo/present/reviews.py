"""Petitions with an answer: delivered, under review, reviewed, under recheck, sent back."""

from junping.demo.diary import Story
from junping.demo.present.pictures import letter
from junping.demo.present.scene import Scene

COUNTY, CITY = "溆浦县人民政府", "怀化市人民政府"


def _answered(scene: Scene, received: int, accepted: int, replied: int, decision: str, officer: str) -> Story:
    """Up to the opinion; the days are days before today. The number is left in `scene.number`."""
    yield scene.past.ago(received)
    number = scene.number = scene.petition(scene.town.center)
    yield scene.past.ago(accepted)
    scene.accepted(number)
    scene.town.center.case(number, "assign", officer=officer)
    yield scene.past.ago(replied)
    hand = scene.town.officer if officer == "officer" else scene.town.officer2
    hand.case(number, "reply", opinion=scene.said["opinion"], decision=decision, delivered_on=scene.past.today)


def _reviewed(scene: Scene, asked: int, reviewed: int, decision: str) -> Story:
    yield scene.past.ago(asked)
    scene.town.center.case(scene.number, "request_review", requested_on=scene.past.today, body=COUNTY)
    yield scene.past.ago(reviewed)
    opinion = {"decision": decision, "opinion": scene.said["review"], "delivered_on": scene.past.today}
    scene.town.center.case(scene.number, "review", **opinion)


def petition_replied(scene: Scene) -> Story:
    yield from _answered(scene, 40, 34, 7, "support", "officer")
    paper = letter("信访事项处理意见书", scene.said["opinion"])
    file = scene.file("处理意见书.txt", paper, "letter", "已送达信访人")
    scene.town.officer.case(scene.number, "attach", **file)


def petition_reviewing(scene: Scene) -> Story:
    yield from _answered(scene, 75, 69, 25, "reject", "officer2")
    yield scene.past.ago(9)
    scene.town.center.case(scene.number, "request_review", requested_on=scene.past.today, body=COUNTY)


def petition_reviewed(scene: Scene) -> Story:
    yield from _answered(scene, 110, 104, 50, "support", "officer")
    yield from _reviewed(scene, 33, 8, "uphold")


def petition_rechecking(scene: Scene) -> Story:
    yield from _answered(scene, 130, 124, 78, "reject", "officer2")
    yield from _reviewed(scene, 62, 35, "uphold")
    yield scene.past.ago(20)
    scene.town.center.case(scene.number, "request_recheck", requested_on=scene.past.today, body=CITY)
    yield scene.past.ago(6)
    days = {"from": scene.past.ahead(3), "to": scene.past.ahead(4)}
    scene.town.center.case(scene.number, "hearing", **days)


def petition_rework(scene: Scene) -> Story:
    yield from _answered(scene, 100, 94, 60, "explain", "officer2")
    yield from _reviewed(scene, 45, 20, "send_back")
    yield scene.past.ago(8)
    scene.town.officer2.case(scene.number, "note", text=scene.said["progress"])


STORIES = (petition_replied, petition_reviewing, petition_reviewed, petition_rechecking, petition_rework)
