"""Open hazards and findings, and the winter's drive that goes on."""

from junping.demo.diary import Story
from junping.demo.present.pictures import photograph
from junping.demo.present.scene import Scene

PROVISIONS = ("funds", "plan", "interim_measures", "standard")


def _ordered(scene: Scene, found: int, ordered: int, due_in: int, **more: str) -> Story:
    """Up to the notice; `due_in` counts from today. The number is left in `scene.number`."""
    yield scene.past.ago(found)
    scene.number = scene.hazard(scene.village.hand)
    yield scene.past.ago(ordered)
    scene.ordered(scene.number, scene.past.ahead(due_in), **more)


def hazard_new(scene: Scene) -> Story:
    yield scene.past.ago(1)
    scene.hazard(scene.village.hand)


def hazard_dispatch_overdue(scene: Scene) -> Story:
    yield scene.past.ago(12)
    scene.hazard(scene.village.hand)


def hazard_rectifying(scene: Scene) -> Story:
    yield from _ordered(scene, 12, 11, 20)


def hazard_due_tomorrow(scene: Scene) -> Story:
    yield from _ordered(scene, 14, 13, 1, officer="officer")


def hazard_due_today(scene: Scene) -> Story:
    yield from _ordered(scene, 8, 7, 0)


def hazard_overdue(scene: Scene) -> Story:
    yield from _ordered(scene, 40, 39, -6)
    scene.village.hand.hazard(
        scene.number, "attach", **scene.file("临河路段.png", photograph(scene.rng), "before", "护栏缺失处")
    )
    yield scene.past.ago(3)
    scene.town.center.hazard(scene.number, "urge", text=scene.said["urge"])


def hazard_rectified(scene: Scene) -> Story:
    yield from _ordered(scene, 25, 24, -3)
    yield scene.past.ago(5)
    report = {"report": scene.said["report"], "rectified_on": scene.past.today, "funds_spent": 6800}
    scene.village.hand.hazard(scene.number, "rectify", **report)
    file = scene.file("新砌围墙.png", photograph(scene.rng), "after", "重砌后的围墙")
    scene.village.hand.hazard(scene.number, "attach", **file)


def hazard_major(scene: Scene) -> Story:
    """Graded major, with the five provisions (五落实), a leader in charge and under supervision."""
    yield scene.past.ago(20)
    number = scene.hazard(scene.town.center)
    yield scene.past.ago(19)
    why = "间距和值守均不符合要求，按判定标准属重大隐患。"
    scene.town.center.hazard(number, "grade", level="major", reason=why, standard=scene.said["standard"])
    scene.town.leader.hazard(number, "take_charge", lead="leader")
    provisions = {name: scene.said[name] for name in PROVISIONS}
    scene.ordered(number, scene.past.ahead(35), officer="officer2", **provisions)
    yield scene.past.ago(6)
    demand = {"text": scene.said["supervision"], "due_on": scene.past.ahead(8)}
    scene.town.leader.hazard(number, "supervise", **demand)


def hazard_failed(scene: Scene) -> Story:
    yield from _ordered(scene, 30, 29, -8)
    yield scene.past.ago(12)
    report = {"report": scene.said["report"], "rectified_on": scene.past.today}
    scene.village.hand.hazard(scene.number, "rectify", **report)
    yield scene.past.ago(6)
    found = {"inspected_on": scene.past.today, "inspectors": [scene.town.center2.name]}
    again_by = scene.past.ahead(6)
    scene.town.center2.hazard(scene.number, "fail", reason=scene.said["failed"], due_on=again_by, **found)


def hazard_extension(scene: Scene) -> Story:
    yield from _ordered(scene, 45, 44, 4)
    yield scene.past.ago(2)
    asked = {"due_on": scene.past.ahead(30), "reason": scene.said["extension"]}
    scene.village.hand.hazard(scene.number, "ask_extension", **asked)


def hazard_sent_back(scene: Scene) -> Story:
    yield from _ordered(scene, 9, 8, 10)
    yield scene.past.ago(1)
    scene.village.hand.hazard(scene.number, "send_back", reason=scene.said["sent_back"])


def hazard_on_spot(scene: Scene) -> Story:
    yield scene.past.ago(3)
    number = scene.hazard(scene.village.hand)
    scene.village.hand.hazard(number, "rectify_on_spot", measures=scene.said["measures"], rectified_on=scene.past.today)


def finding_toilet(scene: Scene) -> Story:
    yield from _ordered(scene, 15, 14, 20)


STORIES = (
    hazard_new,
    hazard_dispatch_overdue,
    hazard_rectifying,
    hazard_due_tomorrow,
    hazard_due_today,
    hazard_overdue,
    hazard_rectified,
    hazard_major,
    hazard_failed,
    hazard_extension,
    hazard_sent_back,
    hazard_on_spot,
    finding_toilet,
)
