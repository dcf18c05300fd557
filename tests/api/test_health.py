"""Whoever watches the server learns whether it lives and is ready, and nothing else."""

from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from junping.api import migrated
from junping.clocks.now import travel
from junping.history.models import Event
from junping.history.seal import seal_days

pytestmark = pytest.mark.django_db


def test_alive_needs_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert answer.json() == {"status": "ok"}
    assert answer["Cache-Control"] == "no-store"


def test_ready_is_200_without_credentials(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert isinstance(answer.json()["warnings"], list)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_head_is_answered_and_nothing_else(client, path):
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


def test_a_missing_calendar_is_a_warning_and_no_failure(client):
    with travel(datetime(2031, 11, 5, 4, 0, tzinfo=UTC)):
        answer = client.get("/readyz")
    assert answer.status_code == 200
    assert "2031年" in answer.json()["warnings"][0]


def test_history_that_nobody_seals_is_a_warning_after_a_day(client):
    seal_days(datetime(2031, 5, 20, 4, 0, tzinfo=UTC))
    at = datetime(2031, 5, 20, 4, 0, tzinfo=UTC)
    Event.objects.create(subject="unit:1", seq=1, at=at, occurred_at=at, via="admin", action="x", label="x", data={})
    for day, warned in ((21, False), (22, True)):
        with travel(datetime(2031, 5, day, 4, 0, tzinfo=UTC)):
            warnings = client.get("/readyz").json()["warnings"]
        assert any("2031-05-20 起的经过还没有封存" in line for line in warnings) is warned


def test_an_unmigrated_database_is_not_ready(client):
    MigrationRecorder(connection).record_unapplied("api", "0001_initial")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer["Retry-After"].isdigit()
    assert "migrate" in answer.json()["detail"]


def test_an_unreachable_database_is_not_ready_but_alive(client, monkeypatch):
    def unreachable(self):
        raise OperationalError("connection refused")

    monkeypatch.setattr(migrated.MigrationRecorder, "applied_migrations", unreachable)
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
