"""Next year's arrangement of days off is not there yet: work goes on, marked; it arrives, and its loading is killed."""

import time

import pytest

from tests.failures.ending import ends_well, seen
from tests.failures.town import of, own_town
from tests.failures.wire import ask

pytestmark = pytest.mark.experiment
MATTERS, KILLED_AT = 12, 5
ADMIN = """
import django; django.setup()
from junping.backoffice import accounts
from junping.org.actor import Actor, system
from junping.org.models import User
unit = User.objects.get(username="center").unit
values = {"name": "admin", "unit": unit, "roles": ["admin"], "cleared": False, "is_active": True}
accounts.create_user(system(), "admin", None, values)
"""
LOAD = """
import django, os, signal; django.setup()
from junping.history import append
from junping.org.actor import Actor
from junping.org.models import User
from junping.workflow import calendars
from tests.workflow.test_calendars import NOTICE, arrangement
seen, insert_all = [], append.insert_all
def insert_and_stop(rows):
    insert_all(rows)
    seen.extend(event for event in rows if event.action == "recalculate")
    if len(seen) >= {0}:
        os.kill(os.getpid(), signal.SIGKILL)
append.insert_all = insert_and_stop
calendars.load_year(Actor.of(User.objects.get(username="admin"), "admin"), 2027, NOTICE, arrangement())
"""


@pytest.fixture
def town(tmp_path, monkeypatch):
    clock = tmp_path / "clock"
    clock.write_text("2026-12-07T09:00:00+08:00")
    monkeypatch.setenv("TEST_CLOCK", str(clock))
    with own_town(tmp_path, "tests.failures.moved_clock") as made:
        yield made


def accepted(town, title):
    number = town.logged(title, kind="petition", petition_class="appeal")["number"]
    return town.done("center", number, "accept", notified_on="2026-12-07", route="petition")


def handling(town, number):
    """The sixty days: (provisional, due)."""
    clocks = town.client("center").get(f"{of(number)}deadlines/").json
    return next((clock["provisional"], clock["due_on"]) for clock in clocks if clock["rule"] == "handling")


def warnings(town):
    return [
        line for line in ask(town, "GET", "/readyz")[2].decode().split("。") if "2027年的放假安排还没有录入" in line
    ]


def test_provisional_until_it_is_loaded_and_what_a_killed_loading_left_is_counted_anew_by_itself_and_once(town):
    assert town.python(ADMIN).returncode == 0
    records = [accepted(town, f"暂定{n}") for n in range(MATTERS)]
    gone = accepted(town, "作废的")
    town.done("leader", gone["number"], "void", reason="登记错误")
    assert {handling(town, record["number"]) for record in records} == {(True, "2027-02-09")}
    assert warnings(town)

    assert town.python(LOAD.format(KILLED_AT)).returncode == -9
    assert not warnings(town)
    counted = [handling(town, record["number"]) for record in records]
    assert counted.count((False, "2027-02-15")) == KILLED_AT - 1
    assert counted.count((True, "2027-02-09")) == MATTERS - KILLED_AT + 1

    town.stop()
    town.start()
    latest = time.monotonic() + 30
    while any(handling(town, record["number"])[0] for record in records):
        assert time.monotonic() < latest
        time.sleep(0.1)
    later = accepted(town, "录入以后")
    assert {handling(town, record["number"]) for record in [*records, later]} == {(False, "2027-02-15")}
    assert handling(town, gone["number"]) == (True, "2027-02-09")
    stories = ends_well(town, [later])["records"]
    moved = {n: [event["action"] for event in told["story"]].count("recalculate") for n, told in stories.items()}
    assert moved == {record["number"]: 1 for record in records} | {gone["number"]: 0, later["number"]: 0}
    seen("calendar loaded", killed_after=KILLED_AT - 1, then=MATTERS - KILLED_AT + 1)
