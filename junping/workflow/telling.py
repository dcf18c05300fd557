"""Who is told of an act, and what?"""

from django.db.models import Q

from junping.notify.inbox import tell
from junping.org.models import User
from junping.org.roles import Role
from junping.workflow.act import Act
from junping.workflow.models import WORKERS
from junping.workflow.policy import is_trusted
from junping.workflow.table import CENTER, HANDLER, LEADER, REPORTER


def tell_them(act: Act) -> None:
    """Put the act into the inboxes that its table entry names; never into a recused or uncleared person's."""
    wanted = _wanted(act)
    if not wanted and not act.also_tell:
        return
    users = {user.pk: user for user in act.also_tell}
    if wanted:
        users |= {user.pk: user for user in User.objects.filter(wanted, is_active=True)}
    told = [user for user in users.values() if user.pk != act.actor.id and _may_know(act, user)]
    title = act.record.title
    text = f"{act.action.label}：{title}（{act.record.number}）"
    tell(told, act.domain.record_type, act.record.number, text, at=act.now, confidential=act.record.confidential)


def _may_know(act: Act, user: User) -> bool:
    if user.pk in act.children.recused_ids:
        return False
    return not act.record.confidential or is_trusted(user) or user.pk == act.record.lead_id


def _wanted(act: Act) -> Q:
    record = act.record
    handling_unit_id = getattr(record, f"{record.HANDLING_UNIT}_id")
    above = [int(pk) for pk in record.unit.path.strip("/").split("/") if pk]
    workers = _any_role(*WORKERS)
    choices = {
        HANDLER: Q(pk=record.officer_id) | (Q(unit_id=handling_unit_id) & workers),
        REPORTER: Q(unit_id=record.logged_unit_id) & _any_role(Role.VILLAGE, Role.CENTER),
        CENTER: Q(unit_id__in=above) & _any_role(Role.CENTER),
        LEADER: Q(pk=record.lead_id) if record.lead_id else Q(unit_id__in=above) & _any_role(Role.LEADER),
    }
    wanted = Q()
    for who in act.action.tells:
        wanted |= choices[who]
    return wanted


def _any_role(*roles: str) -> Q:
    found = Q()
    for role in roles:
        found |= Q(roles__contains=role)
    return found
