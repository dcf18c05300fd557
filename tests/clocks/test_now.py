from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest

from junping.clocks.now import local_date, now, today, travel
from tests.clocks.cast import moment


def test_now_is_an_aware_moment_in_utc():
    assert now().utcoffset() == timedelta(0)


def test_the_date_is_shanghais_whatever_the_servers_zone(monkeypatch):
    with travel(datetime(2026, 11, 23, 16, 0, tzinfo=UTC)):
        for zone in ("UTC", "Asia/Shanghai", "America/New_York"):
            monkeypatch.setenv("TZ", zone)
            assert today() == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 23, 15, 59, 59, 999999, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), date(2026, 11, 24)),
        (moment(2026, 11, 23, 23, 59), date(2026, 11, 23)),
    ],
)
def test_a_day_ends_at_midnight_in_shanghai(at, day):
    assert local_date(at) == day


@pytest.mark.parametrize("at", [datetime(2026, 11, 23, 9, 0), datetime.max.replace(tzinfo=UTC)])  # noqa: DTZ001
def test_a_moment_without_zone_or_beyond_the_calendar_has_no_date(at):
    with pytest.raises(ValueError, match="时"):
        local_date(at)


def test_a_replaced_clock_stands_still():
    with travel(moment(2026, 1, 1)):
        assert now() == now() == moment(2026, 1, 1)


def test_a_ticking_one_runs_on():
    with travel(moment(2026, 1, 1), ticking=True):
        first = now()
        assert moment(2026, 1, 1) <= first < moment(2026, 1, 1, 9, 1)
        assert now() >= first


def test_journeys_nest_and_end():
    before = datetime.now(UTC)  # noqa: TID251
    with travel(moment(2026, 1, 1)):
        with travel(moment(2020, 1, 1)):
            assert today() == date(2020, 1, 1)
        assert today() == date(2026, 1, 1)
    assert now() >= before


def test_another_thread_keeps_its_own_time():
    seen = []
    with travel(moment(2000, 1, 1)):
        thread = Thread(target=lambda: seen.append(today().year))
        thread.start()
        thread.join()
    assert seen[0] > 2000


def test_the_clock_cannot_be_set_to_a_moment_without_zone():
    with pytest.raises(ValueError, match="时区"), travel(datetime(2026, 1, 1)):  # noqa: DTZ001
        pass
