"""Many at once."""

import threading
import time
from functools import partial


def at_once(*calls):
    """The results of calls that were held back until all were ready, in their order."""
    results, gate = [None] * len(calls), threading.Barrier(len(calls))

    def run(place, call):
        gate.wait(60)
        results[place] = call()

    together([partial(run, *pair) for pair in enumerate(calls)])
    return results


def together(calls, seconds=120):
    """Run the calls side by side to their end; what one of them raised is raised here."""
    raised = []

    def run(call):
        try:
            call()
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=[call], daemon=True) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds)
        assert not thread.is_alive(), "a client hangs"
    if raised:
        raise raised[0]


def wait_until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
