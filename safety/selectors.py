"""How are a hazard's children, campaigns and visits read?"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from junping.database.given import among, rounded, several, spread
from junping.database.worded import worded
from junping.org.actor import Actor
from junping.org.roles import Role
from junping.workflow.act import Children
from junping.workflow.files import STATE as FILE
from junping.workflow.gathering import USER, Part, clocks_of, union, user_of
from safety.models import Campaign, Hazard, HazardAttachment, HazardClock, Visit


def children_of(hazards: Sequence[Hazard], *, files: bool = False) -> dict[int, Children]:
    """The recused users of these hazards (and their files): one query. Clocks are left empty."""
    found = {hazard.pk: Children() for hazard in hazards}
    ids = rounded(list(found))
    for what, link, key, *texts in _children(len(ids), files).ask(**spread("id", ids)) if found else ():
        if what == "user":
            found[link].recused.append(user_of(key, texts))
        else:
            found[link].attachments.append(dict(zip(FILE, texts, strict=False)))
    return found


@worded
def _children(count: int, files: bool) -> "QuerySet[Any]":
    of, of_record = (among(column, several("id", count)) for column in ("hazard_id", "record_id"))
    parts = [Part("user", Hazard.recused.through.objects.filter(of), "hazard_id", "user_id", USER)]
    if files:
        parts.append(Part("file", HazardAttachment.objects.filter(of_record), "record_id", "pk", FILE))
    return union(*parts)


def load(hazard: Hazard) -> Children:
    """Everything that belongs to a hazard, for an act: two queries."""
    children = children_of([hazard], files=True)[hazard.pk]
    children.clocks = clocks_of(HazardClock, hazard.pk)
    return children


def load_many(hazards: list[Hazard]) -> dict[int, Children]:
    """The same for many hazards at once, for verifying: two queries."""
    found = children_of(hazards, files=True)
    for clock in HazardClock.objects.filter(record__in=hazards):
        found[clock.record_id].clocks.append(clock)
    return found


def load_shown(hazards: Sequence[Hazard]) -> dict[int, Children]:
    """What the rows of a list show: one query."""
    return children_of(hazards)


def campaigns(actor: Actor) -> Q:
    """The drives an actor takes part in or leads: those of its own unit, of units above and of units below.

    Whoever is nothing but an administrator sees no content, and so none.
    """
    if actor.unit is None or actor.roles <= {Role.ADMIN}:
        return Q(pk__in=[])
    above = [int(pk) for pk in actor.unit.path.strip("/").split("/") if pk]
    return Q(unit_id__in=above) | Q(unit__path__startswith=actor.unit.path)


def campaign_of(actor: Actor, pk: int) -> Campaign | None:
    return Campaign.objects.filter(campaigns(actor), pk=pk).first()


def visits(actor: Actor) -> Q:
    """The visits in an actor's scope: those of its subtree, for an officer those it logged."""
    if actor.has(Role.VILLAGE, Role.CENTER, Role.LEADER, Role.AUDITOR):
        return Q(unit_id__in=actor.unit_ids)
    return Q(created_by_id=actor.id) if actor.has(Role.OFFICER) else Q(pk__in=[])


def visit_of(actor: Actor, pk: int) -> Visit | None:
    return Visit.objects.select_related("campaign").filter(visits(actor), pk=pk).first()


def counted(actor: Actor) -> QuerySet[Campaign]:
    """The campaigns in sight with `visited`, `findings` and `rectified`, counted from the rows in scope."""
    made = Visit.objects.filter(visits(actor), campaign=OuterRef("pk")).order_by()
    found = Hazard.objects.visible_to(actor).filter(campaign=OuterRef("pk")).exclude(status="voided").order_by()
    return Campaign.objects.filter(campaigns(actor)).annotate(
        visited=_number(made.values("campaign").annotate(n=Sum("count"))),
        findings=_number(found.values("campaign").annotate(n=Count("pk"))),
        rectified=_number(found.filter(rectified_at__isnull=False).values("campaign").annotate(n=Count("pk"))),
    )


def _number(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(rows.values("n"), output_field=IntegerField()), 0)
