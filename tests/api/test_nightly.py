"""Once a day, after midnight in Shanghai, the day that is over is sealed and what has expired is forgotten."""

from datetime import datetime

import pytest

from junping.api.nightly import JOBS, Nightly
from junping.clocks.now import SHANGHAI, travel


@pytest.fixture
def done():
    return []


def look_at(nightly, *moments):
    for moment in moments:
        with travel(datetime.fromisoformat(f"2026-11-{moment}+08:00").astimezone(SHANGHAI)):
            nightly.look()


def test_jobs_run_at_start_and_after_each_midnight(done):
    nightly = Nightly({"seal": lambda: done.append(1)})
    look_at(nightly, "23T15:00", "23T15:01", "23T23:59", "24T00:09")
    assert len(done) == 1
    look_at(nightly, "24T00:10", "24T00:11", "24T12:00")
    assert len(done) == 2


def test_a_job_that_fails_is_tried_again_and_holds_up_no_other(done, caplog):
    def fails():
        done.append("tried")
        raise RuntimeError("张三")

    nightly = Nightly({"first": fails, "second": lambda: done.append("second")})
    look_at(nightly, "23T15:00", "23T15:01")
    assert done == ["tried", "second", "tried"]
    assert "first failed: RuntimeError" in caplog.text
    assert "张三" not in caplog.text


@pytest.mark.django_db
def test_the_real_jobs_run_on_an_empty_database():
    assert "seal" in JOBS
    nightly = Nightly({name: job for name, job in JOBS.items() if name != "seal"})
    look_at(nightly, "23T15:00")
    assert len(nightly._done) == len(JOBS) - 1
