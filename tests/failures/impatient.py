"""The real settings with less patience, so that a test of waiting does not wait long."""

from junping.settings import *  # noqa: F403
from junping.settings import DATABASES

_options = DATABASES["default"]["OPTIONS"]
if "timeout" in _options:
    _options["timeout"] = 2
else:
    _options["options"] = _options["options"].replace("lock_timeout=5000", "lock_timeout=2000")
