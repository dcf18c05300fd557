"""50 questions of yard meetings and 14 of enterprises, answered."""

from datetime import date
from random import Random

from junping.demo import people, spreading
from junping.demo.diary import Diary, Story
from junping.demo.hands import Hand
from junping.demo.pace import Pace
from junping.demo.town import Town, Village
from junping.demo.wording import Text, filled, texts

MEETINGS = (date(2023, 2, 14), date(2023, 11, 3))
TALKS = (date(2023, 2, 7), date(2023, 10, 27))


def begin_yard_meetings(town: Town, diary: Diary) -> None:
    """A meeting in each village; what was asked there is logged that evening."""
    rng = Random("yard meetings 2023")
    asked = spreading.shuffled(texts("yard_meetings"), rng)
    sizes = spreading.shares(len(asked), len(town.villages), rng, uneven=1)
    days = spreading.days(len(town.villages), *MEETINGS, rng)
    villages = spreading.shuffled(town.villages, rng)
    for village, day, questions in zip(villages, days, spreading.batches(asked, sizes), strict=True):
        for i, text in enumerate(questions):
            diary.begin(_question(town, village, text, day, i))


def begin_enterprises(town: Town, diary: Diary) -> None:
    rng = Random("enterprises 2023")
    raised = spreading.shuffled(texts("enterprises"), rng)
    for text, day in zip(raised, spreading.days(len(raised), *TALKS, rng), strict=True):
        diary.begin(_enterprise(town, text, day))


def _question(town: Town, village: Village, text: Text, day: date, i: int) -> Story:
    rng = Random(f"yard meeting {village.code} {i}")
    said = filled(text, rng, village.name)
    pace = Pace(rng, day)
    yield pace.now()
    number = village.hand.log_case(
        kind="request",
        category=said["category"],
        title=said["title"],
        description=said["description"],
        source="yard_meeting",
        place=f"{village.name}{said['g']}",
        parties=[people.party(rng, "applicant", said["a"], village.name, with_number=False)],
    )
    yield pace.later(1)
    yield from _answered(town, number, said, pace, village.hand if i % 2 else town.officer, village)


def _enterprise(town: Town, text: Text, day: date) -> Story:
    rng = Random(text["title"])
    village = town.village(text["village"])
    said = filled(text, rng, village.name)
    pace = Pace(rng, day)
    yield pace.now()
    number = town.center2.log_case(
        kind="request",
        category=said["category"],
        title=said["title"],
        description=said["description"],
        source="enterprise",
        unit=village.code,
        place=said["enterprise"],
        parties=[people.party(rng, "applicant", said["a"], village.name, with_number=False)],
    )
    yield pace.later(0, 1)
    yield from _answered(town, number, said, pace, town.officer2, village)


def _answered(town: Town, number: str, said: Text, pace: Pace, handler: Hand, village: Village) -> Story:
    town.center.case(number, "accept")
    yield pace.minutes(3, 20)
    if handler is village.hand:
        town.center.case(number, "assign", handling_unit=village.code)
    else:
        town.center.case(number, "assign", officer=handler.username, co_units=[village.code])
    yield pace.later(2, 9)
    handler.case(number, "reply", opinion=said["answer"], delivered_on=pace.today)
    yield pace.later(1, 6)
    town.center2.case(number, "close", outcome="resolved", note="已解答解决，提问人知晓。")
