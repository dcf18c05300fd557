"""What the kernel needs to know of cases."""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from cases import vocabulary as words
from cases.effects import EFFECTS
from cases.models import Case, CaseClock
from cases.parties import save
from cases.rows import row
from cases.selectors import load, load_many, load_shown, sighted
from cases.workflow import TABLES
from junping.history.state import states_of
from junping.workflow.act import Act, Children
from junping.workflow.files import save_file
from junping.workflow.registry import Domain

RELATED = ("unit", "logged_unit", "handling_unit", "officer", "lead", "created_by", "repeat_of")
TRACKED = (
    "petition_class",
    "category",
    "title",
    "description",
    "source",
    "occurred_on",
    "place",
    "longitude",
    "latitude",
    "people_count",
    "confidential",
    "is_backlog",
    "backlog_since",
    "officer",
    "lead",
    "handling_unit",
    "outcome",
    "satisfaction",
    "is_repeat",
    "repeat_of",
    "closed_at",
    "extension_asked",
    "supervised",
    "due_on",
)


def table_key(case: Case) -> str:
    """An accusation has a table of its own."""
    return "accusation" if case.petition_class == words.PetitionClass.ACCUSATION else case.kind


def child_state(case: Case, children: Children) -> Mapping[str, Any]:
    return {
        "clocks": states_of(children.clocks),
        "parties": states_of(children.parties),
        "co_units": sorted(children.co_unit_ids),
        "recused": sorted(children.recused_ids),
        "attachments": sorted(children.attachments, key=itemgetter("file_key")),
    }


def states(cases: Sequence[Case]) -> dict[int, Mapping[str, Any]]:
    """The child states of a batch, for verifying."""
    found = load_many(list(cases))
    return {case.pk: child_state(case, found.get(case.pk) or Children()) for case in cases}


def searched(case: Case, children: Children) -> list[str]:
    return [case.number, case.title, case.description, case.place, *(party.name for party in children.parties)]


def save_children(act: Act) -> None:
    save(act)
    save_file(act)


CASES = Domain(
    record_type="case",
    plural="cases",
    label="事项",
    model=Case,
    clock_model=CaseClock,
    tables=TABLES,
    table_key=table_key,
    kind_field="kind",
    effects=EFFECTS,
    tracked=TRACKED,
    related=RELATED,
    load=load,
    load_shown=load_shown,
    child_state=child_state,
    save_children=save_children,
    row=row,
    searched=searched,
    sighted=sighted,
    refers=("of", "repeat_of"),
    enumerations={
        "kind": words.Kind.choices,
        "petition_class": words.PetitionClass.choices,
        "case_status": words.Status.choices,
        "category": words.Category.choices,
        "outcome": words.Outcome.choices,
        "party_role": words.PartyRole.choices,
        "id_type": words.IdType.choices,
        "route": words.Route.choices,
    },
)
