from datetime import date, timedelta

import pytest

from junping.clocks import moves
from junping.clocks.models import ClockState, TownStandard
from junping.clocks.now import travel
from tests.clocks.cast import HANDLING, INTAKE, MEDIATION, NOTICE, REVIEW_WINDOW, SUPERVISION, moment, start

pytestmark = pytest.mark.django_db


def _dates(clock):
    return clock.raw_last_day, clock.due_on, clock.prudent_on, clock.warn_on


def test_a_started_clock_has_all_its_dates():
    clock = start(NOTICE, date(2023, 1, 6))
    assert _dates(clock) == (date(2023, 1, 21), date(2023, 1, 28), date(2023, 1, 20), date(2023, 1, 17))
    assert (clock.state, clock.provisional, clock.days, clock.unit) == ("running", False, 15, "calendar")
    assert (clock.law, clock.article, clock.pk) == ("信访工作条例", "第二十三条", None)


def test_a_window_never_warns():
    clock = start(REVIEW_WINDOW, date(2026, 11, 2))
    assert (clock.due_on, clock.warn_on) == (date(2026, 12, 2), None)


def test_a_day_fixed_by_a_person_is_kept():
    clock = start(SUPERVISION, date(2026, 11, 16), due=date(2026, 11, 29), by="刘志远", cause="督办")
    assert _dates(clock) == (date(2026, 11, 29), date(2026, 11, 29), date(2026, 11, 27), date(2026, 11, 24))
    assert clock.days is None


@pytest.mark.parametrize(("rule", "due"), [(SUPERVISION, None), (NOTICE, date(2026, 12, 1))])
def test_a_day_is_given_where_a_person_fixes_it_and_only_there(rule, due):
    with pytest.raises(ValueError, match="时限"):
        start(rule, date(2026, 11, 16), due=due)


def test_the_number_of_days_may_be_given_for_a_special_case():
    assert start(NOTICE, date(2026, 11, 2), days=10).due_on == date(2026, 11, 12)


def test_a_clock_of_the_town_follows_the_administrators_row():
    assert start(INTAKE, date(2026, 11, 2)).due_on == date(2026, 11, 5)
    TownStandard.objects.filter(rule="intake").update(days=5, unit="calendar", document="均坪镇〔2026〕3号")
    clock = start(INTAKE, date(2026, 11, 2))
    assert (clock.days, clock.unit, clock.raw_last_day) == (5, "calendar", date(2026, 11, 7))
    assert (clock.law, clock.article) == ("本镇工作标准", "均坪镇〔2026〕3号")


def test_a_changed_standard_leaves_clocks_that_run_alone():
    clock = start(INTAKE, date(2026, 11, 2))
    TownStandard.objects.filter(rule="intake").update(days=9)
    assert moves.recount(clock) is False
    assert (clock.days, clock.due_on) == (3, date(2026, 11, 5))


def test_without_a_row_the_rules_own_number_holds():
    TownStandard.objects.all().delete()
    assert start(INTAKE, date(2026, 11, 2)).due_on == date(2026, 11, 5)


@pytest.mark.parametrize(
    ("on", "state"), [(date(2023, 1, 28), "met"), (date(2023, 1, 6), "met"), (date(2023, 1, 29), "missed")]
)
def test_a_clock_stopped_by_its_due_date_is_met_later_missed(on, state):
    clock = start(NOTICE, date(2023, 1, 6))
    moves.stop(clock, on)
    assert (clock.state, clock.stopped_on) == (state, on)


def test_a_clock_whose_stopping_date_the_ledger_does_not_give_is_unrecorded():
    clock = start(NOTICE, date(2023, 1, 6))
    moves.stop(clock, None)
    assert (clock.state, clock.stopped_on) == ("unrecorded", None)


def test_a_window_is_used_or_lapses_but_is_never_missed():
    used, late = start(REVIEW_WINDOW, date(2026, 1, 5)), start(REVIEW_WINDOW, date(2026, 1, 5))
    moves.stop(used, used.due_on)
    moves.stop(late, late.due_on + timedelta(days=1))
    assert used.state == "met"
    assert (late.state, late.stopped_on) == ("running", None)


def test_a_cancelled_clock_keeps_its_dates():
    clock = start(NOTICE, date(2023, 1, 6))
    moves.cancel(clock, date(2023, 1, 9))
    assert (clock.state, clock.stopped_on, clock.due_on) == ("cancelled", date(2023, 1, 9), date(2023, 1, 28))


