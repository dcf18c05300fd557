import json

import pytest
from django.test import Client

from tests.api.cast import people, token_of  # noqa: F401 (fixture)
from tests.org.conftest import clerk, town, village  # noqa: F401 (fixtures)


@pytest.fixture
def on_stubs(settings):
    """Tests of the plumbing run against the stub views."""
    settings.ROOT_URLCONF = "tests.api.stubs"


class Caller:
    """A village's program: the token on every request, JSON in and out."""

    def __init__(self, plain):
        self.client = Client(headers={"Authorization": f"Bearer {plain}"}, raise_request_exception=False)

    def get(self, path, **headers):
        return self.client.get(path, headers=headers)

    def post(self, path, value, **headers):
        text = value if isinstance(value, str | bytes) else json.dumps(value)
        return self.client.post(path, text, content_type="application/json", headers=headers)


@pytest.fixture
def caller(clerk):  # noqa: F811
    return Caller(token_of(clerk))
