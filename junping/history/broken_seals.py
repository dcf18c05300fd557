"""Do the seals still hold, and those that were noted elsewhere?"""

from collections.abc import Iterable, Iterator

from django.db import DatabaseError

from junping.history.checks import Problem
from junping.history.models import Seal
from junping.history.seal import FIRST_PREV_ROOT, Noted, counted


def broken_seals(noted: Iterable[Noted] = ()) -> Iterator[Problem]:
    """Work every seal out again from the tables, and compare it with what was noted of it; yield what is wrong."""
    to_find = {note.number: note for note in noted}
    before: Seal | None = None
    for pk, number in list(Seal.objects.order_by("number").values_list("pk", "number")):
        note = to_find.pop(number, None)
        try:
            seal = Seal.objects.get(pk=pk)
            wrong = _wrong(seal, before)
        except DatabaseError:
            raise
        except Exception as error:
            yield Problem(f"封存 {number}", f"有读不出的值（{type(error).__name__}），被改动过")
            continue
        if note and not note.is_of(seal):
            wrong = "与所记的封存行不符"
        if wrong:
            yield Problem(f"封存 {number}（{seal.day}）", wrong)
        before = seal
    for note in to_find.values():
        yield Problem(f"封存 {note.number}（{note.day}）", "记下过这个封存，现在没有了")


def _wrong(seal: Seal, before: Seal | None) -> str:
    expected = before.number + 1 if before else 1
    if seal.number != expected:
        return f"前面缺第 {expected} 号封存"
    follows = (before.last_id, before.root) if before else (0, FIRST_PREV_ROOT)
    if (seal.after_id, seal.prev_root) != follows or (before and seal.day <= before.day):
        return "与前一个封存接不上"
    if (seal.events, seal.chains, seal.root) != counted(seal):
        return "封存以后，这一段的经过有增减或改动，或者封存本身被改动过"
    return ""
