"""The named functions that the tables of cases refer to by `also=`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cases.models import CaseAttachment, CaseClock
from cases.parties import replace_parties, told
from cases.vocabulary import Category, Kind, Outcome, PetitionClass, Status
from cases.workflow.accusation import ACCUSATION
from cases.workflow.clocks import INTAKE, LABOUR_MEDIATION, MEDIATION, OBJECTION
from junping.clocks import moves
from junping.clocks.now import local_date
from junping.clocks.rules import ClockRule
from junping.workflow import effects
from junping.workflow.act import Act
from junping.workflow.clockwork import begin, cancel, open_clocks
from junping.workflow.files import keep_file
from junping.workflow.points import check_point
from junping.workflow.refusals import Forbidden, NotFound, invalid

LABOUR = (Category.LABOUR, Category.WAGE)
BARRED_REPEAT = (
    "那一件保密或有人回避，写在这里，看得到这一件的人就会知道有它。请把标记记在那一件上，或先让这一件同样保密、回避。"
)


def complete(act: Act) -> None:
    """What registering leaves to be worked out: confidentiality, parties, the point."""
    record = act.record
    if record.kind == Kind.PETITION and not record.petition_class:
        raise invalid("petition_class", "required", "请填写“信访类别”，它决定怎样办理。")
    check_point(record)
    record.people_count = record.people_count or 1
    if record.petition_class == PetitionClass.ACCUSATION:
        record.confidential = True
    replace_parties(act, act.data.get("parties") or [])
    if act.children.parties:
        act.told["parties"] = told(act.children.parties)
    if act.children.recused:
        act.told["recused"] = sorted(user.username for user in act.children.recused)


def apply_correction(act: Act) -> None:
    """Take the corrected values; clocks that hang on one are counted anew (contract.md, A case)."""
    record, data = act.record, act.data
    before = {name: getattr(record, name) for name in ("petition_class", "source", "category", "confidential")}
    if "parties" in data:
        old = told(act.children.parties)
        replace_parties(act, data["parties"])
        act.told["parties"] = [old, told(act.children.parties)]
    for name, value in data.items():
        if name != "parties":
            setattr(record, name, value)
    if record.people_count is None:
        record.people_count = 1
    check_point(record)
    _guard_confidentiality(act, before)
    _recount(act, before)


def _guard_confidentiality(act: Act, before: Mapping[str, Any]) -> None:
    record = act.record
    was, becomes = before["petition_class"], record.petition_class
    if becomes == PetitionClass.ACCUSATION != was:
        if record.status not in dict(ACCUSATION.states):
            raise invalid("petition_class", "wrong_state", "已经分派或办理过，不能再改为检举控告；请作废后重新登记。")
        record.confidential = True
    if was == PetitionClass.ACCUSATION != becomes and not act.actor.cleared:
        raise Forbidden("没有保密权限，不能把检举控告改为其他类别。")
    if before["confidential"] and not record.confidential:
        if record.petition_class == PetitionClass.ACCUSATION:
            raise invalid("confidential", "must_be_true", "检举控告一律保密。")
        if not act.actor.cleared:
            raise Forbidden("没有保密权限，不能取消保密。")


def _recount(act: Act, before: Mapping[str, Any]) -> None:
    record = act.record
    received_on = local_date(record.received_at)
    if record.status == Status.REGISTERED and record.kind == Kind.PETITION:
        proposal = record.petition_class == PetitionClass.PROPOSAL
        _turn(act, INTAKE, proposal, before["petition_class"] == PetitionClass.PROPOSAL, received_on)
        _turn(act, OBJECTION, record.source == "assigned", before["source"] == "assigned", received_on)
    labour, was_labour = record.category in LABOUR, before["category"] in LABOUR
    if record.kind == Kind.DISPUTE and labour != was_labour:
        for clock in open_clocks(act, MEDIATION):
            _mediate_anew(act, clock, labour)


def _turn(act: Act, rule: ClockRule, on: bool, was_on: bool, started_on: date) -> None:
    if was_on and not on:
        for clock in open_clocks(act, rule):
            cancel(act, clock)
    if on and not was_on:
        begin(act, rule, started_on)


def _mediate_anew(act: Act, old: CaseClock, labour: bool) -> None:
    """The other law's period in place of the old; what the parties agreed to and a suspension go over to it."""
    record = act.record
    started_on = local_date(record.received_at if labour else record.accepted_at)
    cancel(act, old)
    new = begin(act, LABOUR_MEDIATION if labour else MEDIATION, started_on)
    new.extensions, new.extended_days = list(old.extensions), old.extended_days
    moves.recount(new)
    if record.status == Status.SUSPENDED and new.pausable:
        moves.pause(new, local_date(record.state_changed_at), act.actor.name)


def note_acceptance(act: Act) -> None:
    act.record.accepted_at = act.occurred_at


def replace_co_units(act: Act) -> None:
    """The units that help are those given; none given, none."""
    before, after = act.children.co_units, act.data.get("co_units") or []
    if [u.pk for u in before] != [u.pk for u in after]:
        act.children.co_units = after
        act.lists_changed.add("co_units")
        act.told["co_units"] = [[u.code for u in before], [u.code for u in after]]


def take_from_handler(act: Act) -> None:
    effects.take_from_handler(act)
    act.data["co_units"] = []
    replace_co_units(act)


def end(act: Act) -> None:
    act.record.closed_at = act.occurred_at
    act.record.ended_by = act.action.name


def end_as_withdrawn(act: Act) -> None:
    act.record.outcome = Outcome.WITHDRAWN
    end(act)


def end_as_unresolved(act: Act) -> None:
    act.record.outcome = Outcome.UNRESOLVED
    end(act)


def leave_closed(act: Act) -> None:
    """Leaving `closed` empties the outcome; the history keeps it."""
    act.record.outcome = None
    act.record.closed_at = None
    act.record.ended_by = ""


def mark_repeat(act: Act) -> None:
    """What only some may know of is not named on a case that others see: the mark alone would tell them of it."""
    earlier, record = act.data.get("of"), act.record
    if earlier is not None and (
        (earlier.confidential and not record.confidential)
        or set(earlier.recused.values_list("pk", flat=True)) - act.children.recused_ids
    ):
        raise invalid("of", "barred", BARRED_REPEAT)
    act.record.repeat_of, act.record.repeat_seen = earlier, True
    act.record.is_repeat = act.record.repeat_of is not None


def reveal(act: Act) -> None:
    """The party unmasked is read by the door; the event tells who was looked up, never the number."""
    party = next((p for p in act.children.parties if p.public_id == act.data["party"]), None)
    if party is None:
        raise NotFound
    act.told["party_name"] = party.name


def keep_case_file(act: Act) -> None:
    keep_file(act, CaseAttachment)


EFFECTS = (
    effects.EFFECTS
    | {
        effect.__name__: effect
        for effect in (
            complete,
            apply_correction,
            note_acceptance,
            replace_co_units,
            take_from_handler,
            end,
            end_as_withdrawn,
            end_as_unresolved,
            leave_closed,
            mark_repeat,
            reveal,
        )
    }
    | {"keep_file": keep_case_file}
)
