"""Migrations go down and up with data in the tables, survive being killed, take turns; nothing is served meanwhile."""

import json
import random
import signal
import time

import pytest

from tests.failures.conftest import Server, own_database
from tests.failures.wire import ask
from tests.keeping.places import Places, here

pytestmark = pytest.mark.experiment
FILL = "from tests.keeping.filling import fill; fill()"
WALK = "from tests.failures.migrating import walk; walk()"
LOOK = "from tests.failures.migrating import look; look()"
# At the one moment when Django itself leaves tables that it does not know of.
KILL = """
import os, signal
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder
note = MigrationRecorder.{0}
def noted(self, app, name):
    os.kill(os.getpid(), signal.SIGKILL) if app == "cases" else note(self, app, name)
MigrationRecorder.{0} = noted
call_command("migrate", *{1}, verbosity=0)
"""
# So many lines does a migration from nothing print before and while it applies them.
LINES = 36


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    made = Places(tmp_path_factory.mktemp("places"))
    yield made
    made.gone()


@pytest.fixture(scope="module")
def filled(places):
    """Rows in every table. Copy it to change it."""
    place = places.migrated(here())
    place.python(FILL)
    return place


@pytest.fixture(scope="module")
def fresh(places):
    """What an undisturbed migration from nothing leads to."""
    return look(places.migrated(here()))


def look(place, *, whole=True):
    """The shape of the tables and the number of their rows; the histories are whole."""
    schema, rows, problems = json.loads(place.python(LOOK).stdout)
    assert not whole or problems == []
    return schema, rows


def kill_after(process, lines, seconds):
    """Kill a command when it has printed so many lines, and a little later."""
    for _ in range(lines):
        if not process.stdout.readline():
            break
    time.sleep(seconds)
    process.kill()
    process.communicate()


def test_every_migration_goes_down_with_its_data_and_up_again(filled, places):
    place = places.copy(filled)
    told = json.loads(place.python(WALK).stdout)
    assert len(told["steps"]) > 10
    for step in told["steps"]:
        app = step["name"].partition(".")[0]
        assert step["came back"], step
        assert {after for _, after in step["lost"].values()} == {None}, step
        assert {table.partition("_")[0] for table in step["lost"]} - {"django"} == {app}, step
    assert told["left"] == []
    assert told["problems"] == []


def test_a_calendar_that_was_taken_away_and_installed_again_goes_on_in_its_history(filled, places):
    place = places.copy(filled)
    before = look(filled)[1]
    place.manage("migrate", "clocks", "zero", "--verbosity", "0")
    place.manage("migrate", "--verbosity", "0")
    after = look(place)[1]
    installed = before["clocks_calendaryear"] + before["clocks_townstandard"]
    assert after == before | {"history_event": before["history_event"] + installed}


def test_killed_at_any_moment_and_run_again_a_migration_from_nothing_ends_as_if_nothing_had_been(places, fresh):
    picked = random.Random(14)
    place = places.new(here())
    for lines in [*sorted(picked.randrange(2, LINES) for _ in range(3)), LINES]:
        kill_after(place.begin("migrate"), lines, picked.random() / 20)
    place.manage("migrate", "--verbosity", "0")
    assert look(place) == fresh


@pytest.mark.parametrize("down", [False, True])
def test_killed_before_it_could_note_what_it_did_a_migration_has_done_nothing(filled, places, fresh, down):
    place = places.copy(filled) if down else places.new(here())
    target = ["cases", "zero"] if down else []
    with pytest.raises(AssertionError):
        place.python(KILL.format("record_unapplied" if down else "record_applied", target))
    place.manage("migrate", *target, "--verbosity", "0")
    place.manage("migrate", "--verbosity", "0")
    assert look(place, whole=not down)[0] == fresh[0]


def test_killed_on_the_way_down_or_up_it_leaves_the_other_tables_and_their_data(filled, places):
    place = places.copy(filled)
    schema, rows = look(place)
    picked = random.Random(15)
    for arguments in (["clocks", "zero"], []):
        kill_after(place.begin("migrate", *arguments), picked.randrange(3, 8), picked.random() / 10)
    place.manage("migrate", "--verbosity", "0")
    after_schema, after = look(place)
    assert after_schema == schema
    assert {name: count for name, count in after.items() if count != rows[name]}.keys() <= {"history_event"}


def test_two_migrations_at_once_take_turns_and_both_end_well(places, fresh):
    place = places.new(here())
    running = [place.begin("migrate") for _ in range(2)]
    said = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    assert sum("No migrations to apply" in out for out, _ in said) == 1
    assert look(place) == fresh


def test_a_database_that_is_behind_is_not_ready_and_not_served(tmp_path):
    with own_database() as url:
        server = Server(tmp_path, url)
        assert server.manage("migrate", "--verbosity", "0").returncode == 0
        server.token = ""
        server.start()
        try:
            assert ask(server, "GET", "/readyz")[0] == 200
            assert server.manage("migrate", "workflow", "0001", "--verbosity", "0").returncode == 0
            status, headers, body = ask(server, "GET", "/readyz")
            assert (status, headers["retry-after"]) == (503, "5")
            assert "migrate" in json.loads(body)["detail"]
            assert ask(server, "GET", "/healthz")[0] == 200
            second = server.manage("serve", "--bind", "127.0.0.1:0")
            assert second.returncode == 1
            assert "migrate" in second.stderr
            assert server.manage("migrate", "--verbosity", "0").returncode == 0
            assert ask(server, "GET", "/readyz")[0] == 200
        finally:
            server.stop(signal.SIGTERM)
