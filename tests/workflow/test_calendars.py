"""When the State Council's notice arrives, what was provisional is counted anew, each change an event of its own."""

from datetime import date, timedelta

import pytest

from junping.clocks.work_calendar import Day
from junping.org.actor import system
from junping.workflow import calendars, engine
from junping.workflow.refusals import Forbidden

NOTICE = "国办发明电〔2026〕9号"


def arrangement():
    """A plausible 2027: the eves of 春节 fall on 5 February, the holiday runs to the 12th, two weekends are worked."""
    holidays = {
        "元旦": (date(2027, 1, 1), 3),
        "春节": (date(2027, 2, 5), 8),
        "清明节": (date(2027, 4, 3), 3),
        "劳动节": (date(2027, 5, 1), 5),
        "端午节": (date(2027, 6, 9), 1),
        "中秋节": (date(2027, 9, 15), 1),
        "国庆节": (date(2027, 10, 1), 7),
    }
    days = {
        first + timedelta(days=n): Day(is_working=False, name=name)
        for name, (first, length) in holidays.items()
        for n in range(length)
    }
    return days | {day: Day(is_working=True, name="春节") for day in (date(2027, 1, 31), date(2027, 2, 20))}


@pytest.fixture
def matter(road, time):
    """60 from 2026-12-07 is 2027-02-09 as long as nobody knows better (domain.md, Samples)."""
    time.set("2026-12-07 09:00")
    found = road.at("petition", "accepted")
    assert (found.clock("handling").due_on, found.clock("handling").provisional) == (date(2027, 2, 9), True)
    return found


def test_a_notice_moves_the_open_clocks_and_each_record_says_so(road, matter):
    untouched = road.log("dispute")
    moved = calendars.load_year(road.cast.actor("admin"), 2027, NOTICE, arrangement())
    clock, event = matter.clock("handling"), matter.last
    assert (moved, clock.due_on, clock.provisional) == (1, date(2027, 2, 15), False)
    assert (event.action, event.via, event.actor_username) == ("recalculate", "system", "system")
    assert event.data["handling.due_on"] == ["2027-02-09", clock.due_on.isoformat()]
    assert (matter.record.due_on, matter.problem()) == (clock.due_on, "")
    assert any(NOTICE in line for line in clock.explanation)
    assert len(untouched.events) == 1


def test_where_nothing_moves_there_is_no_event(matter):
    assert engine.recalculate(matter.domain, matter.record.pk, system()) is None
    assert matter.last.action == "accept"


def test_loading_the_same_year_again_moves_nothing(road, matter):
    admin = road.cast.actor("admin")
    calendars.load_year(admin, 2027, NOTICE, arrangement())
    assert calendars.load_year(admin, 2027, NOTICE, arrangement()) == 0


def test_what_has_stopped_is_not_counted_again(road, matter):
    matter.walk(("center", "assign"), ("officer", "reply"))
    window = matter.clock("review_window").due_on
    calendars.load_year(road.cast.actor("admin"), 2027, NOTICE, arrangement())
    assert (matter.clock("handling").due_on, matter.clock("review_window").due_on) == (date(2027, 2, 9), window)


@pytest.mark.parametrize("who", ["center", "leader", "auditor", "village"])
def test_only_the_administrator_loads_a_year(road, who):
    with pytest.raises(Forbidden):
        calendars.load_year(road.cast.actor(who), 2027, NOTICE, arrangement())


def test_a_change_of_the_towns_standard_holds_for_clocks_started_after_it(road):
    from junping.clocks.models import TownStandard

    before = road.log("dispute")
    standard = TownStandard.objects.get(rule="intake")
    calendars.set_standard(
        road.cast.actor("admin"), standard, days=5, unit="working", document="均坪镇工作规程（2026）"
    )
    after = road.log("dispute")
    assert (before.running(), after.running()) == ({"intake": "2026-03-05"}, {"intake": "2026-03-09"})
    assert after.clock("intake").article == "均坪镇工作规程（2026）"
    assert before.problem() == ""


def test_statutory_lengths_are_no_rows_that_an_administrator_edits(db):
    from junping.clocks.models import TownStandard

    rules = set(TownStandard.objects.values_list("rule", flat=True))
    assert rules == {"intake", "answer", "revisit", "rework", "dispatch", "recheck_hazard"}
