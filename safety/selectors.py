"""How are a hazard's children, campaigns and visits read?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q

from junping.org.actor import Actor
from junping.org.roles import Role
from junping.workflow.act import Children
from junping.workflow.files import STATE
from safety.models import Campaign, Hazard, HazardAttachment, HazardClock, Visit


def recused_of(ids: Iterable[int]) -> dict[int, Children]:
    """The recused users of these hazards: one query. Clocks and files are left empty."""
    found: dict[int, Children] = defaultdict(Children)
    links = Hazard.recused.through.objects.filter(hazard__in=list(ids)).order_by("id")
    for link in links.select_related("user__unit"):
        found[link.hazard_id].recused.append(link.user)
    return found


def load(hazard: Hazard) -> Children:
    """Everything that belongs to a hazard, for an act: three queries."""
    return load_many([hazard])[hazard.pk]


def load_many(hazards: list[Hazard]) -> dict[int, Children]:
    found = recused_of(hazard.pk for hazard in hazards)
    for hazard in hazards:
        found.setdefault(hazard.pk, Children())
    for clock in HazardClock.objects.filter(record__in=hazards):
        found[clock.record_id].clocks.append(clock)
    for row in HazardAttachment.objects.filter(record__in=hazards).values("record_id", *STATE):
        found[row.pop("record_id")].attachments.append(row)
    return found


def load_shown(hazards: Sequence[Hazard]) -> dict[int, Children]:
    """What the rows of a list show: one query."""
    found = recused_of(hazard.pk for hazard in hazards)
    return {hazard.pk: found.get(hazard.pk) or Children() for hazard in hazards}


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
