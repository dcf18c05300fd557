"""The demo is filled in once for all tests that only read it, in a transaction that is rolled back at their end."""

import json
import time
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client, override_settings

from junping.clocks.now import now
from junping.demo.filling import fill
from junping.org import tokens
from junping.org.actor import Actor
from junping.org.models import User


@dataclass
class Demo:
    """`seconds`: of this process's own work, for how long it takes hangs on who else is working."""

    seconds: float

    def user(self, username):
        return User.objects.select_related("unit").get(username=username)

    def actor(self, username):
        return Actor.of(self.user(username), "api")

    def get(self, username, path):
        """The API's answer to this account."""
        token, plain = tokens.issue(self.user(username), "test", now=now())
        token.save()
        answer = Client(headers={"Authorization": f"Bearer {plain}"}).get(f"/api/v1/{path}")
        assert answer.status_code == 200, answer.content.decode()
        return json.loads(answer.content)

    def count(self, username, path):
        return self.get(username, f"{path}&count=true&page_size=1")["count"]


@pytest.fixture(scope="package")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        begun = time.process_time()
        assert fill()
        yield Demo(time.process_time() - begun)
        transaction.set_rollback(True)


@pytest.fixture
def undone(demo, django_db_blocker):
    """For a test that writes into the demo: what it wrote is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
