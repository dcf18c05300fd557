"""The named functions that the table of hazards refers to by `also=`."""

from datetime import datetime, time

from junping.clocks.now import SHANGHAI
from junping.org.models import Unit
from junping.org.roles import Level
from junping.workflow import effects
from junping.workflow.act import Act
from junping.workflow.files import keep_file
from junping.workflow.points import check_point
from junping.workflow.refusals import invalid
from safety.models import HazardAttachment
from safety.vocabulary import HazardLevel


def complete(act: Act) -> None:
    record = act.record
    if not record.domain:
        raise invalid("domain", "required", "请填写“领域”。")
    record.level = record.level or HazardLevel.GENERAL
    _check(act)
    if act.children.recused:
        act.told["recused"] = sorted(user.username for user in act.children.recused)


def apply_correction(act: Act) -> None:
    for name, value in act.data.items():
        setattr(act.record, name, value)
    _check(act)


def _check(act: Act) -> None:
    """A visit belongs to its campaign; naming the visit alone is enough."""
    record = act.record
    check_point(record)
    if record.visit is not None:
        if record.campaign_id is None:
            record.campaign = record.visit.campaign
        if record.visit.campaign_id != record.campaign_id:
            raise invalid("visit", "mismatch", "这次走访不属于所填的专项行动。")


def take_from_handler(act: Act) -> None:
    """Sent back: nobody is responsible until it is ordered anew."""
    effects.take_from_handler(act)
    act.record.responsible_person = ""


def name_authority(act: Act) -> None:
    """A rectification notice names the body in whose name it goes out; the town by default."""
    act.record.authority = act.data.get("authority") or f"{_town_of(act).name}人民政府"
    act.told["authority"] = act.record.authority


def _town_of(act: Act) -> Unit:
    own, unit = act.actor.unit, act.record.unit
    if own is not None and own.level == Level.TOWN and act.actor.covers(unit):
        return own
    above = [int(pk) for pk in unit.path.strip("/").split("/")]
    found: Unit | None = Unit.objects.filter(pk__in=above, level=Level.TOWN).first()
    return found or unit


def note_rectification(act: Act) -> None:
    """`rectified_on` is a day: the moment is the act's if it is that day's, else the day's beginning."""
    day = act.data["rectified_on"]
    beginning = max(datetime.combine(day, time(), SHANGHAI), act.record.found_at)
    act.record.rectified_at = act.occurred_at if day == act.day else beginning
    act.record.rectified_by_id = act.actor.id


def forget_rectification(act: Act) -> None:
    act.record.rectified_at = None
    act.record.rectified_by = None


def strike_off(act: Act) -> None:
    act.record.closed_at = act.occurred_at
    act.record.supervised = False


def leave_closed(act: Act) -> None:
    act.record.closed_at = None


def keep_hazard_file(act: Act) -> None:
    keep_file(act, HazardAttachment)


EFFECTS = (
    effects.EFFECTS
    | {
        effect.__name__: effect
        for effect in (
            complete,
            apply_correction,
            take_from_handler,
            name_authority,
            note_rectification,
            forget_rectification,
            strike_off,
            leave_closed,
        )
    }
    | {"keep_file": keep_hazard_file}
)
