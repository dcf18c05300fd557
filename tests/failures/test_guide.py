"""docs/api.md works when it is pasted: its commands and its program are run against a real server, in their order."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.failures.conftest import ROOT, Server, own_database

GUIDE = (ROOT / "docs" / "api.md").read_text("utf-8")
SETUP = """
import django; django.setup()
from junping.org.models import Unit, User
from junping.org.tree import hang
town = Unit(code="431224105000", name="均坪镇", level="town"); town.save(); hang(town, None); town.save()
unit = Unit(code="431224105207", name="板溪村", level="village"); unit.save(); hang(unit, town); unit.save()
User.objects.create_user("village-06", "junping-demo", name="板溪村综治中心", unit=unit, roles="village")
"""
# Notes the status of every curl, whatever the guide does with its output.
CURL = """#!/bin/sh
exec {curl} "$@" -w '%{{stderr}}HTTP %{{http_code}} %{{method}} %{{url_effective}}\\n'
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with own_database() as url:
        made = Server(tmp_path_factory.mktemp("guide"), url, settings="junping.settings")
        made.migrate()
        set_up = made.python(SETUP)
        assert set_up.returncode == 0, set_up.stderr
        made.start()
        yield made
        made.stop()


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def run(server, folder, script):
    """The script in a folder of its own, with the guide's `python` and a curl that notes each status."""
    tools = folder / ".venv/bin"
    tools.mkdir(parents=True, exist_ok=True)
    (tools / "curl").write_text(CURL.format(curl=shutil.which("curl")))
    (tools / "python").write_text(f'#!/bin/sh\ncd {ROOT} && exec {sys.executable} "$@"\n')
    for tool in tools.iterdir():
        tool.chmod(0o755)
    environment = {**server.environment, "PATH": f"{tools}:{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture(scope="module")
def pasted(server, tmp_path_factory):
    """All of the guide's commands, pasted one block after the other; then what the next test needs."""
    assert shutil.which("curl"), "the guide's commands need curl"
    script = "\n".join(blocks("sh")).replace("127.0.0.1:8000", f"127.0.0.1:{server.port}")
    folder = tmp_path_factory.mktemp("pasted")
    return folder, run(server, folder, script + '\necho; echo "TOKEN=$TOKEN"\n')


@pytest.mark.experiment
def test_every_command_works_when_pasted(pasted):
    folder, done = pasted
    assert done.returncode == 0, done.stderr
    met = re.findall(r"^HTTP (\d+) (\w+) (\S+)", done.stderr, re.MULTILINE)
    assert len(met) == len(re.findall(r"\bcurl ", "\n".join(blocks("sh")))) + 2
    assert [one for one in met if one[0] not in {"200", "201", "304"}] == []
    assert [one[0] for one in met].count("304") == 1
    assert (folder / "note.txt").read_bytes() == (folder / "note-back.txt").read_bytes()


@pytest.mark.experiment
def test_the_program_hands_in_fifty_records_and_nothing_twice(server, pasted):
    folder, done = pasted
    token = re.search(r"^TOKEN=(\S+)$", done.stdout, re.MULTILINE)[1]
    program = folder / "hand_in.py"
    program.write_text(blocks("python")[0], "utf-8")
    environment = {**server.environment, "BASE": f"http://127.0.0.1:{server.port}/api/v1", "TOKEN": token}

    def hand_in():
        return subprocess.run(
            [sys.executable, str(program)], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
        )

    first = hand_in()
    assert first.returncode == 0, first.stderr
    assert first.stdout.count("created") == 50
    outbox = folder / "outbox.json"
    assert json.loads(outbox.read_text("utf-8")) == []
    assert hand_in().stdout == ""
    wrong = {
        "idempotency_key": "wrong-000001",
        "kind": "request",
        "title": "路灯",
        "source": "nix",
        "category": "other",
    }
    right = {**wrong, "idempotency_key": "right-000001", "source": "visit"}
    outbox.write_text(json.dumps([wrong, right]), "utf-8")
    mixed = hand_in().stdout
    assert ("有误" in mixed, "source" in mixed, "created" in mixed) == (True, True, True)
    assert json.loads(outbox.read_text("utf-8")) == [wrong]
    outbox.write_text(json.dumps([right]), "utf-8")
    assert "exists" in hand_in().stdout


def test_what_the_guide_names_is_there():
    from cases.urls import SHELF as CASES
    from safety.urls import SHELF as HAZARDS

    for shelf, line in ((CASES, "事项 | `kind`"), (HAZARDS, "隐患 | `status`")):
        told = set(re.findall(r"`(\w+)`", next(row for row in GUIDE.splitlines() if line in row)))
        assert told == {*shelf.filters.base_filters, *shelf.orderings}
