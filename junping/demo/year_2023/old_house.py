"""The dilapidated house at the town hall's gate: a major hazard inherited from years before, removed in November."""

from datetime import date
from random import Random

from junping.demo.diary import Story
from junping.demo.pace import Pace
from junping.demo.town import Town
from junping.demo.wording import texts
from safety.models import Campaign


def old_house(town: Town, campaign: Campaign) -> Story:
    (text,) = texts("old_house")
    pace = Pace(Random("old house"), date(2023, 3, 13))
    yield pace.now()
    number = town.center.log_hazard(
        domain="dilapidated",
        level="major",
        title=text["title"],
        description=text["description"],
        source="inspection",
        unit=town.village("新建社区").code,
        site=text["site"],
        campaign=campaign.pk,
        legacy_since=date(2012, 5, 1),
    )
    yield pace.later(1)
    town.leader.hazard(number, "take_charge", lead=town.leader.username, note="十多年的老问题，今年一定要解决。")
    yield pace.minutes(15, 40)
    provisions = {name: text[name] for name in ("standard", "measures", "funds", "plan", "interim_measures")}
    town.center.hazard(
        number,
        "order",
        responsible_unit=town.village("新建社区").code,
        officer=town.officer.username,
        due_on=date(2023, 8, 31),
        **provisions,
    )
    yield from _until_it_is_gone(town, pace, number, text["report"])


def _until_it_is_gone(town: Town, pace: Pace, number: str, report: str) -> Story:
    yield pace.on(date(2023, 5, 22))
    town.officer.hazard(number, "note", text="四户中两户同意拆除，另两户要求提高补偿，正在协商。")
    yield pace.on(date(2023, 7, 10))
    town.leader.hazard(number, "supervise", text="挂牌督办：七月底前四户协议要有结果。", due_on=date(2023, 7, 31))
    yield pace.on(date(2023, 7, 27))
    town.officer.hazard(number, "answer_supervision", text="三户已签协议，第四户在外省，已约定国庆返乡面谈。")
    yield pace.on(date(2023, 8, 21))
    town.officer.hazard(number, "ask_extension", due_on=date(2023, 11, 30), reason="第四户产权人国庆返乡签协议。")
    yield pace.later(1, 2)
    town.leader.hazard(number, "extend", due_on=date(2023, 11, 30), reason="同意延期，防范措施不得放松。")
    yield pace.on(date(2023, 10, 9))
    town.officer.hazard(number, "note", text="第四户协议已签，拆除队伍进场踏勘。")
    yield pace.on(date(2023, 11, 17))
    town.officer.hazard(number, "rectify", report=report, rectified_on=date(2023, 11, 16), funds_spent=186000)
    yield pace.later(2, 4)
    inspectors = [town.leader.name, town.center.name]
    town.center.hazard(number, "pass", inspected_on=pace.today, inspectors=inspectors, note="现场已拆除清平。")
