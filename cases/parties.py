"""Are the parties' numbers right, and how are they kept? Encrypted, masked, found again by a blind index."""

from typing import Any

from cases.models import Party, new_seal
from cases.vocabulary import IdType, PartyRole
from junping.clocks.now import local_date
from junping.database.rows import insert_all, update
from junping.vault.cipher import blind_index, decrypt, encrypt
from junping.vault.identity import phone_key, read_phone, read_resident_number
from junping.vault.masks import mask_id_number, mask_phone
from junping.workflow.act import Act
from junping.workflow.refusals import FieldProblem, Invalid

MOST_REPRESENTATIVES = 5
MASKED = "请填写完整号码，不要填遮盖后的号码；不改的就不要填这一项。"


def replace_parties(act: Act, rows: list[dict[str, Any]]) -> None:
    """Put the list in the place of the parties; one named by its `id` keeps what is not given.

    Raises Invalid at `parties.N.field`: a wrong identity number, a masked value, more than five representatives
    (信访工作条例 第二十条).
    """
    kept = {party.public_id: party for party in act.children.parties}
    parties, problems = [], []
    for position, row in enumerate(rows):
        party = kept.get(row["id"]) if "id" in row else Party(seal=new_seal())
        if party is None or party in parties:
            problems.append(FieldProblem(f"parties.{position}.id", "unknown", "这件事里没有这位当事人。"))
            continue
        parties.append(party)
        problems += [
            FieldProblem(f"parties.{position}.{name}", code, message) for name, code, message in _fill(act, party, row)
        ]
    if sum(party.role == PartyRole.REPRESENTATIVE for party in parties) > MOST_REPRESENTATIVES:
        problems.append(
            FieldProblem("parties", "too_many", "代表不得超过 5 人（信访工作条例第二十条），请只留 5 位以内。")
        )
    if problems:
        raise Invalid(problems)
    act.children.parties = parties
    act.lists_changed.add("parties")


def _fill(act: Act, party: Party, row: dict[str, Any]) -> list[tuple[str, str, str]]:
    for name in ("role", "name", "address"):
        if name in row:
            setattr(party, name, row[name])
    id_type = row.get("id_type") or (party.id_type if "id_type" not in row else IdType.RESIDENT)
    problems = []
    for name, read in (("id_number", _read_id_number), ("phone", _read_phone)):
        text = row.get(name)
        if text is None and not (name == "id_number" and id_type != party.id_type and party.id_number):
            continue
        if text is not None and "*" in text:
            problems.append((name, "masked", MASKED))
            continue
        plain = text if text is not None else unmasked(party)["id_number"]
        try:
            _SET[name](party, read(plain, id_type, act) if plain else "")
        except ValueError as fault:
            problems.append((name, "invalid", str(fault)))
    party.id_type = id_type
    return problems


def _read_id_number(text: str, id_type: str, act: Act) -> str:
    return read_resident_number(text, local_date(act.now)) if id_type == IdType.RESIDENT else text


def _read_phone(text: str, id_type: str, act: Act) -> str:
    return read_phone(text)


def _set_id_number(party: Party, text: str) -> None:
    party.id_number = encrypt(text, f"party:id_number:{party.seal}") if text else ""
    party.id_number_mask = mask_id_number(text)
    party.id_number_index = blind_index("id_number", text.upper()) if text else ""


def _set_phone(party: Party, text: str) -> None:
    party.phone = encrypt(text, f"party:phone:{party.seal}") if text else ""
    party.phone_mask = mask_phone(text)
    party.phone_index = blind_index("phone", phone_key(text)) if text else ""


_SET = {"id_number": _set_id_number, "phone": _set_phone}


def unmasked(party: Party) -> dict[str, str]:
    """The numbers of a party in full; whoever calls this has the reason in the history."""
    return {
        name: decrypt(getattr(party, name), f"party:{name}:{party.seal}") if getattr(party, name) else ""
        for name in ("id_number", "phone")
    }


def masked(party: Party) -> dict[str, Any]:
    """A party as every output shows it."""
    return {
        "id": party.public_id,
        "role": party.role,
        "name": party.name,
        "id_type": party.id_type,
        "id_number": party.id_number_mask,
        "phone": party.phone_mask,
        "address": party.address,
    }


def told(parties: list[Party]) -> list[dict[str, Any]]:
    """Parties as an event tells them: masked, without ids."""
    return [{name: value for name, value in masked(party).items() if name != "id" and value} for party in parties]


def save(act: Act) -> None:
    """Write the list of parties again: new ones, changed ones; who left the list is removed from it."""
    if "parties" not in act.lists_changed:
        return
    parties = act.children.parties
    kept = [party.pk for party in parties if party.pk]
    if act.record.version > 1:
        Party.objects.filter(case=act.record).exclude(pk__in=kept).delete()
    for party in parties:
        party.case = act.record
    update(*(party for party in parties if party.pk))
    insert_all([party for party in parties if not party.pk])


def shown_in_full(party: Party) -> dict[str, Any]:
    """The party with its numbers unmasked, for the answer to a reveal and nowhere else."""
    return masked(party) | unmasked(party)
