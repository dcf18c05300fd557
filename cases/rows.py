"""A case as every door shows it (contract.md, A case)."""

from typing import Any

from cases.models import Case
from cases.parties import masked
from cases.vocabulary import Status
from junping.clocks.now import today
from junping.clocks.reading import light
from junping.workflow.act import Children
from junping.workflow.rows import moment, person, unit_row

_STATUS = dict(Status.choices)


def row(case: Case, children: Children) -> dict[str, Any]:
    """The whole record but its `actions`. No query: the relations named in `RELATED` are there."""
    return _given(case, children) | _standing(case, children)


def _given(case: Case, children: Children) -> dict[str, Any]:
    """What was handed in, and what it is called."""
    return {
        "number": case.number,
        "record_type": "case",
        "kind": case.kind,
        "status": case.status,
        "status_label": _STATUS[case.status],
        "petition_class": case.petition_class,
        "category": case.category or None,
        "title": case.title,
        "description": case.description,
        "source": case.source or None,
        "unit": unit_row(case.unit),
        "received_at": moment(case.received_at),
        "occurred_on": case.occurred_on,
        "place": case.place,
        "longitude": case.longitude,
        "latitude": case.latitude,
        "people_count": case.people_count,
        "confidential": case.confidential,
        "is_backlog": case.is_backlog,
        "backlog_since": case.backlog_since,
        "recused": [person(user) for user in children.recused],
        "parties": [masked(party) for party in children.parties],
    }


def _standing(case: Case, children: Children) -> dict[str, Any]:
    """What has become of it."""
    return {
        "officer": person(case.officer),
        "lead": person(case.lead),
        "handling_unit": unit_row(case.handling_unit),
        "co_units": [unit_row(unit) for unit in children.co_units],
        "outcome": case.outcome,
        "satisfaction": case.satisfaction,
        "due_on": case.due_on,
        "light": light(case.warn_on, case.due_on, today()),
        "supervised": case.supervised,
        "is_repeat": case.is_repeat,
        "repeat_of": case.repeat_of.number if case.repeat_of and getattr(case, "repeat_seen", True) else None,
        "extension_asked": case.extension_asked,
        "created_at": moment(case.created_at),
        "created_by": person(case.created_by),
        "closed_at": moment(case.closed_at),
        "version": case.version,
    }
