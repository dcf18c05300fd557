"""Four petitions that had been open for years, resolved: a leader in charge, supervised, told in writing."""

from datetime import timedelta
from random import Random

from junping.demo import people
from junping.demo.diary import Diary, Story
from junping.demo.hands import Hand
from junping.demo.pace import Pace, working_day
from junping.demo.town import Town
from junping.demo.wording import Text, texts


def begin_backlog(town: Town, diary: Diary) -> None:
    for i, text in enumerate(texts("backlog")):
        diary.begin(_petition(town, text, town.officer if i % 2 == 0 else town.officer2))


def _petition(town: Town, text: Text, officer: Hand) -> Story:
    rng = Random(text["title"])
    pace = Pace(rng, text["received"])
    yield pace.now()
    number = _registered(town, text, rng)
    yield pace.later(4, 6)
    town.center.case(number, "accept", notified_on=pace.today, route="petition", note="已当面送达受理告知书。")
    yield pace.minutes(20, 90)
    town.leader.case(number, "take_charge", lead=town.leader.username, note="积案由我包案，一包到底。")
    yield pace.later(0, 1)
    village = town.village(text["village"])
    town.center.case(number, "assign", officer=officer.username, co_units=[village.code])
    yield pace.later(6, 9)
    officer.case(number, "note", text=text["notes"][0])
    yield from _supervised(town, officer, number, text, pace)
    yield pace.later(7, 10)
    officer.case(number, "note", text=text["notes"][1])
    if text.get("extension"):
        yield from _extended(town, officer, number, pace)
    yield pace.later(6, 9)
    officer.case(number, "reply", opinion=text["opinion"], decision="support", delivered_on=pace.today)
    yield pace.later(12, 16)
    town.leader.case(number, "close", outcome="resolved", note="处理意见已经落实。")
    yield pace.later(12, 18)
    town.center.case(number, "follow_up", satisfaction=5, held="yes", text="信访人表示满意，写了息访承诺。")


def _registered(town: Town, text: Text, rng: Random) -> str:
    spokesman = people.name(rng)
    role = "applicant" if text["people"] == 1 else "representative"
    others = [people.name(rng) for _ in range(min(text["people"], 3) - 1)]
    return town.center.log_case(
        kind="petition",
        petition_class="appeal",
        category=text["category"],
        title=text["title"],
        description=text["description"].format(a=spokesman),
        source=text["source"],
        unit=town.village(text["village"]).code,
        place=text["village"],
        people_count=text["people"],
        is_backlog=True,
        backlog_since=text["since"],
        parties=[people.party(rng, role, called, text["village"]) for called in (spokesman, *others)],
    )


def _supervised(town: Town, officer: Hand, number: str, text: Text, pace: Pace) -> Story:
    yield pace.later(1, 3)
    due_on = working_day(pace.today + timedelta(days=10))
    town.leader.case(number, "supervise", text=text["supervision"], due_on=due_on)
    yield pace.later(4, 7)
    officer.case(number, "answer_supervision", text=text["answer"])


def _extended(town: Town, officer: Hand, number: str, pace: Pace) -> Story:
    yield pace.later(3, 5)
    officer.case(number, "ask_extension", days=30, reason="需等待有关部门的测量、调处结果。")
    yield pace.later(0, 1)
    town.leader.case(
        number, "extend", days=30, reason="情况复杂，同意延长三十日，并告知信访人。", notified_on=pace.today
    )
    yield pace.later(10, 14)
    officer.case(number, "note", text="部门意见已经收到，正在起草处理意见。")
