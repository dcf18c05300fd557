"""The “door-knocking” drive of the winter: more than 4,000 households, a village's visits of a day as one row."""

from datetime import date, datetime, time
from random import Random

from junping.clocks.now import SHANGHAI
from junping.demo import people, spreading
from junping.demo.campaigns import hand_in, open_campaign
from junping.demo.diary import Diary, Story
from junping.demo.pace import Pace
from junping.demo.town import Town, Village
from safety.models import Campaign

NAME = "消防安全“敲门行动”"
OPENED = date(2023, 9, 18)
FIRST, LAST = date(2023, 9, 20), date(2023, 12, 6)
HOUSEHOLDS, DAYS_PER_VILLAGE = 4138, 22
RESULTS = (
    "宣传冬季用火用电安全，发放明白纸。",
    "检查火箱、火炉和液化气软管，提醒及时更换。",
    "宣传防燃气中毒和秸秆禁烧规定，张贴警示贴。",
    "重点走访独居老人和留守儿童家庭，检查取暖用火。",
    "宣传平安建设和反诈知识，登记外出务工户联系电话。",
)


def begin_door_knocking(town: Town, diary: Diary) -> None:
    diary.begin(_campaign(town, diary))


def _campaign(town: Town, diary: Diary) -> Story:
    yield datetime.combine(OPENED, time(9, 10), SHANGHAI)
    campaign = open_campaign(
        town.center, NAME, OPENED, date(2023, 12, 31), domains=["fire", "gas", "electricity"], target=4000
    )
    rng = Random(NAME)
    counts = spreading.shares(HOUSEHOLDS, DAYS_PER_VILLAGE * len(town.villages), rng, uneven=6)
    for village, of_village in zip(
        town.villages, spreading.batches(counts, [DAYS_PER_VILLAGE] * len(town.villages)), strict=True
    ):
        diary.begin(_rounds(campaign, village, list(of_village)))


def _rounds(campaign: Campaign, village: Village, counts: list[int]) -> Story:
    rng = Random(f"{NAME} {village.code}")
    pace = Pace(rng, FIRST)
    for day, count in zip(spreading.days(len(counts), FIRST, LAST, rng), counts, strict=True):
        yield pace.on(day)
        hand_in(
            village.hand,
            campaign,
            pace.today,
            count,
            address=f"{village.name}{people.group(rng)}",
            visitor="、".join(people.two_names(rng)),
            result=rng.choice(RESULTS),
        )
