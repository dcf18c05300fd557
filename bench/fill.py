"""`python -m bench.fill --cases N`: the town with N cases and a fifth as many hazards, in an empty, migrated database.

It alone goes past the engine (docs/architecture.md): in bulk, with chains made by the same pure functions, so that
`manage.py verify` passes. The content is the same on each run; salts and stamps are random as always.
"""

import argparse
import os
import sys
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "junping.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402

from bench import bulk  # noqa: E402
from bench.making import Hand, Made, Plan, Town, Village, make_case, make_hazard, received_on  # noqa: E402
from cases.models import Case, CaseClock, Party  # noqa: E402
from junping.clocks.calendar import held  # noqa: E402
from junping.clocks.now import today  # noqa: E402
from junping.demo import town as demo_town  # noqa: E402
from junping.history.models import Event  # noqa: E402
from junping.org.models import User  # noqa: E402
from junping.search import grams  # noqa: E402
from junping.workflow.models import Series  # noqa: E402
from safety.models import Hazard, HazardClock  # noqa: E402

CHUNK = 2_000
# Ids are worked out, not asked for: this many are set aside for the children of each record.
STRIDE = 8
# The events of the town itself have ids below this.
SET_ASIDE = 1_000
HAZARDS_PER_HUNDRED = 20
TABLES = [m._meta.db_table for m in (Case, Party, CaseClock, Hazard, HazardClock, Event)] + ["search_text"]


