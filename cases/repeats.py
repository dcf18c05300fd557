"""Has this come before? Earlier cases of the same identity number, phone, or name with unit and category."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from cases.models import Case, Party
from cases.vocabulary import PartyRole
from junping.clocks.now import now
from junping.org.actor import Actor
from junping.vault.cipher import blind_index
from junping.vault.identity import phone_key
from junping.workflow.act import Children

MOST = 10
WHO_COMES = (PartyRole.APPLICANT, PartyRole.REPRESENTATIVE)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A case that may be the same again, and why it is thought so."""

    case: Case
    why: str


def earlier(case: Case, children: Children, actor: Actor) -> list[Earlier]:
    """Cases received before this one that it may repeat, newest first, at most ten, of those in the actor's sight."""
    comers = [party for party in children.parties if party.role in WHO_COMES]
    rows = Case.objects.visible_to(actor).exclude(pk=case.pk).filter(received_at__lte=case.received_at)
    found = rows.filter(_alike(comers, case.unit_id, case.category))
    return _told(found, comers)


def earlier_like(data: Mapping[str, Any], actor: Actor) -> list[Earlier]:
    """The same for a form that is being filled in: `data` as the API takes it, unread."""
    comers = [
        _of_row(row) for row in data.get("parties") or [] if isinstance(row, dict) and row.get("role") in WHO_COMES
    ]
    unit_id = next((pk for pk, code, _ in actor.units if code == data.get("unit")), None)
    if unit_id is None and actor.unit is not None:
        unit_id = actor.unit.pk
    rows = Case.objects.visible_to(actor).filter(received_at__lte=now())
    return _told(rows.filter(_alike(comers, unit_id, data.get("category"))), comers)


def _of_row(row: Mapping[str, Any]) -> Party:
    number, phone = str(row.get("id_number") or "").strip().upper(), str(row.get("phone") or "").strip()
    return Party(
        name=str(row.get("name") or "").strip(),
        id_number_index=blind_index("id_number", number) if number else "",
        phone_index=blind_index("phone", phone_key(phone)) if phone else "",
    )


def _alike(comers: Iterable[Party], unit_id: int | None, category: Any) -> Q:
    """The cases with a party who may be the same person."""
    comers = list(comers)
    numbers = [party.id_number_index for party in comers if party.id_number_index]
    phones = [party.phone_index for party in comers if party.phone_index]
    names = [party.name for party in comers if party.name]
    by_number = Party.objects.filter(Q(id_number_index__in=numbers) | Q(phone_index__in=phones)).values("case")
    by_name = Party.objects.filter(name__in=names, case__unit=unit_id, case__category=category).values("case")
    return Q(pk__in=by_number) | Q(pk__in=by_name)


def _told(found: QuerySet[Case], comers: list[Party]) -> list[Earlier]:
    cases = list(found.select_related("unit").order_by("-received_at", "-id")[:MOST]) if comers else []
    parties: dict[int, list[Party]] = {}
    for party in Party.objects.filter(case__in=cases):
        parties.setdefault(party.case_id, []).append(party)
    return [Earlier(case, _why(comers, parties.get(case.pk, []))) for case in cases]


def _why(comers: list[Party], theirs: list[Party]) -> str:
    if {p.id_number_index for p in comers if p.id_number_index} & {p.id_number_index for p in theirs}:
        return "同一证件号码"
    if {p.phone_index for p in comers if p.phone_index} & {p.phone_index for p in theirs}:
        return "同一电话"
    return "同名、同单位、同类别"
