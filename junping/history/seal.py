"""How is a day's history closed, so that what is taken away afterwards shows?

A seal covers the events after the last sealed one up to the last of its day, by id: an event that is entered late
under an earlier time falls into the next seal. Of a clock that ran ahead and was set right, the events go with those
around them, and where such a day was sealed the seals go on from its date, one for each day. The root covers the root
before it, so the one line that leaves the machine (on paper, say) vouches for everything up to that day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import Max, QuerySet

from junping.history.chain import genesis, leaf, merkle_root
from junping.history.models import Event, Seal
from junping.history.reading import SHANGHAI
from junping.history.snapshot import snapshot

MARGIN = timedelta(minutes=10)
_DAY = timedelta(days=1)
FIRST_PREV_ROOT = genesis("seal")
_LINE = re.compile(r"(\d{4}-\d{2}-\d{2}) seal (\d+) events (\d+) root ([0-9a-f]{64})")


@dataclass(frozen=True)
class Noted:
    """A seal as somebody noted it."""

    day: date
    number: int
    events: int
    root: str

    def is_of(self, seal: Seal | None) -> bool:
        """Say whether this seal still reads as it was noted."""
        return seal is not None and (self.day, self.events, self.root) == (seal.day, seal.events, seal.root)


def read_line(line: str) -> Noted:
    """Read a line as `manage.py seal` prints it; ValueError if it is none."""
    found = _LINE.fullmatch(line.strip())
    if not found:
        raise ValueError(f"这不是封存行：{line.strip()}")
    return Noted(date.fromisoformat(found[1]), int(found[2]), int(found[3]), found[4])


def seal_days(now: datetime) -> list[Seal]:
    """Seal every Asia/Shanghai day that was over ten minutes before `now` (aware) and has unsealed events.

    Returns the new seals. Run twice, or by two processes at once, it makes no seal twice.
    """
    watermark = _watermark()
    made = []
    while (seal := _next(now, watermark)) is not None:
        try:
            with transaction.atomic():
                seal.save(force_insert=True)
        except IntegrityError:
            continue  # another process was first: go on from its seal
        made.append(seal)
    return made


def database_now() -> datetime:
    """Return the time by the database's clock, for who has no other (aware)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT CURRENT_TIMESTAMP")
        (value,) = cursor.fetchone()
    return value if isinstance(value, datetime) else datetime.fromisoformat(value).replace(tzinfo=UTC)


def counted(seal: Seal) -> tuple[int, int, str]:
    """Return events, chains and root as they are in the tables now, for the range of this seal."""
    covered = Event.objects.filter(id__gt=seal.after_id, id__lte=seal.last_id)
    events, chains = covered.count(), 0

    def leaves() -> Iterator[bytes]:
        nonlocal chains
        for head in _heads(covered):
            chains += 1
            yield leaf(head)
        yield leaf([seal.number, seal.day, seal.after_id, seal.last_id, events, chains, seal.prev_root])

    root = merkle_root(leaves())
    return events, chains, root


def _next(now: datetime, watermark: int) -> Seal | None:
    """Return the next seal that can be made, unsaved."""
    last_day = (now - MARGIN).astimezone(SHANGHAI).date() - _DAY
    with snapshot():
        before = Seal.objects.order_by("number").last()
        after_id = before.last_id if before else 0
        dated = Event.objects.filter(id__gt=after_id, id__lte=watermark, at__lte=now).order_by("id")
        first = dated.values_list("at", flat=True).first()
        if first is None:
            return None
        day = over = first.astimezone(SHANGHAI).date()
        if before:
            day = max(day, before.day + _DAY)
        if not before or before.day <= last_day + _DAY:
            over = day
        if over > last_day:
            return None
        midnight = datetime.combine(over + _DAY, time(), SHANGHAI)
        beyond = dated.filter(at__gte=midnight).values_list("id", flat=True).first()
        seal = Seal(
            number=before.number + 1 if before else 1,
            day=day,
            after_id=after_id,
            last_id=watermark if beyond is None else beyond - 1,
            prev_root=before.root if before else FIRST_PREV_ROOT,
        )
        seal.events, seal.chains, seal.root = counted(seal)
        return seal


def _heads(covered: QuerySet[Event]) -> Iterator[tuple[str, int, str]]:
    last_ids = covered.order_by().values("subject").annotate(last=Max("id")).values("last")
    heads = Event.objects.filter(id__in=last_ids).order_by("id").values_list("subject", "seq", "hash")
    return heads.iterator(chunk_size=2000)


def _watermark() -> int:
    """Return the highest id below which no event can appear any more.

    PostgreSQL hands out ids before the commit: the lock waits for whoever has one in hand.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE history_event IN SHARE MODE")
        return Event.objects.aggregate(last=Max("id"))["last"] or 0
