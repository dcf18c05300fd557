"""Whoever watches the server learns whether it lives and is ready, and nothing else."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from junping.api import migrated

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
