"""People who go on logging cases while the database comes and goes."""

import secrets
import threading
import time
from collections import Counter
from contextlib import contextmanager


class Load:
    """`acknowledged`: the records as they were answered, each by its key; `statuses`: every answer there was."""

    def __init__(self, town, clients):
        self.town, self.ended = town, threading.Event()
        self.acknowledged, self.statuses, self.unfit = {}, Counter(), []
        self.threads = [threading.Thread(target=self._log, args=[n], daemon=True) for n in range(clients)]

    def _log(self, client):
        program, n, mark = self.town.client(), 0, secrets.token_hex(4)
        while not self.ended.is_set():
            n += 1
            self._until_acknowledged(program, f"{mark}-{client}-{n:04d}")

    def _until_acknowledged(self, program, key):
        """As a village's program does: the same key again until it is answered with success."""
        while (answer := program.log(key, key)).status != 201:
            self.statuses[answer.status] += 1
            if not is_unavailable(answer):
                self.unfit.append((answer.status, answer.body))
                return
            time.sleep(0.05)
        self.statuses[201] += 1
        self.acknowledged[key] = answer.json

    def reaches(self, more):
        """Wait until so many more are acknowledged."""
        wanted, latest = len(self.acknowledged) + more, time.monotonic() + 30
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < latest, (self.statuses, self.unfit)
            time.sleep(0.01)


def is_unavailable(answer):
    return (
        answer.status == 503
        and answer.headers["Retry-After"].isdigit()
        and answer.headers["Content-Type"] == "application/problem+json"
        and b"Traceback" not in answer.body
    )


@contextmanager
def under_load(town, clients=6):
    load = Load(town, clients)
    for thread in load.threads:
        thread.start()
    try:
        load.reaches(20)
        yield load
        load.reaches(20)
    finally:
        load.ended.set()
        for thread in load.threads:
            thread.join(60)
    assert load.unfit == []
    assert not any(thread.is_alive() for thread in load.threads)
