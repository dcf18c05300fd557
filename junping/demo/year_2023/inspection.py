"""The great inspection: 120 hazards over traffic, fire, gas, construction, fireworks and forest fire."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import cycle
from random import Random

from junping.clocks.now import SHANGHAI
from junping.demo import people, spreading
from junping.demo.campaigns import hand_in, open_campaign
from junping.demo.diary import Diary, Story
from junping.demo.pace import Pace
from junping.demo.town import Town, Village
from junping.demo.wording import Text, filled, texts
from junping.demo.year_2023.findings import put_right, put_right_at_once
from junping.demo.year_2023.old_house import old_house
from safety.models import Campaign
from safety.vocabulary import HazardDomain

NAME = "安全生产大检查大整治"
OPENED = date(2023, 1, 9)
# When each domain was looked at.
SEASONS = {
    "fireworks": (date(2023, 1, 10), date(2023, 2, 3)),
    "forest_fire": (date(2023, 2, 20), date(2023, 4, 10)),
    "fire": (date(2023, 3, 1), date(2023, 10, 31)),
    "construction": (date(2023, 4, 17), date(2023, 9, 15)),
    "traffic": (date(2023, 4, 24), date(2023, 10, 13)),
    "gas": (date(2023, 6, 26), date(2023, 10, 27)),
}


def begin_inspection(town: Town, diary: Diary) -> None:
    diary.begin(_campaign(town, diary))


def _campaign(town: Town, diary: Diary) -> Story:
    yield datetime.combine(OPENED, time(9, 30), SHANGHAI)
    campaign = open_campaign(
        town.center, NAME, OPENED, date(2023, 12, 31), domains=[*SEASONS, HazardDomain.DILAPIDATED], target=300
    )
    villages = cycle(spreading.shuffled(town.villages, Random(NAME)))
    for domain, (first, last) in SEASONS.items():
        rng = Random(f"{NAME} {domain}")
        found = list(_outings(domain, rng))
        for i, (group, day) in enumerate(zip(found, spreading.days(len(found), first, last, rng), strict=True)):
            diary.begin(_outing(town, diary, campaign, next(villages), group, day, i))
    diary.begin(old_house(town, campaign))


def _outings(domain: str, rng: Random) -> Iterator[Sequence[Text]]:
    """What was found in this domain, in groups as they were found on one day."""
    found = spreading.shuffled([text for text in texts("hazards") if text["domain"] == domain], rng)
    begin = 0
    while begin < len(found):
        size = rng.randint(1, 3)
        yield found[begin : begin + size]
        begin += size


def _outing(
    town: Town, diary: Diary, campaign: Campaign, village: Village, group: Sequence[Text], day: date, i: int
) -> Story:
    """A day's checks in a village: one row of visits, and what they brought to light."""
    domain = group[0]["domain"]
    rng = Random(f"{NAME} {domain} {i}")
    pace = Pace(rng, day)
    yield pace.now()
    label = HazardDomain(domain).label
    visit = hand_in(
        village.hand,
        campaign,
        pace.today,
        len(group) + rng.randint(1, 4),
        visitor="、".join(people.two_names(rng)),
        result=f"{label}领域检查，发现隐患{len(group)}条。",
    )
    for position, text in enumerate(group):
        yield pace.minutes(4, 15)
        said = filled(text, rng, village.name)
        number = village.hand.log_hazard(
            domain=domain,
            title=said["title"],
            description=said["description"],
            source="patrol" if domain == "forest_fire" else "inspection",
            site=f"{village.name}{said['site']}",
            site_contact=f"{said['a']} {people.phone(rng)}",
            visit=visit.pk,
        )
        diary.begin(_ended(town, village, number, said, pace.now(), f"{domain} {i} {position}"))


def _ended(town: Town, village: Village, number: str, said: Text, found_at: datetime, seed: str) -> Story:
    rng = Random(f"{NAME} {seed}")
    pace = Pace(rng, found_at)
    if said.get("spot"):
        yield from put_right_at_once(town, village, number, said, pace, rng)
        return
    yield pace.later(1, 2)
    yield from put_right(town, village, number, said, pace, rng, fails=rng.random() < 0.08)
