"""How is what was found put right? The same for a hazard and for a toilet: notice, report, second look, struck off."""

from datetime import timedelta
from random import Random
from typing import Any

from junping.demo import people
from junping.demo.diary import Story
from junping.demo.pace import Pace, working_day
from junping.demo.town import Town, Village
from junping.demo.wording import Text

A_MONTH = 30
NOT_YET = ("整改不彻底，仍有一处没有到位。", "现场查看与报告不符，需要返工。", "器材已到但没有安装。")


def put_right(town: Town, village: Village, number: str, said: Text, pace: Pace, rng: Random, *, fails: bool) -> Story:
    """From the notice to the end; it begins at the pace's present moment. `days` of the text: how long there was."""
    due_on = working_day(pace.today + timedelta(days=said["days"]))
    town.center.hazard(number, "order", measures=said["measures"], due_on=due_on, **_responsible(village, said))
    late = said["days"] < A_MONTH and rng.random() < 0.04
    yield pace.on(due_on + timedelta(days=2)) if late else pace.later(1, max(1, said["days"] - 2))
    village.hand.hazard(number, "rectify", report=said["report"], rectified_on=pace.today)
    yield pace.later(1, 4)
    if fails:
        again_by = working_day(pace.today + timedelta(days=7))
        why = rng.choice(NOT_YET)
        inspected = _inspected(village, pace, rng)
        town.center2.hazard(number, "fail", reason=why, due_on=again_by, **inspected)
        yield pace.later(2, 5)
        village.hand.hazard(number, "rectify", report=f"已返工：{said['report']}", rectified_on=pace.today)
        yield pace.later(1, 3)
    (town.center, town.center2)[rng.randrange(2)].hazard(number, "pass", **_inspected(village, pace, rng))


def put_right_at_once(town: Town, village: Village, number: str, said: Text, pace: Pace, rng: Random) -> Story:
    yield pace.minutes(10, 50)
    village.hand.hazard(number, "rectify_on_spot", measures=said["measures"], rectified_on=pace.today)
    yield pace.later(1, 4)
    town.center.hazard(number, "pass", note=said["report"], **_inspected(village, pace, rng))


def _responsible(village: Village, said: Text) -> dict[str, Any]:
    """The village answers for it, together with the owner where there is one."""
    return {"responsible_unit": village.code} | ({"responsible_person": said["a"]} if said.get("owner") else {})


def _inspected(village: Village, pace: Pace, rng: Random) -> dict[str, Any]:
    return {"inspected_on": pace.today, "inspectors": list(people.two_names(rng))}
