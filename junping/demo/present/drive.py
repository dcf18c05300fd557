"""The winter's door-knocking that is going on."""

from datetime import date, datetime
from random import Random

from junping.demo import people
from junping.demo.campaigns import hand_in, open_campaign
from junping.demo.diary import Diary, Story
from junping.demo.pace import Past
from junping.demo.town import Town, Village
from safety.models import Campaign

NAME = "今冬明春火灾防控“敲门行动”"
BEGUN, FIRST_ROUND = 32, 28


def begin_drive(town: Town, diary: Diary, today: date) -> None:
    diary.begin(_campaign(town, diary, today))


def _campaign(town: Town, diary: Diary, today: date) -> Story:
    past = Past(Random(NAME), today)
    yield past.ago(BEGUN)
    campaign = open_campaign(
        town.center, NAME, past.today, past.ahead(60), domains=["fire", "gas", "electricity"], target=3000
    )
    for i, village in enumerate(town.villages):
        diary.begin(_rounds(campaign, village, today, past.now(), i))


def _rounds(campaign: Campaign, village: Village, today: date, opened: datetime, i: int) -> Story:
    rng = Random(f"{NAME} {village.code}")
    past = Past(rng, today, opened)
    for ago in range(FIRST_ROUND - i, 1, -11):
        yield past.ago(ago)
        hand_in(
            village.hand,
            campaign,
            past.today,
            rng.randint(8, 22),
            address=f"{village.name}{people.group(rng)}",
            visitor="、".join(people.two_names(rng)),
            result="检查取暖用火、用电和液化气，发放明白纸。",
        )
