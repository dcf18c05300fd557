"""The real settings on a machine whose clock somebody moves: the file TEST_CLOCK says by how many seconds it is wrong,
or at which moment it stands."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from junping.clocks import now as clock
from junping.settings import *  # noqa: F403

_file, _true = Path(os.environ["TEST_CLOCK"]), clock._machine_time


def _moved() -> datetime:
    told = _file.read_text()
    return datetime.fromisoformat(told) if "T" in told else _true() + timedelta(seconds=float(told or 0))


clock._machine_time = _moved
