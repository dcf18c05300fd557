"""Has anybody changed the evidence? Walks every chain and every record, in flat memory, as of one moment."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Max

from junping.history import triggers
from junping.history.broken_seals import broken_seals
from junping.history.chained import Chained
from junping.history.checks import COLUMNS, Chain, Problem, compare, walk
from junping.history.models import Event, Seal
from junping.history.seal import Noted
from junping.history.snapshot import snapshot
from junping.history.sources import Source, checks, is_known, sources
from junping.history.state import state_of
from junping.vault.cipher import derived_key

BATCH = 2000

Progress = Callable[[int, int], None]


class Verification:
    """One verification: iterate over `problems()`, one for each broken subject, then read the counts."""

    def __init__(self, progress: Progress | None = None, noted: Iterable[Noted] = ()) -> None:
        """`progress` is told the events checked and their total; `noted` are seals written down elsewhere."""
        self.events = self.records = self.seals = self.unsealed = 0
        self._progress = progress or (lambda done, total: None)
        self._noted = list(noted)
        self._seen = _Ids()
        self._key = derived_key("history")

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong. It reads only, and holds up nobody."""
        with snapshot():
            self.events, self.seals = Event.objects.count(), Seal.objects.count()
            sealed = Seal.objects.aggregate(last=Max("last_id"))["last"] or 0
            self.unsealed = Event.objects.filter(id__gt=sealed).count()
            yield from self._guards()
            for source in sources():
                yield from self._source(source)
            if self._seen.count != self.events:
                yield from self._without_record()
            yield from broken_seals(self._noted)
            for check in checks():
                yield from check()

    def _guards(self) -> Iterator[Problem]:
        for name in triggers.missing(connection):
            yield Problem(name, "数据库里防止改动经过的触发器不在或被停用")

    def _source(self, source: Source) -> Iterator[Problem]:
        for pks in _pages(source.model):
            try:
                yield from self._rows(source, pks)
            except DatabaseError:
                raise
            except Exception:  # a value that cannot even be read: find out whose
                yield from self._one_by_one(source, pks)
            self.records += len(pks)
            self._progress(self._seen.count, self.events)

    def _one_by_one(self, source: Source, pks: Sequence[Any]) -> Iterator[Problem]:
        for pk in pks:
            try:
                yield from self._rows(source, [pk])
            except DatabaseError:
                raise
            except Exception as error:
                subject = source.model._base_manager.only("pk").get(pk=pk).chain_subject
                self._seen.update(Event.objects.filter(subject=subject).values_list("id", flat=True))
                yield Problem(subject, f"记录或其经过中有读不出的值（{type(error).__name__}），被改动过")

    def _rows(self, source: Source, pks: Sequence[Any]) -> list[Problem]:
        rows = list(source.model._base_manager.filter(pk__in=pks).order_by("pk"))
        extra = source.extra(rows) if source.extra else {}
        chains = self._chains([row.chain_subject for row in rows])
        found = []
        for row in rows:
            chain = chains.get(row.chain_subject, Chain(None, None))
            state = state_of(row, extra.get(row.pk))
            problem = chain.problem or compare(row, chain, self._key, state)
            if problem:
                found.append(problem)
        return found

    def _chains(self, subjects: Sequence[str]) -> dict[str, Chain]:
        events = Event.objects.filter(subject__in=subjects).order_by("subject", "seq").values(*COLUMNS)
        by_subject = groupby(events.iterator(chunk_size=BATCH), key=itemgetter("subject"))
        return {subject: walk(subject, self._watched(chain)) for subject, chain in by_subject}

    def _watched(self, events: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for event in events:
            self._seen.add(event["id"])
            yield event

    def _without_record(self) -> Iterator[Problem]:
        """Name the subjects whose events belong to no record that is there."""
        lost: dict[str, int] = {}
        for pk, subject in Event.objects.order_by("id").values_list("id", "subject").iterator(chunk_size=BATCH):
            if pk not in self._seen:
                lost[subject] = lost.get(subject, 0) + 1
        for subject, events in lost.items():
            known = (
                f"记录被删除了，留下 {events} 条经过" if is_known(subject) else f"有 {events} 条经过，却没有这种对象"
            )
            yield Problem(subject, known)


def _pages(model: type[Chained]) -> Iterator[list[Any]]:
    rows = model._base_manager.order_by("pk").values_list("pk", flat=True)
    page = list(rows[:BATCH])
    while page:
        yield page
        page = list(rows.filter(pk__gt=page[-1])[:BATCH])


class _Ids:
    """A set of whole numbers that takes one bit for each, where they lie close together."""

    def __init__(self) -> None:
        self.count = 0
        self._pages: dict[int, bytearray] = {}

    def add(self, number: int) -> None:
        page = self._pages.get(number >> 16)
        if page is None:
            page = self._pages[number >> 16] = bytearray(8192)
        place, bit = (number & 0xFFFF) >> 3, 1 << (number & 7)
        if not page[place] & bit:
            page[place] |= bit
            self.count += 1

    def update(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self.add(number)

    def __contains__(self, number: int) -> bool:
        page = self._pages.get(number >> 16)
        return page is not None and bool(page[(number & 0xFFFF) >> 3] & 1 << (number & 7))
