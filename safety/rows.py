"""A hazard, a campaign and a visit as every door shows them (contract.md)."""

from typing import Any

from junping.clocks.now import today
from junping.clocks.reading import light
from junping.workflow.act import Children
from junping.workflow.rows import moment, person, unit_row
from safety.models import Hazard, Visit
from safety.vocabulary import Status

_STATUS = dict(Status.choices)


def row(hazard: Hazard, children: Children) -> dict[str, Any]:
    """The whole record but its `actions`. No query: the relations named in `RELATED` are there."""
    return {
        "number": hazard.number,
        "record_type": "hazard",
        "status": hazard.status,
        "status_label": _STATUS[hazard.status],
        "domain": hazard.domain or None,
        "level": hazard.level,
        "title": hazard.title,
        "description": hazard.description,
        "source": hazard.source or None,
        "unit": unit_row(hazard.unit),
        "site": hazard.site,
        "site_contact": hazard.site_contact,
        "found_at": moment(hazard.found_at),
        "longitude": hazard.longitude,
        "latitude": hazard.latitude,
        "campaign": hazard.campaign_id,
        "visit": hazard.visit_id,
        "legacy_since": hazard.legacy_since,
        "recused": [person(user) for user in children.recused],
        "responsible_unit": unit_row(hazard.responsible_unit),
        "responsible_person": hazard.responsible_person,
        "measures": hazard.measures,
        "funds": hazard.funds,
        "standard": hazard.standard,
        "authority": hazard.authority,
        "officer": person(hazard.officer),
        "lead": person(hazard.lead),
        "due_on": hazard.due_on,
        "light": light(hazard.warn_on, hazard.due_on, today()),
        "supervised": hazard.supervised,
        "extension_asked": hazard.extension_asked,
        "rectified_at": moment(hazard.rectified_at),
        "closed_at": moment(hazard.closed_at),
        "created_at": moment(hazard.created_at),
        "created_by": person(hazard.created_by),
        "version": hazard.version,
    }


def campaign_row(campaign: Any) -> dict[str, Any]:
    """A campaign with the counts that `safety.api.counted` adds."""
    return {
        "id": campaign.pk,
        "name": campaign.name,
        "starts_on": campaign.starts_on,
        "ends_on": campaign.ends_on,
        "domains": campaign.domains,
        "target": campaign.target,
        "visited": campaign.visited,
        "findings": campaign.findings,
        "rectified": campaign.rectified,
    }


def visit_row(visit: Visit) -> dict[str, Any]:
    """A visit. No query: its unit and its maker are there."""
    return {
        "id": visit.pk,
        "unit": unit_row(visit.unit),
        "visited_on": visit.visited_on,
        "count": visit.count,
        "household": visit.household,
        "address": visit.address,
        "people": visit.people,
        "visitor": visit.visitor,
        "result": visit.result,
        "created_at": moment(visit.created_at),
        "created_by": person(visit.created_by),
    }
