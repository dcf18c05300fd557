"""Schemathesis, which knows this API by its OpenAPI document alone, asks a real server as a village and as the centre.

The seed is fixed. `JUNPING_FUZZ=500` asks otherwise each time, so often, and at every bound of every field.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.abuse.process import Site
from tests.failures.conftest import ROOT, own_database
from tests.failures.ending import ends_well

pytest.importorskip("schemathesis", reason="schemathesis comes with requirements-dev.txt")
pytestmark = [pytest.mark.experiment, pytest.mark.django_db]
MANY = int(os.environ.get("JUNPING_FUZZ", "0"))
EXAMPLES, PHASES = (MANY, "coverage,fuzzing,stateful") if MANY else (2, "fuzzing,stateful")
SEED = random.randrange(10**6) if MANY else 20231124
VILLAGE = "431224105207"
PARTY = {"role": "applicant", "name": "谌绍文", "id_number": "11010519491231002X", "phone": "13812340726"}
KINDS = [
    {"kind": "petition", "petition_class": "appeal"},
    {"kind": "petition", "petition_class": "accusation"},
    {"kind": "dispute"},
    {"kind": "request"},
]


@pytest.fixture(scope="module")
def site(tmp_path_factory, django_db_setup):
    """A place with a few records of each kind, some of them on their way."""
    with own_database() as url:
        made = Site(tmp_path_factory.mktemp("schemathesis"), url)
        made.settle()
        made.start()
        made.known = {"cases": ["JP-2026-9999"], "hazards": ["JP-2026-H9999"], "seed": SEED}
        try:
            _furnish(made)
            yield made
        finally:
            made.stop()


def _furnish(site):
    for who in ("center", "village"):
        for kind in KINDS:
            value = {**kind, "category": "land", "title": "界址争议", "source": "visit", "parties": [PARTY]}
            site.known["cases"].append(_made(site, who, "cases/", {**value, "unit": VILLAGE}))
        value = {"domain": "fire", "title": "线路老化", "source": "patrol", "unit": VILLAGE}
        site.known["hazards"].append(_made(site, who, "hazards/", value))
    _made(site, "center", "campaigns/", {"name": "大检查", "starts_on": "2026-01-01"})
    for number in site.known["cases"][3:5]:
        site.call("POST", f"cases/{number}/actions/accept/", {}, "center")
        site.call("POST", f"cases/{number}/actions/assign/", {"officer": "center"}, "center")


def _made(site, who, path, value):
    status, _, body = site.call("POST", path, value, who)
    assert status == 201, body.decode()
    return json.loads(body).get("number")


@pytest.mark.parametrize("who", ["village", "center"])
def test_schemathesis_finds_no_failure_and_no_answer_that_is_not_described(site, who):
    program = Path(sys.executable).with_name("schemathesis")
    options = ["--seed", str(SEED), "--max-examples", str(EXAMPLES), "--phases", PHASES, "--no-color"]
    options += ["--header", f"Authorization: Bearer {site.tokens[who]}", f"http://127.0.0.1:{site.port}/api/v1/schema/"]
    asked = subprocess.run(
        [program, "--config-file", ROOT / "tests/abuse/schemathesis.toml", "run", *options],
        cwd=site.log.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), "KNOWN_HERE": json.dumps(site.known)},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert asked.returncode == 0, asked.stdout + asked.stderr
    for path in ("cases/?page_size=200", "hazards/?page_size=200", "board/", "campaigns/"):
        assert site.call("GET", path, who=who)[0] == 200, path
    ends_well(site)
