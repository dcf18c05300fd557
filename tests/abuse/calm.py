"""Is the program calm: does it answer soon, without a failure, and does everything still live afterwards?"""

import time

from tests.abuse.conftest import undone

QUICK = 5  # seconds for one answer; what is attacked here would take minutes


def alive(scene):
    """Everybody's lists still answer."""
    for path in ("cases/?page_size=200", "hazards/", "board/", "statistics/?record_type=case&by=kind", "cases/?q=争议"):
        assert scene.center.get(path).status_code == 200
    for path in ("/admin/", "/admin/cases/case/?view=all", "/admin/safety/hazard/?view=all", "/admin/history/event/"):
        assert scene.accused_of_all.browser.get(path).status_code == 200


def timed(what, ask, *args, **headers):
    """The answer to `ask(…)`, of which nothing is left; never a failure of ours, never slow."""
    start = time.monotonic()
    with undone():
        answer = ask(*args, **headers)
    spent = time.monotonic() - start
    assert answer.status_code < 500, (what, answer.status_code)
    assert spent < QUICK, (what, spent)
    return answer
