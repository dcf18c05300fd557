"""The named functions that tables of every domain refer to by `also=`."""

from django.db.models import Q

from junping.clocks.now import SHANGHAI
from junping.org.models import Unit, User
from junping.org.roles import Role
from junping.workflow.act import Act, public
from junping.workflow.clockwork import cancel
from junping.workflow.policy import is_trusted
from junping.workflow.refusals import FieldProblem, Invalid, invalid

NOT_TO_THEM = "这件事不能交给此人或此单位（回避或无保密权限），请另选。"


def refuse_recused(act: Act) -> None:
    """Nobody who must not see the record, nor their unit, nor somebody without clearance, is given it (第三十条)."""
    problems = []
    for name, value in act.data.items():
        people = [value] if isinstance(value, User) else []
        units = [value] if isinstance(value, Unit) else []
        if isinstance(value, list):
            units = [item for item in value if isinstance(item, Unit)]
        if any(_barred_person(act, name, user) for user in people) or any(_barred_unit(act, unit) for unit in units):
            problems.append(FieldProblem(name, "barred", NOT_TO_THEM))
    if problems:
        raise Invalid(problems)


def _barred_person(act: Act, name: str, user: User) -> bool:
    if user.pk in act.children.recused_ids:
        return True
    return name != "lead" and act.record.confidential and not is_trusted(user)


def _barred_unit(act: Act, unit: Unit) -> bool:
    if any(user.unit_id == unit.pk for user in act.children.recused):
        return True
    if not act.record.confidential:
        return False
    return not any(is_trusted(user) for user in User.objects.filter(unit=unit, is_active=True))


def refuse_recused_body(act: Act) -> None:
    """It is not referred to a recused person or their unit either."""
    body = act.data.get("to_body", "")
    for user in act.children.recused:
        if user.name in body or user.unit.name == body or user.unit.code == body:
            raise invalid("to_body", "barred", NOT_TO_THEM)


def replace_recused(act: Act) -> None:
    """The whole list anew; an officer or lead on it is taken off; one leader must stay, and is told."""
    recused = act.data.get("users", [])
    leaders = check_leader_stays(act, recused, "users")
    before = sorted(user.username for user in act.children.recused)
    act.children.recused = recused
    act.lists_changed.add("recused")
    act.told["recused"] = [before, sorted(user.username for user in recused)]
    act.data.pop("users", None)
    barred = {user.pk for user in recused}
    for name in ("officer", "lead"):
        if getattr(act.record, f"{name}_id") in barred:
            setattr(act.record, name, None)
    act.also_tell = leaders


def check_leader_stays(act: Act, recused: list[User], field: str) -> list[User]:
    """Return the leaders who still see it (the lead, those of its unit and above); Invalid if that leaves none."""
    above = [int(pk) for pk in act.record.unit.path.strip("/").split("/") if pk]
    trusted = Q(cleared=True) if act.record.confidential else Q()
    watching = Q(pk=act.record.lead_id) | (Q(unit_id__in=above) & trusted)
    leaders = list(User.objects.filter(watching, roles__contains=Role.LEADER, is_active=True))
    barred = {user.pk for user in recused}
    staying = [user for user in leaders if user.pk not in barred]
    if recused and leaders and not staying:
        raise invalid(field, "no_leader_left", "至少要留一位领导能看到这件事（含上级单位的领导）。")
    return staying


def ask_extension(act: Act) -> None:
    """It waits with the leader until `extend` or `comment`."""
    asked = {name: public(act.data[name]) for name in ("days", "due_on", "reason") if name in act.data}
    act.record.extension_asked = asked | {
        "by": {"username": act.actor.username, "name": act.actor.name},
        "at": act.occurred_at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
    }


def answer_extension(act: Act) -> None:
    act.record.extension_asked = None


def mark_supervised(act: Act) -> None:
    act.record.supervised = True


def take_from_handler(act: Act) -> None:
    """Sent back as wrongly assigned: nobody handles it until it is assigned anew; the clocks run on."""
    act.record.officer = None
    setattr(act.record, act.record.HANDLING_UNIT, None)


def cancel_all_clocks(act: Act) -> None:
    for clock in act.children.clocks:
        cancel(act, clock)


EFFECTS = {
    effect.__name__: effect
    for effect in (
        refuse_recused,
        refuse_recused_body,
        replace_recused,
        ask_extension,
        answer_extension,
        mark_supervised,
        take_from_handler,
        cancel_all_clocks,
    )
}
