"""An old ledger does not say everything: what it lacks is named in the event, and a clock without its day is 未载."""

from datetime import date

import pytest

from tests.road import LEFT_OUT


def test_an_import_may_leave_required_fields_empty_and_the_event_names_each(road):
    matter = road.log("dispute", "center", via="import", category=LEFT_OUT, source=LEFT_OUT)
    assert matter.last.data["missing"] == ["category", "source"]
    assert matter.last.via == "import"
    assert matter.problem() == ""


@pytest.mark.parametrize("via", ["api", "admin", "phone"])
def test_no_other_door_may(road, via):
    assert road.unfit("dispute", "center", via=via, source=LEFT_OUT) == {"source": "required"}


def test_what_decides_on_the_workflow_even_a_ledger_must_say(road):
    assert road.unfit("petition", "center", via="import", petition_class=LEFT_OUT) == {"petition_class": "required"}
    assert road.unfit("hazard", "center", via="import", domain=LEFT_OUT) == {"domain": "required"}


def test_a_clock_whose_stopping_day_is_not_told_is_unrecorded_and_never_missed(road, time):
    matter = road.log("petition", "center", via="import", received_at="2025-03-03T09:00:00+08:00")
    matter.do("center", "accept", via="import", notified_on=LEFT_OUT, occurred_at="2025-03-05T09:00:00+08:00")
    clock = matter.clock("notice")
    assert (clock.state, clock.stopped_on) == ("unrecorded", None)
    assert matter.last.data["missing"] == ["notified_on"]


def test_a_reply_without_its_day_leaves_the_handling_unrecorded_and_opens_no_window(road):
    matter = road.log("petition", "center", via="import", received_at="2025-03-03T09:00:00+08:00")
    matter.do("center", "accept", via="import", occurred_at="2025-03-05T09:00:00+08:00")
    matter.do("center", "assign", via="import", occurred_at="2025-03-05T09:00:00+08:00")
    matter.do("center", "reply", via="import", delivered_on=LEFT_OUT, occurred_at="2025-03-20T09:00:00+08:00")
    assert (matter.clock("handling").state, matter.clock("review_window")) == ("unrecorded", None)
    assert matter.clock("handling").started_on == date(2025, 3, 5)


def test_an_assignment_to_nobody_is_named_as_missing(road):
    matter = road.log("dispute", "center", via="import")
    matter.do("center", "accept", via="import")
    matter.do("center", "assign", via="import", officer=LEFT_OUT, handling_unit=LEFT_OUT)
    assert (matter.status, matter.last.data["missing"]) == ("handling", ["officer", "handling_unit"])


def test_an_order_without_a_day_starts_no_rectification(road):
    matter = road.log("hazard", "center", via="import")
    matter.do("center", "order", via="import", due_on=LEFT_OUT)
    assert (matter.status, matter.running(), matter.last.data["missing"]) == ("rectifying", {}, ["due_on"])


def test_what_is_given_is_read_as_strictly_as_ever(road):
    assert road.unfit("dispute", "center", via="import", category="ufo") == {"category": "not_a_choice"}
