"""How are a case's children read? In one query, whatever their number."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from cases.models import Case, CaseAttachment, CaseClock, Party
from junping.database.given import among, rounded, several, spread
from junping.database.worded import worded
from junping.org.actor import Actor
from junping.org.models import Unit
from junping.workflow.act import Children
from junping.workflow.files import STATE as FILE
from junping.workflow.gathering import USER, Part, clocks_of, union, user_of

PARTY = (
    "role",
    "name",
    "id_type",
    "id_number",
    "id_number_mask",
    "id_number_index",
    "phone",
    "phone_mask",
    "phone_index",
    "address",
    "seal",
)
UNIT = ("unit__code", "unit__name")


def children_of(ids: Iterable[int], *, files: bool = False) -> dict[int, Children]:
    """The parties, co-units and recused users of these cases (and their files): one query. Clocks are left empty."""
    found: dict[int, Children] = defaultdict(Children)
    if ids := rounded(list(ids)):
        for what, link, key, *texts in _children(len(ids), files).ask(**spread("id", ids)):
            _ADD[what](found[link], link, key, texts)
    return found


@worded
def _children(count: int, files: bool) -> "QuerySet[Any]":
    of = among("case_id", several("id", count))
    parts = [
        Part("party", Party.objects.filter(of), "case_id", "pk", PARTY),
        Part("unit", Case.co_units.through.objects.filter(of), "case_id", "unit_id", UNIT),
        Part("user", Case.recused.through.objects.filter(of), "case_id", "user_id", USER),
    ]
    if files:
        of_record = among("record_id", several("id", count))
        parts.append(Part("file", CaseAttachment.objects.filter(of_record), "record_id", "pk", FILE))
    return union(*parts)


def _add_party(children: Children, link: int, key: int, texts: list[str]) -> None:
    children.parties.append(Party.from_db("default", ("id", "case_id", *PARTY), (key, link, *texts[: len(PARTY)])))


def _add_unit(children: Children, link: int, key: int, texts: list[str]) -> None:
    children.co_units.append(Unit(pk=key, code=texts[0], name=texts[1]))


def _add_user(children: Children, link: int, key: int, texts: list[str]) -> None:
    children.recused.append(user_of(key, texts))


def _add_file(children: Children, link: int, key: int, texts: list[str]) -> None:
    children.attachments.append(dict(zip(FILE, texts, strict=False)))


_ADD = {"party": _add_party, "unit": _add_unit, "user": _add_user, "file": _add_file}


def sighted(rows: "QuerySet[Case]", actor: Actor) -> "QuerySet[Case]":
    """Mark in each row, by `repeat_seen`, whether the actor may know of the case that it repeats.

    A scalar subquery and not an EXISTS: of that PostgreSQL makes a hash of every case in sight (81 ms at 20,000).
    """
    repeated = Case.objects.in_sight(actor).filter(pk=OuterRef("repeat_of_id"))
    return rows.annotate(repeat_seen=Subquery(repeated.values("pk")[:1]))


def load(case: Case) -> Children:
    """Everything that belongs to a case, for an act: two queries."""
    children = children_of([case.pk], files=True).get(case.pk) or Children()
    children.clocks = clocks_of(CaseClock, case.pk)
    return children


def load_many(cases: list[Case]) -> dict[int, Children]:
    """The same for many cases at once, for verifying: two queries."""
    found = children_of([case.pk for case in cases], files=True)
    for clock in CaseClock.objects.filter(record__in=cases):
        found.setdefault(clock.record_id, Children()).clocks.append(clock)
    return found


def load_shown(cases: Sequence[Case]) -> dict[int, Children]:
    """What the rows of a list show: one query."""
    found = children_of([case.pk for case in cases])
    return {case.pk: found.get(case.pk) or Children() for case in cases}
