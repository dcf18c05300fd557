"""The real settings, with the stub addresses of tests/api (a server whose resources are the plumbing alone) and with
less patience, so that a test of waiting does not wait long."""

from junping.settings import *  # noqa: F403
from junping.settings import DATABASES

ROOT_URLCONF = "tests.api.stubs"
_options = DATABASES["default"]["OPTIONS"]
if "timeout" in _options:
    _options["timeout"] = 2
