"""The figures of the report of 2023-12-10 can be counted through the API, by filters."""

import pytest

from cases.models import Case, CaseClock
from junping.clocks.now import local_date, today
from junping.clocks.reading import state
from safety.models import Hazard, HazardClock

YEAR = "closed_from=2023-01-01&closed_to=2023-12-10"
FOUND = "found_from=2023-01-01&found_to=2023-12-31"
SAFETY = ("traffic", "fire", "gas", "construction", "fireworks", "forest_fire", "dilapidated")


def campaign(demo, name):
    (found,) = [row for row in demo.get("center", "campaigns/")["results"] if row["name"] == name]
    return found


@pytest.mark.parametrize("username", ["center", "center2", "leader", "auditor"])
def test_66_disputes_were_resolved(demo, username):
    assert demo.count(username, f"cases/?kind=dispute&outcome=resolved&{YEAR}") == 66


def test_they_are_about_land_marriage_family_and_more_in_every_village(demo):
    cells = demo.get("center", "statistics/?record_type=case&from=2023-01-01&to=2023-12-31&by=kind,category")["cells"]
    disputes = {cell["key"]["category"]: cell["count"] for cell in cells if cell["key"]["kind"] == "dispute"}
    assert sum(disputes.values()) == 66
    assert min(disputes[name] for name in ("land", "marriage", "family")) >= 8
    assert len(disputes) >= 10
    assert Case.objects.filter(kind="dispute", received_at__year=2023).values("unit").distinct().count() == 12


def test_4_backlog_petitions_were_resolved(demo):
    assert demo.count("center", f"cases/?kind=petition&is_backlog=true&outcome=resolved&{YEAR}") == 4


def test_a_petition_of_6_january_has_its_notice_due_on_28_january_and_says_why(demo):
    (petition,) = demo.get("center", "cases/?kind=petition&received_from=2023-01-06&received_to=2023-01-06")["results"]
    deadlines = demo.get("center", f"cases/{petition['number']}/deadlines/")
    (notice,) = [clock for clock in deadlines if clock["rule"] == "notice"]
    assert notice["due_on"] == "2023-01-28"
    assert "春节" in "".join(notice["explanation"])


def test_121_hazards_were_found_and_all_struck_off(demo):
    found = [demo.count("center", f"hazards/?{FOUND}&domain={name}") for name in SAFETY]
    closed = [demo.count("center", f"hazards/?{FOUND}&domain={name}&status=closed&{YEAR}") for name in SAFETY]
    assert found == closed
    assert sum(found) == 121
    row = campaign(demo, "安全生产大检查大整治")
    assert (row["findings"], row["rectified"]) == (121, 121)


def test_one_of_them_was_the_old_house_at_the_town_halls_gate(demo):
    (house,) = demo.get("center", "hazards/?domain=dilapidated")["results"]
    assert house["legacy_since"] < "2013-12-31"
    assert house["closed_at"].startswith("2023-11")
    assert house["level"] == "major"


def test_119_findings_in_717_toilets_were_put_right(demo):
    assert demo.count("center", f"hazards/?{FOUND}&domain=toilet") == 119
    assert demo.count("center", f"hazards/?{FOUND}&domain=toilet&status=closed&{YEAR}") == 119
    row = campaign(demo, "改厕问题摸排")
    assert (row["visited"], row["findings"], row["rectified"]) == (717, 119, 119)


def test_a_finding_names_the_visit_that_found_it(demo):
    assert not Hazard.objects.filter(domain="toilet", found_at__year=2023, visit=None).exists()


def test_more_than_4000_households_were_visited(demo):
    assert 4000 < campaign(demo, "消防安全“敲门行动”")["visited"] < 4500


def test_50_questions_of_yard_meetings_and_14_of_enterprises_were_answered(demo):
    assert demo.count("center", f"cases/?kind=request&source=yard_meeting&outcome=resolved&{YEAR}") == 50
    assert demo.count("center", f"cases/?kind=request&source=enterprise&outcome=resolved&{YEAR}") == 14


def test_nothing_else_was_received_in_2023_and_nothing_of_it_is_open(demo):
    received = "cases/?received_from=2023-01-01&received_to=2023-12-31"
    assert demo.count("center", received) == 66 + 4 + 50 + 14
    assert demo.count("center", f"{received}&open=true") == 0
    assert demo.count("center", f"hazards/?{FOUND}") == 121 + 119
    assert demo.count("center", f"hazards/?{FOUND}&open=true") == 0


def test_no_clock_of_2023_still_wants_something(demo):
    clocks = [
        *CaseClock.objects.filter(record__received_at__year=2023),
        *HazardClock.objects.filter(record__found_at__year=2023),
    ]
    assert {state(clock, today()) for clock in clocks} <= {"met", "missed", "lapsed", "cancelled"}


def test_most_was_done_in_time_and_a_little_was_not(demo):
    states = [clock.state for clock in HazardClock.objects.filter(record__found_at__year=2023, rule="rectification")]
    assert 1 <= states.count("missed") < len(states) / 10


def test_the_year_is_spread_over_its_months(demo):
    months = {
        local_date(moment).month
        for moment in Case.objects.filter(received_at__year=2023).values_list("received_at", flat=True)
    }
    assert months >= set(range(1, 11))
