"""Open requests."""

from junping.demo.diary import Story
from junping.demo.present.scene import Scene


def request_new(scene: Scene) -> Story:
    yield scene.past.ago(1)
    scene.request(scene.town.center2)


def request_accepted(scene: Scene) -> Story:
    yield scene.past.ago(5)
    number = scene.request(scene.village.hand)
    yield scene.past.ago(4)
    scene.town.center2.case(number, "accept")


def request_suspended(scene: Scene) -> Story:
    yield scene.past.ago(20)
    number = scene.request(scene.village.hand)
    yield scene.past.ago(18)
    scene.town.center.case(number, "accept")
    scene.town.center.case(number, "assign", handling_unit=scene.village.code)
    yield scene.past.ago(10)
    scene.town.center.case(number, "suspend", reason=scene.said["suspend"])


def request_replied(scene: Scene) -> Story:
    yield scene.past.ago(12)
    number = scene.request(scene.village.hand)
    yield scene.past.ago(11)
    scene.town.center.case(number, "accept")
    scene.town.center.case(number, "assign", handling_unit=scene.village.code)
    yield scene.past.ago(3)
    scene.village.hand.case(number, "reply", opinion=scene.said["answer"], delivered_on=scene.past.today)


def request_overdue(scene: Scene) -> Story:
    yield scene.past.ago(35)
    number = scene.request(scene.town.center2)
    yield scene.past.ago(33)
    scene.town.center.case(number, "accept")
    scene.town.center.case(number, "assign", officer="officer")
    yield scene.past.ago(4)
    scene.town.center.case(number, "urge", text=scene.said["urge"])


STORIES = (request_new, request_accepted, request_suspended, request_replied, request_overdue)
