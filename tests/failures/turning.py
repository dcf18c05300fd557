"""The real settings at the turn of the year: within every request the clock runs on from the last seconds of December.

The file `TURN_FILE` holds the moment (seconds since 1970 by the machine) that stands for midnight in Asia/Shanghai.
"""

import os
import time
from datetime import datetime, timedelta
from pathlib import Path

from junping.clocks.now import SHANGHAI, travel
from junping.settings import *  # noqa: F403
from junping.settings import MIDDLEWARE

MIDNIGHT = datetime(2027, 1, 1, tzinfo=SHANGHAI)


def turning(get_response):
    def within(request):
        file = Path(os.environ["TURN_FILE"])
        if not file.exists():
            return get_response(request)
        passed = timedelta(seconds=time.time() - float(file.read_text()))
        with travel(MIDNIGHT + passed, ticking=True):
            return get_response(request)

    return within


MIDDLEWARE = ["tests.failures.turning.turning", *MIDDLEWARE]
