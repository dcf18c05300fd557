"""A case or hazard of a given number, with everything that lies in other rows. Deterministic but for the salts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from bench import words
from bench.paths import CASES, HAZARDS, Path
from bench.walking import Hand, Taken, Ticking, bring_up, chain, clocks, entries, in_order, morning, walk
from cases.domain import searched as case_searched
from cases.models import Case, CaseClock, Party
from cases.parties import told
from cases.vocabulary import Category
from cases.workflow import TABLES as CASE_TABLES
from junping.history.state import states_of
from junping.vault.cipher import encrypt
from junping.workflow.act import Children
from junping.workflow.vocabulary import Source
from safety.domain import searched as hazard_searched
from safety.models import Hazard, HazardClock
from safety.vocabulary import HazardDomain
from safety.workflow import TABLES as HAZARD_TABLES

YEARS = 4
# What was received before is closed by now, whatever its path; what is open was received since.
SETTLED_AFTER, OPEN_SINCE = timedelta(days=95), timedelta(days=60)
FEWEST_OPEN = 240


@dataclass(frozen=True, slots=True)
class Village:
    """A unit with its own hand and the words for its places."""

    unit_id: int
    name: str
    hand: Hand


@dataclass(frozen=True, slots=True)
class Town:
    villages: Sequence[Village]
    center: Hand
    officers: Sequence[Hand]
    today: date


@dataclass(slots=True)
class Made:
    """A record and its rows. `parties` have no case yet, `clocks` no record."""

    record: Any
    events: list[dict[str, Any]]
    clocks: list[Ticking]
    parties: list[Party]
    text: list[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """Record number `place` of `total` (from 0), and the number it is called by."""

    place: int
    total: int
    position: int


def open_of(total: int) -> int:
    """How many of `total` are still open: 2 %, but enough to act on."""
    return min(max(total // 50, FEWEST_OPEN), total // 2)


def received_on(place: int, total: int, today: date) -> date:
    """The later in the sequence, the later received."""
    closed = total - open_of(total)
    if place < closed:
        first = date(today.year - YEARS, 1, 1)
        return first + timedelta(days=place * (today - SETTLED_AFTER - first).days // closed)
    return today - OPEN_SINCE + timedelta(days=(place - closed) * OPEN_SINCE.days // (total - closed))


def make_case(plan: Plan, town: Town, prefix: str) -> Made:
    rng = Random(plan.place * 2)
    village, path = rng.choice(town.villages), rng.choices(CASES, [p.share for p in CASES])[0]
    taken, hands = _taken(plan, town, path, village, rng)
    people = [words.person(rng.randrange(words.RESIDENTS)) for _ in range(2)]
    where = words.place(rng, village.name)
    title, description = words.story(rng, where, people[0].name, people[1].name)
    first = taken[0].at.astimezone(UTC)
    record = Case(
        number=f"{prefix}-{taken[0].at.year}-{plan.position:04d}",
        kind=path.kind,
        petition_class="appeal" if path.kind == "petition" else None,
        category=rng.choice(_CATEGORIES),
        title=title,
        description=description,
        place=where,
        source=rng.choice(_SOURCES),
        received_at=first,
        accepted_at=taken[1].at if len(taken) > 1 else None,
        handling_unit_id=village.unit_id if len(taken) > 2 and hands["handler"] is village.hand else None,
        satisfaction=rng.randint(3, 5) if taken[-1].step.action == "follow_up" else None,
    )
    _fill(record, taken, village, hands, path)
    parties = [_party(role, person, where, rng) for role, person in zip(_ROLES, people, strict=True)]
    ticking = clocks(CaseClock, CASE_TABLES[path.kind], taken)
    bring_up(record, ticking, record.closed_at is not None)
    given = {"kind": path.kind, "title": title, "unit": hands["village"].code, "parties": told(parties)}
    extra = {
        "clocks": in_order(ticking),
        "parties": states_of(parties),
        "co_units": [],
        "recused": [],
        "attachments": [],
    }
    events = chain(record, entries(CASE_TABLES[path.kind], taken, hands, given), extra)
    return Made(record, events, ticking, parties, case_searched(record, Children(parties=parties)))


def make_hazard(plan: Plan, town: Town, prefix: str) -> Made:
    rng = Random(plan.place * 2 + 1)
    village, path = rng.choice(town.villages), HAZARDS[0]
    taken, hands = _taken(plan, town, path, village, rng)
    where = words.place(rng, village.name)
    title, description = words.story(rng, where, "业主", "检查组")
    record = Hazard(
        number=f"{prefix}-{taken[0].at.year}-H{plan.position:04d}",
        domain=rng.choice(_DOMAINS),
        title=title,
        description=description,
        site=where,
        source="inspection",
        found_at=taken[0].at.astimezone(UTC),
        responsible_unit_id=village.unit_id if len(taken) > 1 else None,
        measures="限期整改，消除隐患。" if len(taken) > 1 else "",
        rectified_at=taken[2].at if len(taken) > 2 else None,
        rectified_by_id=village.hand.id if len(taken) > 2 else None,
    )
    _fill(record, taken, village, hands, path)
    ticking = clocks(HazardClock, HAZARD_TABLES["hazard"], taken)
    bring_up(record, ticking, record.closed_at is not None)
    extra = {"clocks": in_order(ticking), "recused": [], "attachments": []}
    given = {"domain": record.domain, "title": title, "unit": hands["village"].code}
    events = chain(record, entries(HAZARD_TABLES["hazard"], taken, hands, given), extra)
    return Made(record, events, ticking, [], hazard_searched(record, Children()))


_CATEGORIES, _SOURCES, _DOMAINS = list(Category.values), list(Source.values), list(HazardDomain.values)
_ROLES = ("applicant", "respondent")


def _taken(plan: Plan, town: Town, path: Path, village: Village, rng: Random) -> tuple[list[Taken], Mapping[str, Hand]]:
    began = morning(received_on(plan.place, plan.total, town.today), rng)
    until = datetime.combine(town.today, datetime.min.time(), began.tzinfo)
    stays_open = plan.place >= plan.total - open_of(plan.total)
    taken = walk(path.steps, began, until, rng, stays_open=stays_open)
    handler = village.hand if rng.random() < 0.5 else rng.choice(town.officers)
    hands = {
        "village": village.hand if rng.random() < 0.85 else town.center,
        "center": town.center,
        "handler": handler,
    }
    return taken, hands


def _fill(record: Any, taken: Sequence[Taken], village: Village, hands: Mapping[str, Hand], path: Path) -> None:
    """What cases and hazards have in common."""
    moves = [t for t in taken if t.step.to]
    record.status = moves[-1].step.to
    record.unit_id = village.unit_id
    record.logged_unit_id = hands["village"].unit_id
    record.created_at = taken[0].at
    record.created_by_id = hands["village"].id
    record.state_changed_at = moves[-1].at
    if record.status == "closed":
        record.closed_at = moves[-1].at
        if path.outcome:
            record.outcome, record.ended_by = path.outcome, moves[-1].step.action
    if len(taken) > 2 and hands["handler"] is not village.hand:
        record.officer_id = hands["handler"].id


def _party(role: str, person: words.Person, where: str, rng: Random) -> Party:
    seal = f"{rng.getrandbits(64):016x}"
    return Party(
        role=role,
        name=person.name,
        id_number=encrypt(person.id_number, f"party:id_number:{seal}"),
        id_number_mask=person.id_number_mask,
        id_number_index=person.id_number_index,
        phone=encrypt(person.phone, f"party:phone:{seal}"),
        phone_mask=person.phone_mask,
        phone_index=person.phone_index,
        address=where,
        seal=seal,
    )
