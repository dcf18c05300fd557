"""登记隐患: what a finding is, and which drive and visit found it."""

from datetime import date

import pytest

from junping.clocks.now import now
from safety.models import Campaign, Visit
from tests.road import LEFT_OUT


@pytest.fixture
def campaign(cast):
    return Campaign.objects.create(
        name="敲门行动",
        starts_on=date(2026, 1, 1),
        unit=cast.units["town"],
        key="a",
        created_at=now(),
        created_by=cast.users["center"],
    )


def visit(campaign, unit, key="b"):
    return Visit.objects.create(
        campaign=campaign,
        unit=unit,
        visited_on=date(2026, 3, 1),
        key=key,
        created_at=now(),
        created_by=campaign.created_by,
    )


def test_a_hazard_is_general_unless_it_is_said_to_be_major(road):
    assert road.log("hazard").record.level == "general"
    assert road.log("hazard", level=None).record.level == "general"
    assert road.log("hazard", level="major").record.level == "major"


def test_hazards_have_a_series_of_their_own(road):
    assert [road.log("hazard").number, road.log("petition").number, road.log("hazard").number] == [
        "JP-2026-H0001",
        "JP-2026-0001",
        "JP-2026-H0002",
    ]


@pytest.mark.parametrize("field", ["domain", "title", "source"])
def test_what_is_required_is_named(road, field):
    assert road.unfit("hazard", **{field: LEFT_OUT}) == {field: "required"}


def test_a_visit_brings_its_campaign_along(road, campaign):
    seen = visit(campaign, road.cast.units["village"])
    record = road.log("hazard", visit=seen.pk).record
    assert (record.visit, record.campaign) == (seen, campaign)


def test_a_visit_belongs_to_the_campaign_that_is_named(road, campaign):
    seen = visit(campaign, road.cast.units["village"])
    other = Campaign.objects.create(
        name="改厕摸排",
        starts_on=date(2026, 1, 1),
        unit=road.cast.units["town"],
        key="c",
        created_at=now(),
        created_by=road.cast.users["center"],
    )
    assert road.unfit("hazard", visit=seen.pk, campaign=other.pk) == {"visit": "mismatch"}


def test_anothers_visit_and_an_unknown_one_are_told_alike(road, campaign):
    elsewhere = visit(campaign, road.cast.units["far"])
    assert road.unfit("hazard", visit=elsewhere.pk) == {"visit": "unknown"}
    assert road.unfit("hazard", visit=999_999) == {"visit": "unknown"}
    assert road.unfit("hazard", campaign=str(campaign.pk)) == {"campaign": "invalid"}


def test_a_legacy_hazard_is_older_than_its_finding(road):
    assert road.log("hazard", legacy_since="2013-01-01").record.legacy_since == date(2013, 1, 1)
    assert road.unfit("hazard", legacy_since="2026-03-03") == {"legacy_since": "in_future"}


def test_a_correction_leaves_unit_day_and_level_alone(road):
    matter = road.log("hazard")
    for name in ("unit", "found_at", "level"):
        with pytest.raises(Exception, match="提交的内容有误") as caught:
            matter.act("center", "correct", {name: "x"})
        assert [(p.field, p.code) for p in caught.value.problems] == [(name, "unknown")]
    matter.act("village", "correct", {"site": "村部", "domain": "gas"})
    assert matter.last.data == {"site": ["村口小卖部", "村部"], "domain": ["fire", "gas"]}
    assert matter.problem() == ""


def test_a_finding_that_is_no_safety_matter_goes_the_same_road(road):
    matter = road.log("hazard", domain="toilet", title="厕所渗漏")
    matter.walk(("center", "order"), ("officer", "rectify"), ("center", "pass"))
    assert (matter.status, matter.problem()) == ("closed", "")
