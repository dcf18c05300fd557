"""Which lines of the lists for auditors are for this one? What lies in their unit and below, and no record's of which
they may not know."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from junping.history.models import Event
from junping.history.sources import Source, sources
from junping.org.actor import Actor
from junping.org.models import SignIn, User
from junping.workflow.models import Reading
from junping.workflow.registry import domains

# What a subject is named by, and the unit it belongs to; a source that is not here and has no key is everybody's.
_NAMED = {"user": ("username", "unit_id"), "unit": ("code", "pk"), "token": ("digest_head", "user__unit_id")}
_KEYED = ("key", "unit_id")


def events(rows: QuerySet[Event], actor: Actor) -> QuerySet[Event]:
    """The events of the records in sight, of the accounts, units, tokens and drives below the actor's unit, and of
    what belongs to no unit (the calendar, the town's standards)."""
    records = {domain.record_type: domain.model.objects.visible_to(actor) for domain in domains()}
    heard, closed = Q(), Q()
    for source in sources():
        named = ("number", None) if source.prefix in records else _belongs(source)
        if named is None:
            continue
        column, unit = named
        mine: Any = records.get(source.prefix, _rows(source))
        if unit is not None:
            mine = mine.filter(**{f"{unit}__in": actor.unit_ids})
        prefix = f"{source.prefix}:"
        name = Substr(OuterRef("subject"), len(prefix) + 1)
        heard |= Q(Exists(mine.filter(**{column: name})), subject__startswith=prefix)
        closed |= Q(subject__startswith=prefix)
    return rows.filter(heard | ~closed)


def _belongs(source: Source) -> tuple[str, str] | None:
    names = {field.name for field in source.model._meta.get_fields()}
    return _KEYED if {"key", "unit"} <= names else _NAMED.get(source.prefix)


def _rows(source: Source) -> Any:
    rows: Any = source.model._default_manager
    return rows.annotate(digest_head=Substr("digest", 1, 16)) if source.prefix == "token" else rows


def readings(rows: QuerySet[Reading], actor: Actor) -> QuerySet[Reading]:
    """The readings of confidential records below the actor's unit; whoever is recused from one learns nothing of it."""
    parts = [
        Q(
            Exists(domain.model.objects.guarded_by(actor).filter(number=OuterRef("number"))),
            record_type=domain.record_type,
        )
        for domain in domains()
    ]
    return rows.filter(reduce(or_, parts))


def signins(rows: QuerySet[SignIn], actor: Actor) -> QuerySet[SignIn]:
    """The attempts at accounts below the actor's unit, and at names that nobody has."""
    elsewhere = User.objects.exclude(unit_id__in=actor.unit_ids).filter(username=OuterRef("username"))
    return rows.exclude(Exists(elsewhere))