@pytest.mark.parametrize(
    "move",
    [
        lambda clock: moves.stop(clock, date(2026, 11, 3)),
        moves.cancel,
        lambda clock: moves.extend(clock, 5, "刘志远", moment(2026, 11, 3)),
        lambda clock: moves.exclude(clock, date(2026, 11, 3), date(2026, 11, 4)),
    ],
)
def test_a_stopped_clock_does_not_move(move):
    clock = start(NOTICE, date(2026, 11, 2))
    moves.cancel(clock)
    with pytest.raises(ValueError, match="已经停止"):
        move(clock)


def test_extensions_add_up_and_are_counted_in_one_run():
    clock = start(HANDLING, date(2024, 8, 2))
    moves.extend(clock, 10, "刘志远", moment(2024, 9, 30))
    moves.extend(clock, 20, "刘志远", moment(2024, 10, 9))
    assert (clock.extended_days, clock.due_on, clock.days) == (30, date(2024, 10, 31), 60)
    assert [item["days"] for item in clock.extensions] == [10, 20]


def test_an_extension_keeps_when_it_was_approved_and_when_entered():
    clock = start(HANDLING, date(2026, 9, 22))
    with travel(moment(2026, 11, 25)):
        moves.extend(clock, 30, "刘志远", moment(2026, 11, 20, 23, 30))
    assert clock.extensions == [{"by": "刘志远", "on": "2026-11-20", "entered_on": "2026-11-25", "days": 30}]


def test_a_fixed_day_is_moved_by_a_person():
    clock = start(SUPERVISION, date(2026, 11, 16), due=date(2026, 11, 20))
    moves.move(clock, date(2026, 12, 4), "刘志远", moment(2026, 11, 19), entered_at=moment(2026, 11, 19))
    assert (clock.due_on, clock.raw_last_day, clock.extended_days) == (date(2026, 12, 4), date(2026, 12, 4), 0)
    assert clock.extensions[0]["was"] == "2026-11-20"


def test_nobody_knows_the_end_of_a_suspended_clock():
    clock = start(MEDIATION, date(2026, 10, 15))
    moves.pause(clock, date(2026, 11, 2), by="周敏")
    assert clock.state == ClockState.PAUSED
    assert _dates(clock) == (None, None, None, None)
    assert clock.provisional is False


def test_a_suspension_lasts_to_the_day_before_the_clock_goes_on():
    clock = start(MEDIATION, date(2026, 10, 15))
    moves.pause(clock, date(2026, 11, 2))
    moves.resume(clock, date(2026, 11, 9))
    # Raw 11-15 and the seven dates 11-02 to 11-08.
    assert (clock.state, clock.paused_days, clock.raw_last_day) == ("running", 7, date(2026, 11, 22))
    assert clock.due_on == date(2026, 11, 23)


def test_a_suspension_ended_on_its_first_day_leaves_nothing_out():
    clock = start(MEDIATION, date(2026, 10, 15))
    before = _dates(clock)
    moves.pause(clock, date(2026, 11, 2))
    moves.resume(clock, date(2026, 11, 2))
    assert (clock.pauses, clock.paused_days, _dates(clock)) == ([], 0, before)


def test_a_second_suspension_counts_with_the_first():
    clock = start(MEDIATION, date(2026, 10, 15))
    for first, back in ((date(2026, 10, 20), date(2026, 10, 22)), (date(2026, 11, 2), date(2026, 11, 3))):
        moves.pause(clock, first)
        moves.resume(clock, back)
    assert (clock.paused_days, clock.raw_last_day) == (3, date(2026, 11, 18))


def test_a_suspension_after_the_end_changes_no_date():
    clock = start(MEDIATION, date(2026, 10, 15))
    before = _dates(clock)
    moves.pause(clock, date(2026, 11, 25))
    assert (clock.state, _dates(clock)) == ("paused", before)
    moves.resume(clock, date(2026, 11, 27))
    assert (clock.state, clock.paused_days, _dates(clock)) == ("running", 0, before)


def test_only_a_running_clock_that_may_be_suspended_is():
    clock = start(NOTICE, date(2026, 11, 2))
    with pytest.raises(ValueError, match="不能中止"):
        moves.pause(clock, date(2026, 11, 3))
    with pytest.raises(ValueError, match="没有中止"):
        moves.resume(clock, date(2026, 11, 3))


def test_the_days_of_a_hearing_do_not_count():
    clock = start(HANDLING, date(2024, 4, 1), days=30)
    moves.exclude(clock, date(2024, 4, 15), date(2024, 4, 24))
    assert (clock.state, clock.paused_days, clock.due_on) == ("running", 10, date(2024, 5, 11))


def test_dates_beyond_reckoning_are_refused():
    with pytest.raises(ValueError, match="范围"):
        start(SUPERVISION, date(2026, 11, 16), due=date(9999, 12, 31))
