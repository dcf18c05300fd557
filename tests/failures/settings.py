"""The real settings, with the stub addresses of tests/api: a server process whose resources are the plumbing alone."""

from junping.settings import *  # noqa: F403

ROOT_URLCONF = "tests.api.stubs"
