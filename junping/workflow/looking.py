"""How does a door look at one record? In the actor's scope, and a confidential one leaves a trace."""

from junping.clocks.now import now
from junping.org.actor import Actor
from junping.workflow.models import Reading, Record
from junping.workflow.refusals import NotFound
from junping.workflow.registry import Domain


def look(domain: Domain, number: str, actor: Actor) -> Record:
    """Return the record with the relations its row needs. Raises NotFound when it is none of the actor's business.

    Reading a confidential record is written down (信访工作条例 第四十六条: who let it out must be found).
    """
    found: Record | None = (
        domain.sighted(domain.model.objects.one(actor, number), actor).select_related(*domain.related).first()
    )
    if found is None:
        raise NotFound
    if found.confidential:
        Reading.objects.create(
            at=now(),
            username=actor.username,
            name=actor.name,
            record_type=domain.record_type,
            number=number,
            via=actor.via,
        )
    return found
