"""717 rebuilt toilets looked at, 119 found wanting and put right."""

from collections.abc import Sequence
from datetime import date, datetime, time
from random import Random

from junping.clocks.now import SHANGHAI
from junping.demo import people, spreading
from junping.demo.campaigns import hand_in, open_campaign
from junping.demo.diary import Diary, Story
from junping.demo.pace import Pace
from junping.demo.town import Town, Village
from junping.demo.wording import Text, filled, texts
from junping.demo.year_2023.findings import put_right
from safety.models import Campaign

NAME = "改厕问题摸排"
OPENED = date(2023, 3, 6)
FIRST, LAST = date(2023, 3, 9), date(2023, 5, 26)
HOUSEHOLDS, FINDINGS, DAYS_PER_VILLAGE = 717, 119, 5
LEAST_DAYS, MOST_DAYS = 40, 75


def begin_toilets(town: Town, diary: Diary) -> None:
    diary.begin(_campaign(town, diary))


def _campaign(town: Town, diary: Diary) -> Story:
    yield datetime.combine(OPENED, time(10, 5), SHANGHAI)
    campaign = open_campaign(town.center2, NAME, OPENED, date(2023, 10, 31), domains=["toilet"], target=HOUSEHOLDS)
    rng = Random(NAME)
    rounds = [village for village in town.villages for _ in range(DAYS_PER_VILLAGE)]
    counts = spreading.shares(HOUSEHOLDS, len(rounds), rng, uneven=3)
    wanting = spreading.shares(FINDINGS, len(rounds), rng, uneven=1)
    days = spreading.shuffled(spreading.days(len(rounds), FIRST, LAST, rng), rng)
    for i, (village, day, count, findings) in enumerate(zip(rounds, days, counts, wanting, strict=True)):
        told = [rng.choice(texts("toilets")) for _ in range(findings)]
        diary.begin(_round(town, diary, campaign, village, day, count, told, i))


def _round(
    town: Town,
    diary: Diary,
    campaign: Campaign,
    village: Village,
    day: date,
    count: int,
    told: Sequence[Text],
    i: int,
) -> Story:
    rng = Random(f"{NAME} {i}")
    pace = Pace(rng, day)
    yield pace.now()
    visit = hand_in(
        village.hand,
        campaign,
        pace.today,
        count,
        address=f"{village.name}{people.group(rng)}",
        visitor="、".join(people.two_names(rng)),
        result=f"查看改厕{count}户，发现问题{len(told)}个。",
    )
    for position, text in enumerate(told):
        yield pace.minutes(3, 12)
        said = filled(text, rng, village.name) | {"days": rng.randint(LEAST_DAYS, MOST_DAYS)}
        number = village.hand.log_hazard(
            domain="toilet",
            title=said["title"],
            description=said["description"],
            source="patrol",
            site=f"{village.name}{said['g']} {said['a']}户",
            visit=visit.pk,
        )
        diary.begin(_ended(town, village, number, said, pace.now(), f"{NAME} {i} {position}"))


def _ended(town: Town, village: Village, number: str, said: Text, found_at: datetime, seed: str) -> Story:
    rng = Random(seed)
    pace = Pace(rng, found_at)
    yield pace.later(1, 2)
    yield from put_right(town, village, number, said, pace, rng, fails=rng.random() < 0.05)
