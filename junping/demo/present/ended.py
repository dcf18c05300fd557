"""A few records since 2023 that have come to an end, one for each way to end."""

from junping.demo.diary import Story
from junping.demo.present.scene import Scene


def _mediated(scene: Scene, received: int) -> Story:
    """A dispute up to its handler, the village; the number is left in `scene.number`."""
    yield scene.past.ago(received)
    number = scene.number = scene.dispute(scene.village.hand)
    yield scene.past.ago(received - 1)
    scene.town.center.case(number, "accept")
    scene.town.center.case(number, "assign", handling_unit=scene.village.code)


def _answered(scene: Scene, received: int, decision: str) -> Story:
    """An appeal up to its opinion, five weeks after it came; the number is left in `scene.number`."""
    yield scene.past.ago(received)
    number = scene.number = scene.petition(scene.town.center)
    yield scene.past.ago(received - 6)
    scene.accepted(number)
    scene.town.center.case(number, "assign", officer="officer")
    yield scene.past.ago(received - 35)
    opinion = {"opinion": scene.said["opinion"], "decision": decision, "delivered_on": scene.past.today}
    scene.town.officer.case(number, "reply", **opinion)


def ended_declined(scene: Scene) -> Story:
    yield scene.past.ago(210)
    number = scene.petition(scene.town.center)
    yield scene.past.ago(204)
    scene.town.center.case(number, "decline", reason=scene.said["reason"], notified_on=scene.past.today)


def ended_referred(scene: Scene) -> Story:
    yield scene.past.ago(300)
    number = scene.petition(scene.town.center2)
    yield scene.past.ago(296)
    given = {"to_body": scene.said["to_body"], "reason": scene.said["reason"], "notified_on": scene.past.today}
    scene.town.center.case(number, "refer", **given)


def ended_explained(scene: Scene) -> Story:
    yield from _answered(scene, 320, "explain")
    yield scene.past.ago(280)
    scene.town.center.case(scene.number, "close", outcome="explained")
    yield scene.past.ago(265)
    scene.town.center.case(
        scene.number, "follow_up", satisfaction=3, held="partly", text="表示理解，等待村里重新讨论。"
    )


def ended_rejected(scene: Scene) -> Story:
    """Through review and recheck to the end of the road."""
    yield from _answered(scene, 600, "reject")
    yield scene.past.ago(548)
    scene.town.center.case(scene.number, "request_review", requested_on=scene.past.today, body="溆浦县人民政府")
    yield scene.past.ago(525)
    upheld = {"decision": "uphold", "opinion": scene.said["recheck"]}
    scene.town.center.case(scene.number, "review", delivered_on=scene.past.today, **upheld)
    yield scene.past.ago(510)
    scene.town.center.case(scene.number, "request_recheck", requested_on=scene.past.today, body="怀化市人民政府")
    yield scene.past.ago(485)
    scene.town.center.case(scene.number, "recheck", outcome="explained", delivered_on=scene.past.today, **upheld)


def ended_withdrawn(scene: Scene) -> Story:
    yield from _mediated(scene, 150)
    yield scene.past.ago(145)
    scene.town.center.case(scene.number, "withdraw", reason=scene.said["reason"])


def ended_failed(scene: Scene) -> Story:
    yield from _mediated(scene, 240)
    yield scene.past.ago(216)
    reason = scene.said["reason"]
    scene.village.hand.case(scene.number, "mediation_failed", reason=reason, advised_route="litigation")


def _settled(scene: Scene, ago: int) -> Story:
    yield scene.past.ago(ago)
    agreed = {"form": "written", "terms": scene.said["terms"], "effective_on": scene.past.today}
    scene.village.hand.case(scene.number, "settle", **agreed)


def ended_partly(scene: Scene) -> Story:
    yield from _mediated(scene, 180)
    yield from _settled(scene, 165)
    yield scene.past.ago(158)
    scene.town.center.case(scene.number, "close", outcome="partly_resolved")
    yield scene.past.ago(145)
    scene.village.hand.case(scene.number, "follow_up", satisfaction=4, held="partly", text="田埂已恢复，赔偿来年再议。")


def ended_lately(scene: Scene) -> Story:
    """Closed; asking afterwards is still to be done. Not `resolved`: the report's 66 count without a date, too."""
    yield from _mediated(scene, 32)
    yield from _settled(scene, 18)
    yield scene.past.ago(14)
    scene.town.center.case(scene.number, "close", outcome="partly_resolved")


def ended_voided(scene: Scene) -> Story:
    yield scene.past.ago(30)
    number = scene.request(scene.town.center2)
    scene.town.center.case(number, "void", reason=scene.said["reason"])


def ended_request(scene: Scene) -> Story:
    yield scene.past.ago(60)
    number = scene.request(scene.village.hand)
    yield scene.past.ago(59)
    scene.town.center.case(number, "accept")
    scene.town.center.case(number, "assign", handling_unit=scene.village.code)
    yield scene.past.ago(52)
    scene.village.hand.case(number, "reply", opinion=scene.said["answer"], delivered_on=scene.past.today)
    yield scene.past.ago(50)
    scene.town.center2.case(number, "close", outcome="explained")


def ended_handed_over(scene: Scene) -> Story:
    yield scene.past.ago(100)
    number = scene.hazard(scene.village.hand)
    yield scene.past.ago(99)
    scene.town.center.hazard(number, "hand_over", to_body=scene.said["to_body"], reason=scene.said["reason"])


def ended_hazard(scene: Scene) -> Story:
    yield scene.past.ago(120)
    number = scene.hazard(scene.village.hand)
    yield scene.past.ago(119)
    scene.ordered(number, scene.past.ahead(-100))
    yield scene.past.ago(110)
    scene.village.hand.hazard(number, "rectify", report=scene.said["report"], rectified_on=scene.past.today)
    yield scene.past.ago(107)
    found = {"inspected_on": scene.past.today, "inspectors": [scene.town.center2.name]}
    scene.town.center2.hazard(number, "pass", **found)


STORIES = (
    ended_declined,
    ended_referred,
    ended_explained,
    ended_rejected,
    ended_withdrawn,
    ended_failed,
    ended_partly,
    ended_lately,
    ended_voided,
    ended_request,
    ended_handed_over,
    ended_hazard,
)