def columns(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


@dataclass(frozen=True, slots=True)
class Kind:
    """What is filled: cases or hazards, so many, their events and texts numbered from `after` on."""

    total: int
    model: Any
    clock_model: Any
    make: Any
    record_type: str
    infix: str
    after: int


def _kinds(cases: int) -> dict[str, Kind]:
    return {
        "case": Kind(cases, Case, CaseClock, make_case, "case", "", 0),
        "hazard": Kind(cases * HAZARDS_PER_HUNDRED // 100, Hazard, HazardClock, make_hazard, "hazard", "H", cases),
    }


@lru_cache(maxsize=1)
def the_town() -> Town:
    def hand(user: User) -> Hand:
        return Hand(user.pk, user.username, user.name, user.unit_id, user.unit.name, user.unit.code)

    users = {user.username: user for user in User.objects.select_related("unit")}
    villages = [u for name, u in sorted(users.items()) if name.startswith("village-")]
    return Town(
        [Village(u.unit_id, u.unit.name, hand(u)) for u in villages],
        hand(users["center"]),
        [hand(users["officer"]), hand(users["officer2"])],
        today(),
    )


def fill_chunk(work: tuple[str, int, int, int]) -> int:
    """Make and write the records `first` to `last` (exclusive) of a kind; returns how many."""
    name, cases, first, last = work
    kind, town = _kinds(cases)[name], the_town()
    with held():
        made = [
            (place, kind.make(Plan(place, kind.total, _position(kind.total, place)), town, settings.NUMBER_PREFIX))
            for place in range(first, last)
        ]
    with transaction.atomic():
        if connection.vendor == "postgresql":
            connection.cursor().execute("SET LOCAL statement_timeout = 0")
        _write(kind, made)
    return last - first


def _position(total: int, place: int) -> int:
    """The record's number within its year."""
    day = today()
    year = received_on(place, total, day).year
    return place - bisect_left(range(total), year, key=lambda p: received_on(p, total, day).year) + 1


def _write(kind: Kind, made: Sequence[tuple[int, Made]]) -> None:
    names = [f.attname for f in kind.model._meta.concrete_fields]
    for place, one in made:
        one.record.pk = place + 1
    records = [bulk.plain(getattr(one.record, name) for name in names) for _, one in made]
    bulk.insert(kind.model._meta.db_table, columns(kind.model), records)
    if kind.record_type == "case":
        bulk.insert(Party._meta.db_table, columns(Party), _parties(made))
    bulk.insert(kind.clock_model._meta.db_table, columns(kind.clock_model), _clocks(kind, made))
    bulk.insert(Event._meta.db_table, columns(Event), _events(kind, made))
    _write_texts(kind, made)


def _parties(made: Sequence[tuple[int, Made]]) -> Iterator[bulk.Row]:
    names = [f.attname for f in Party._meta.concrete_fields]
    for place, one in made:
        for nth, party in enumerate(one.parties):
            party.pk, party.case_id = place * STRIDE + nth + 1, place + 1
            yield bulk.plain(getattr(party, name) for name in names)


def _clocks(kind: Kind, made: Sequence[tuple[int, Made]]) -> Iterator[bulk.Row]:
    names = [f.attname for f in kind.clock_model._meta.concrete_fields]
    for place, one in made:
        for nth, ticking in enumerate(one.clocks):
            values = vars(ticking.clock) | {"id": place * STRIDE + nth + 1, "record_id": place + 1}
            yield bulk.plain(values[name] for name in names)


def _events(kind: Kind, made: Sequence[tuple[int, Made]]) -> Iterator[bulk.Row]:
    names = [f.attname for f in Event._meta.concrete_fields]
    for place, one in made:
        for nth, event in enumerate(one.events):
            values = event | {"id": SET_ASIDE + (kind.after + place) * STRIDE + nth + 1}
            yield bulk.plain(values[name] for name in names)


def _write_texts(kind: Kind, made: Sequence[tuple[int, Made]]) -> None:
    texts = [(kind.after + place + 1, place + 1, grams.joined(one.text)) for place, one in made]
    rows = [(pk, kind.record_type, record_id, text) for pk, record_id, text in texts]
    names = ["id", "record_type", "record_id", "text"]
    if connection.vendor == "postgresql":
        pairs = ["{" + ",".join(map(str, grams.numbers(text))) + "}" for _, _, text in texts]
        rows = [(*row, pair) for row, pair in zip(rows, pairs, strict=True)]
        bulk.insert("search_text", [*names, "pairs"], rows)
    else:
        bulk.insert("search_text", names, rows)
        bulk.insert("search_pairs", ["rowid", "pairs"], [(pk, grams.words(text)) for pk, _, text in texts])


def _series(kind: Kind) -> None:
    day = today()
    years = Counter(received_on(place, kind.total, day).year for place in range(kind.total))
    Series.objects.bulk_create(
        Series(name=f"{settings.NUMBER_PREFIX}-{year}-{kind.infix}", last=count) for year, count in years.items()
    )


def _bar(done: int, total: int, began: float) -> None:
    rate = done / max(time.monotonic() - began, 0.001)
    full = 40 * done // max(total, 1)
    sys.stderr.write(f"\r[{'#' * full}{'.' * (40 - full)}] {done:,}/{total:,} {rate:,.0f}/s ")
    sys.stderr.flush()


def fill(cases: int, processes: int) -> None:
    """Fill the database that the settings name. SQLite takes one writer, so `processes` counts on PostgreSQL only."""
    if Case.objects.exists():
        raise SystemExit("The database has cases already.")
    if not User.objects.exists():
        demo_town.found()
    kinds = _kinds(cases)
    work = [
        (name, cases, first, min(first + CHUNK, kind.total))
        for name, kind in kinds.items()
        for first in range(0, kind.total, CHUNK)
    ]
    total, began, done = sum(kind.total for kind in kinds.values()), time.monotonic(), 0
    if connection.vendor != "postgresql":
        connection.cursor().execute("PRAGMA synchronous=OFF")
    with bulk.without_indexes(TABLES):
        for count in _spread(work, processes):
            done += count
            _bar(done, total, began)
        sys.stderr.write("\nindexes … ")
        sys.stderr.flush()
    for kind in kinds.values():
        _series(kind)
    bulk.settle(TABLES)
    sys.stderr.write(f"{time.monotonic() - began:.0f} s in all\n")


def _spread(work: Sequence[tuple[str, int, int, int]], processes: int) -> Iterator[int]:
    if connection.vendor != "postgresql" or processes < 2:
        yield from map(fill_chunk, work)
        return
    connection.close()
    with get_context("spawn").Pool(processes) as pool:
        yield from pool.imap_unordered(fill_chunk, work)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    fill(options.cases, options.processes)
