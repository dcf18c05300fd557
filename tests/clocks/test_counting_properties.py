"""What holds for every count, found out by Hypothesis over confirmed and unconfirmed years."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from junping.clocks.days import count, dates, fixed, warn_on, working_days_between
from tests.clocks.cast import SEEDED

ONE = timedelta(days=1)
starts = st.dates(date(2018, 1, 1), date(2029, 12, 31))
units = st.sampled_from(["calendar", "working", "month"])
run_units = st.sampled_from(["calendar", "working"])
lengths = st.integers(1, 120)


@st.composite
def pause_lists(draw):
    pauses = []
    for _ in range(draw(st.integers(0, 3))):
        first = draw(st.dates(date(2018, 1, 1), date(2030, 12, 31)))
        pauses.append((first, first + timedelta(days=draw(st.integers(0, 40)))))
    return pauses


@st.composite
def near_pauses(draw, start):
    first = start + timedelta(days=draw(st.integers(-20, 60)))
    return [(first, first + timedelta(days=draw(st.integers(0, 40))))]


@st.composite
def periods(draw):
    start = draw(starts)
    unit = draw(units)
    days = draw(st.integers(1, 12) if unit == "month" else lengths)
    return start, days, unit, draw(near_pauses(start)) + draw(near_pauses(start))


def _paused(day, pauses):
    return any(first <= day <= last for first, last in pauses)


@given(periods())
def test_the_due_day_is_the_first_open_working_day_from_the_raw_last_day(period):
    start, days, unit, pauses = period
    counted = count(start, days, unit, calendar=SEEDED, pauses=pauses)
    assert counted.raw_last_day <= counted.due_on
    assert SEEDED.is_working(counted.due_on)
    assert not _paused(counted.due_on, pauses)
    for day in dates(counted.raw_last_day, counted.due_on - ONE):
        assert _paused(day, pauses) or not SEEDED.is_working(day)


@given(periods())
def test_the_raw_last_day_is_the_last_of_exactly_so_many_counted_days(period):
    start, days, unit, pauses = period
    counted = count(start, days, unit, calendar=SEEDED, pauses=pauses)
    if unit == "month":
        days = (count(start, days, unit, calendar=SEEDED).raw_last_day - start).days
    open_days = [day for day in dates(start + ONE, counted.raw_last_day) if not _paused(day, pauses)]
    if unit == "working":
        open_days = [day for day in open_days if SEEDED.is_working(day)]
    assert len(open_days) == days
    assert open_days[-1] == counted.raw_last_day


@given(periods())
def test_the_prudent_day_is_in_time_on_every_reading(period):
    start, days, unit, pauses = period
    counted = count(start, days, unit, calendar=SEEDED, pauses=pauses)
    assert start <= counted.prudent_on <= counted.raw_last_day <= counted.due_on
    assert SEEDED.is_working(counted.prudent_on) or counted.prudent_on == start
    assert working_days_between(counted.prudent_on, counted.raw_last_day, SEEDED) == 0


@given(starts, lengths, st.integers(0, 60), run_units)
def test_an_extension_is_counted_in_one_run(start, days, extended, unit):
    together = count(start, days + extended, unit, calendar=SEEDED)
    assert count(start, days, unit, calendar=SEEDED, extended=extended) == together


@given(starts, st.integers(1, 12), st.integers(0, 60))
def test_an_extended_month_ends_so_many_days_after_the_corresponding_day(start, months, extended):
    plain = count(start, months, "month", calendar=SEEDED)
    longer = count(start, months, "month", calendar=SEEDED, extended=extended)
    assert longer.raw_last_day == plain.raw_last_day + timedelta(days=extended)


@given(periods())
def test_a_pause_never_shortens_a_period(period):
    start, days, unit, pauses = period
    without = count(start, days, unit, calendar=SEEDED)
    paused = count(start, days, unit, calendar=SEEDED, pauses=pauses)
    assert paused.raw_last_day >= without.raw_last_day
    assert paused.due_on >= without.due_on


@given(starts, lengths, run_units, pause_lists())
def test_a_later_start_never_ends_earlier(start, days, unit, pauses):
    here = count(start, days, unit, calendar=SEEDED, pauses=pauses)
    next_day = count(start + ONE, days, unit, calendar=SEEDED, pauses=pauses)
    assert here.raw_last_day <= next_day.raw_last_day
    assert here.due_on <= next_day.due_on


@given(periods(), st.integers(1, 5))
def test_the_light_turns_yellow_on_the_first_day_with_few_working_days_left(period, at_most):
    start, days, unit, pauses = period
    counted = count(start, days, unit, calendar=SEEDED, pauses=pauses)
    turns = warn_on(counted, days, unit, calendar=SEEDED, at_most=at_most)
    length = (counted.raw_last_day - start).days if unit == "month" else days
    few = max(1, min(at_most, length // 3))
    assert start <= turns <= counted.prudent_on
    assert working_days_between(turns, counted.prudent_on, SEEDED) <= few
    if turns > start:
        assert working_days_between(turns - ONE, counted.prudent_on, SEEDED) > few


@given(starts, st.integers(0, 90))
def test_a_fixed_day_keeps_the_order_of_its_dates(start, later):
    counted = fixed(start, start + timedelta(days=later), calendar=SEEDED)
    turns = warn_on(counted, None, "date", calendar=SEEDED)
    assert start <= turns <= counted.prudent_on <= counted.due_on == start + timedelta(days=later)
