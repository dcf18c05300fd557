"""What happens once a day while the server runs? The day that is over is sealed, what has expired is forgotten."""

import io
import logging
import threading
from collections.abc import Callable
from datetime import date, timedelta

from django.core.management import call_command
from django.db import connections

from junping.api.idempotency import purge
from junping.attachments import storage
from junping.clocks.now import local_date, now
from junping.logs import where
from junping.workflow.calendars import recalculate_left

_AFTER_MIDNIGHT = timedelta(minutes=10)
_EVERY_SECONDS = 60
_log = logging.getLogger("junping.nightly")


def _command(name: str) -> Callable[[], object]:
    """The management command; what it says (a seal's line, for whoever notes them elsewhere) goes to the log."""

    def run() -> None:
        said = io.StringIO()
        call_command(name, stdout=said, stderr=io.StringIO())
        for line in said.getvalue().splitlines():
            _log.info("%s: %s", name, line)

    return run


JOBS: dict[str, Callable[[], object]] = {
    "seal": _command("seal"),
    "purge idempotency keys": lambda: purge(now()),
    "sweep files without a row": lambda: storage.sweep(now() - timedelta(days=1)),
    "recount what a killed loading left": recalculate_left,
    "clear sessions": _command("clearsessions"),
}


class Nightly(threading.Thread):
    """Runs the jobs at start and after each midnight in Asia/Shanghai (plus ten minutes, for what ends late).

    A job that fails is logged and tried again a minute later; the others do not wait for it.
    """

    def __init__(self, jobs: dict[str, Callable[[], object]] | None = None) -> None:
        super().__init__(name="nightly", daemon=True)
        self.jobs = JOBS if jobs is None else jobs
        self.ended = threading.Event()
        self._done: dict[str, date] = {}

    def run(self) -> None:
        while not self.ended.is_set():
            self.look()
            connections.close_all()
            self.ended.wait(_EVERY_SECONDS)

    def look(self) -> None:
        """Run each job that has not been done since the last midnight."""
        day = local_date(now() - _AFTER_MIDNIGHT)
        for name, job in self.jobs.items():
            if self._done.get(name) == day:
                continue
            try:
                job()
            except Exception as error:
                _log.error("%s failed: %s", name, where(error))
            else:
                self._done[name] = day
