"""A walk at random over the operations of the OpenAPI document: no failure, and every answer as the document says.

The seed is fixed. `JUNPING_FUZZ=2000` walks two thousand other ways, at random.
"""

import json
import os
import re
from urllib.parse import urlencode

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from junping.clocks.now import today
from tests.abuse.calm import alive
from tests.abuse.conftest import undone
from tests.abuse.from_document import Drawing, operations
from tests.abuse.scene import NEIGHBOUR, TOWN, A, B, a_file, case
from tests.api.document import check

WALKS = int(os.environ.get("JUNPING_FUZZ", "0"))
STEPS = 20
WHO = ["center", "center", "leader", "officer", "village_a", "accused_of_all"]
WHO += ["center2", "auditor", "admin", "village_b", "anonymous"]
OPERATIONS = operations()


def things(scene):
    """What a client knows of this town: records of each kind among it, for each has acts of its own."""
    kinds = [scene.village_a.made("cases/", case(kind))["number"] for kind in ("petition", "petition", "request")]
    scene.center.act(kinds[0], "accept", notified_on=today().isoformat(), route="petition")
    scene.center.act(kinds[0], "assign", officer="officer")
    usernames = ["officer", "leader", "center", "village_a", "nobody"]
    units = [TOWN, A, B, NEIGHBOUR, "431224105999"]
    return {
        "number": [],
        "cases": [*kinds, *scene.cases.values(), "JP-2026-9999"],
        "hazards": [*scene.hazards.values(), "JP-2026-H9999"],
        "of": [*scene.cases.values()],
        "file_id": ["0" * 32],
        "party": [1],
        "id": [1],
        "action": ["accept", "note", "order", "register", "nothing"],
        "officer": usernames,
        "lead": usernames,
        "users": usernames,
        "recused": usernames,
        **dict.fromkeys(("unit", "unit_only", "handling_unit", "co_units", "responsible_unit"), units),
        "id_number": ["", "11010519491231002X", "110105194912310020", "K12345678"],
        "phone": ["", "13812340726", "0745-3327719", "abc"],
        "start": ["2026-01-05", "2026-01-05T09:00:00+08:00", "2026-13-01"],
        "days": ["15", "0", "x"],
        "pause": ["2026-01-10..2026-01-12", "x"],
        "Idempotency-Key": ["fuzz-key-0001", "fuzz-key-0002"],
        "If-Match": ['"1"', '"2"', '"3"', "*", "x"],
        "If-None-Match": ['"1"', "*", "x"],
    }


class Walk:
    """One client after another, each asking something."""

    def __init__(self, scene, data):
        self.scene, self.known = scene, things(scene)
        self.draw = Drawing(data, self.known)

    def step(self):
        method, template, operation = self.draw.pick(OPERATIONS)
        person = self.scene.people[self.draw.pick(WHO)]
        self.known["number"] = self.known["hazards" if "hazards" in template else "cases"]
        path, query, headers = self._asked(template, operation)
        content = operation.get("requestBody", {}).get("content", {})
        if "multipart/form-data" in content:
            answer = person.program.post(path, {"file": a_file(), **self._texts(content)}, headers=headers)
        else:
            answer = person.ask(method, path + query, self._body(content), **headers)
        assert answer.status_code < 500, (method, path, answer.status_code)
        if not answer.streaming:
            check(method, path, answer)
            self._remember(answer)

    def _asked(self, template, operation):
        values = {"path": {}, "query": {}, "header": {}}
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "path" or parameter.get("required") or self.draw.chance(4):
                value = self.draw.value(parameter["schema"], parameter["name"])
                values[parameter["in"]][parameter["name"]] = _plain(value)
        path = re.sub(r"{(\w+)}", lambda hole: values["path"][hole[1]].replace("/", "") or "x", template)
        query = f"?{urlencode(values['query'])}" if values["query"] else ""
        return _ascii(path), query, values["header"]

    def _texts(self, content):
        given = self.draw.value(content["multipart/form-data"]["schema"])
        return {name: _plain(value) for name, value in given.items() if name != "file" and value is not None}

    def _body(self, content):
        if "application/json" not in content:
            return None
        value = self.draw.value(content["application/json"]["schema"])
        return json.dumps(self.draw.damaged(value) if self.draw.chance(4) else value)

    def _remember(self, answer):
        """Numbers, parties and files that came of it are asked for later on."""
        if answer.status_code not in {200, 201} or not answer["Content-Type"].endswith("json"):
            return
        value = answer.json()
        if isinstance(value, dict) and "number" in value:
            self.known["hazards" if "-H" in value["number"] else "cases"].append(value["number"])
            self.known["party"] += [party["id"] for party in value.get("parties", ())]
        if isinstance(value, dict) and isinstance(value.get("id"), int):
            self.known["id"].append(value["id"])


def _plain(value):
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def _ascii(path):
    from urllib.parse import quote

    return quote(path, safe="/", errors="replace")


@settings(
    max_examples=WALKS or 12,
    deadline=None,
    derandomize=not WALKS,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_no_walk_ends_in_a_failure_and_every_answer_is_as_described(furnished, data):
    with undone():
        walk = Walk(furnished, data)
        for _ in range(STEPS):
            walk.step()
        alive(furnished)
