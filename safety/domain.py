"""What the kernel needs to know of hazards."""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from junping.history.state import states_of
from junping.workflow.act import Children
from junping.workflow.files import save_file
from junping.workflow.registry import Domain
from safety import vocabulary as words
from safety.effects import EFFECTS
from safety.models import Hazard, HazardClock
from safety.rows import row
from safety.selectors import campaign_of, load, load_many, load_shown, visit_of
from safety.workflow import TABLES

RELATED = (
    "unit",
    "logged_unit",
    "responsible_unit",
    "officer",
    "lead",
    "created_by",
    "rectified_by",
    "campaign",
    "visit",
)
TRACKED = (
    "domain",
    "level",
    "title",
    "description",
    "source",
    "site",
    "site_contact",
    "longitude",
    "latitude",
    "campaign",
    "visit",
    "legacy_since",
    "responsible_unit",
    "responsible_person",
    "measures",
    "funds",
    "standard",
    "authority",
    "officer",
    "lead",
    "rectified_at",
    "closed_at",
    "extension_asked",
    "supervised",
    "due_on",
)


def table_key(hazard: Hazard) -> str:
    return "hazard"


def child_state(hazard: Hazard, children: Children) -> Mapping[str, Any]:
    return {
        "clocks": states_of(children.clocks),
        "recused": sorted(children.recused_ids),
        "attachments": sorted(children.attachments, key=itemgetter("file_key")),
    }


def states(hazards: Sequence[Hazard]) -> dict[int, Mapping[str, Any]]:
    """The child states of a batch, for verifying."""
    found = load_many(list(hazards))
    return {hazard.pk: child_state(hazard, found[hazard.pk]) for hazard in hazards}


def searched(hazard: Hazard, children: Children) -> list[str]:
    return [hazard.number, hazard.title, hazard.description, hazard.site]


HAZARDS = Domain(
    record_type="hazard",
    plural="hazards",
    label="安全隐患",
    model=Hazard,
    clock_model=HazardClock,
    tables=TABLES,
    table_key=table_key,
    kind_field="",
    effects=EFFECTS,
    tracked=TRACKED,
    related=RELATED,
    load=load,
    load_shown=load_shown,
    child_state=child_state,
    save_children=save_file,
    row=row,
    searched=searched,
    number_infix="H",
    rows_of={"campaign": campaign_of, "visit": visit_of},
    enumerations={
        "hazard_status": words.Status.choices,
        "domain": words.HazardDomain.choices,
        "level": words.HazardLevel.choices,
    },
)
