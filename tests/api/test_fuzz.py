"""Whatever is sent, the answer is never a 5xx, and no row breaks a list."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from junping.workflow.registry import domains
from tests.api.cast import MINE, OTHER, People, case, hazard, of
from tests.api.test_acts import handled

STRANGE = [
    *("", " ", "\u0000", "\ud800", "\u202e", "\ufeff", "𠮷", "%", "_", "'", '"', "\\", "<b>", "=1+1", "../..", "none"),
    *("0001-01-01", "9999-12-31", "2026-02-30", "2026-01-05T09:00:00+08:00", "2026-01-05T09:00:00+99:99", "1e5", "-0"),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "x" * 300, "431224105207", "center", "JP-2026-0001"),
    *(0, -1, 1, 2**31, 2**53, -(2**53), 0.1, 1e20, True, False, None),
]
LEAF = st.one_of(
    st.sampled_from(STRANGE), st.text(max_size=20), st.integers(-(2**60), 2**60), st.floats(), st.dates().map(str)
)
VALUE = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
QUIET = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def sent(value):
    """As JSON, whatever it holds: what is no JSON is sent all the same."""
    return json.dumps(value)


class Strange(TestCase):
    @pytest.fixture(autouse=True)
    def unlimited(self, settings):
        settings.RATE = 0

    def setup_example(self):
        super().setup_example()
        self.people = People()

    def bears(self, answer):
        assert answer.status_code < 500, answer.content.decode()
        return answer

    def lists_live(self):
        for path in ("cases/", "hazards/", "board/", "campaigns/", "statistics/?record_type=case&by=category,source"):
            assert self.people.center.get(path).status_code == 200

    @QUIET
    @given(
        st.sampled_from([case(), case("petition"), hazard()]), st.dictionaries(st.text(max_size=8), VALUE), st.data()
    )
    def test_what_is_handed_in(self, base, more, data):
        path = "hazards/" if "domain" in base else "cases/"
        asked = {
            f.name
            for d in domains()
            if d.plural in path
            for t in d.tables.values()
            for f in next(a for a in t.actions if a.name == "register").asks
        }
        changed = data.draw(st.dictionaries(st.sampled_from(sorted(asked)), VALUE, max_size=4))
        body = {**base, **more, **changed} if data.draw(st.booleans()) else {**base, **changed}
        self.bears(self.people.mine.post(path, sent(body)))
        self.bears(self.people.mine.post(f"{path}bulk/", sent({"items": [{**body, "idempotency_key": "fuzz-000001"}]})))
        self.lists_live()

    @QUIET
    @given(st.data())
    def test_what_is_done(self, data):
        people = self.people
        record = handled(people) if data.draw(st.booleans()) else people.mine.log("petition")
        if data.draw(st.booleans()):
            record = people.mine.log("hazard")
        domain = next(d for d in domains() if d.plural in of(record))
        action = data.draw(st.sampled_from([a for t in domain.tables.values() for a in t.actions if a.asks]))
        body = data.draw(
            st.fixed_dictionaries({}, optional={f.name: VALUE for f in action.asks} | {"occurred_at": VALUE})
        )
        for person in (people.center, people.leader):
            self.bears(person.post(f"{of(record)}actions/{action.name}/", sent(body)))
        self.bears(people.center.patch(of(record), sent(body)))
        assert people.center.get(of(record) + "events/").status_code == 200
        self.lists_live()

    @QUIET
    @given(st.data())
    def test_what_is_asked(self, data):
        text = st.one_of(st.sampled_from([v for v in STRANGE if isinstance(v, str)]), st.text(max_size=12))
        names = [
            "kind",
            "status",
            "unit",
            "officer",
            "q",
            "received_from",
            "closed_to",
            "due_before",
            "ordering",
            "cursor",
        ]
        names += [
            "page_size",
            "count",
            "light",
            "outcome",
            "campaign",
            "found_to",
            "start",
            "days",
            "pause",
            "by",
            "from",
        ]
        path = data.draw(
            st.sampled_from(["cases/", "hazards/", "board/", "statistics/", "calendar/due/", "campaigns/"])
        )
        query = data.draw(st.dictionaries(st.sampled_from(names), text, min_size=1, max_size=3))
        client = self.people.center.client
        fit = {name: value.encode("utf-8", "surrogatepass") for name, value in query.items()}
        self.bears(client.get(f"/api/v1/{path}", fit))
        self.bears(client.get(f"/api/v1/{path}", {**fit, "record_type": "case"}))

    @QUIET
    @given(VALUE, st.dictionaries(st.sampled_from(["name", "starts_on", "ends_on", "domains", "target"]), VALUE))
    def test_campaigns_and_visits(self, value, changed):
        people = self.people
        drive = people.center.post("campaigns/", {"name": "大检查", "starts_on": "2026-01-01"}).json()["id"]
        self.bears(people.center.post("campaigns/", sent({"name": "甲", "starts_on": "2026-01-01", **changed})))
        for name in ("unit", "visited_on", "count", "household", "people", "result"):
            body = {"unit": MINE, "visited_on": "2026-01-02", name: value}
            self.bears(people.mine.post(f"campaigns/{drive}/visits/", sent(body)))
        self.bears(people.mine.post(f"campaigns/{drive}/visits/", sent(value)))
        self.bears(people.other.post("hazards/", sent(hazard(unit=OTHER, visit=value))))
        self.lists_live()
