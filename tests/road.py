"""A builder that walks the real road: every record of the tests came to its state by acts of the engine."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from junping.clocks.now import today
from junping.history.models import Event
from junping.history.sources import sources
from junping.history.state import state_of
from junping.notify.models import Notice
from junping.workflow import engine
from junping.workflow.act import Done
from junping.workflow.refusals import Invalid, Refusal
from junping.workflow.registry import Domain, domain
from tests.cast import Cast

CASE_KINDS = ("petition", "proposal", "accusation", "dispute", "request")
LEFT_OUT = object()

# What a clerk fills in; values that are functions are asked for the cast, for they name people, units or days.
GIVEN: Mapping[str, Mapping[str, Any]] = {
    "accept": {},
    "decline": {"reason": "不属于本机关职责"},
    "refer": {"to_body": "溆浦县自然资源局", "reason": "属其职责"},
    "assign": {
        "officer": "officer",
        "handling_unit": lambda cast: cast.code("handling"),
        "co_units": lambda cast: [cast.code("helping")],
    },
    "send_back": {"reason": "不归我们办"},
    "urge": {"text": "请抓紧"},
    "ask_reporter": {"text": "请补充地块位置"},
    "take_charge": {"lead": "leader"},
    "note": {"text": "已上门走访"},
    "comment": {"text": "依法办理"},
    "suspend": {"reason": "等待鉴定"},
    "resume": {},
    "close": {"outcome": "resolved"},
    "withdraw": {"reason": "已自行和解"},
    "follow_up": {"satisfaction": 5, "held": "yes"},
    "reopen": {"reason": "又起争议"},
    "supervise": {"text": "限期办结", "due_on": lambda cast: "2026-12-31"},
    "answer_supervision": {"text": "已办"},
    "mark_repeat": {"of": "", "reason": "核对过"},
    "recuse": {"users": [], "reason": "没有应回避的人"},
    "void": {"reason": "登记错了"},
    "settle": {"form": "written", "terms": "各让一步", "effective_on": lambda cast: today().isoformat()},
    "mediation_failed": {"reason": "谈不拢", "advised_route": "litigation"},
    "request_confirmation": {"filed_on": lambda cast: today().isoformat(), "court": "溆浦县人民法院"},
    "request_review": {"requested_on": lambda cast: today().isoformat(), "body": "溆浦县人民政府"},
    "review": {"decision": "uphold", "opinion": "维持", "delivered_on": lambda cast: today().isoformat()},
    "request_recheck": {"requested_on": lambda cast: today().isoformat(), "body": "怀化市人民政府"},
    "hearing": {"from": lambda cast: today().isoformat(), "to": lambda cast: today().isoformat()},
    "recheck": {
        "decision": "uphold",
        "opinion": "维持",
        "outcome": "explained",
        "delivered_on": lambda cast: today().isoformat(),
    },
    "grade": {"level": "general", "reason": "核实后定级"},
    "order": {
        "responsible_unit": lambda cast: cast.code("handling"),
        "measures": "更换线路",
        "due_on": "2026-12-31",
        "officer": "officer",
    },
    "rectify_on_spot": {"measures": "当场清理", "rectified_on": lambda cast: today().isoformat()},
    "rectify": {"report": "已更换", "rectified_on": lambda cast: today().isoformat()},
    "pass": {"inspected_on": lambda cast: today().isoformat(), "inspectors": ["周敏", "李强"]},
    "fail": {
        "inspected_on": lambda cast: today().isoformat(),
        "inspectors": ["周敏"],
        "reason": "没有换完",
        "due_on": "2026-12-31",
    },
    "hand_over": {"to_body": "溆浦县应急管理局", "reason": "超出本镇职责"},
}
TOLD = {"notified_on": lambda cast: today().isoformat()}
GIVEN_BY_KIND: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("petition", "accept"): TOLD | {"route": "petition"},
    ("proposal", "accept"): TOLD,
    **{(kind, action): TOLD for kind in ("petition", "proposal", "accusation") for action in ("decline", "refer")},
    ("petition", "reply"): {
        "opinion": "支持请求",
        "decision": "support",
        "delivered_on": lambda cast: today().isoformat(),
    },
    ("request", "reply"): {"opinion": "已经处理", "delivered_on": lambda cast: today().isoformat()},
    ("petition", "extend"): {"days": 10, "reason": "情况复杂", "notified_on": lambda cast: today().isoformat()},
    ("dispute", "extend"): {"days": 10, "reason": "还在商量", "agreed_by_parties": True},
    ("hazard", "extend"): {"due_on": "2027-01-31", "reason": "工期"},
    ("petition", "ask_extension"): {"days": 10, "reason": "情况复杂"},
    ("hazard", "ask_extension"): {"due_on": "2027-01-31", "reason": "工期"},
    ("hazard", "send_back"): {"reason": "不归本单位整改"},
    ("hazard", "reopen"): {"reason": "又出现", "due_on": "2026-12-31"},
}
CASE = {"category": "land", "title": "反映占地补偿", "description": "占了地没有补", "source": "visit"}
BORN: Mapping[str, Mapping[str, Any]] = {
    "petition": CASE | {"kind": "petition", "petition_class": "appeal"},
    "proposal": CASE | {"kind": "petition", "petition_class": "proposal"},
    "accusation": CASE | {"kind": "petition", "petition_class": "accusation", "category": "discipline"},
    "dispute": CASE | {"kind": "dispute", "category": "neighbour", "title": "宅基地边界"},
    "request": CASE | {"kind": "request", "source": "yard_meeting", "title": "路灯不亮"},
    "hazard": {"domain": "fire", "title": "电线老化", "source": "patrol", "site": "村口小卖部"},
}

# state: who does what after registering
ANSWERED = [("center", "accept"), ("center", "assign"), ("officer", "reply")]
_SIMPLE = {
    "registered": [],
    "accepted": [("center", "accept")],
    "handling": [("center", "accept"), ("center", "assign")],
    "declined": [("center", "decline")],
    "referred": [("center", "refer")],
    "voided": [("center", "void")],
}
_PETITION = _SIMPLE | {
    "replied": ANSWERED,
    "closed": [*ANSWERED, ("center", "close")],
    "reviewing": [*ANSWERED, ("center", "request_review")],
    "reviewed": [*ANSWERED, ("center", "request_review"), ("center", "review")],
    "rechecking": [
        *ANSWERED,
        ("center", "request_review"),
        ("center", "review"),
        ("center", "request_recheck"),
    ],
}
_SETTLED = [("center", "accept"), ("center", "assign"), ("officer", "settle")]
ROADS: Mapping[str, Mapping[str, list[tuple[str, str]]]] = {
    "petition": _PETITION,
    "proposal": _PETITION,
    "accusation": {name: _SIMPLE[name] for name in ("registered", "declined", "referred", "voided")},
    "dispute": _SIMPLE
    | {
        "suspended": [*_SIMPLE["handling"], ("center", "suspend")],
        "settled": _SETTLED,
        "closed": [*_SETTLED, ("center", "close")],
    },
    "request": _SIMPLE
    | {
        "suspended": [*_SIMPLE["handling"], ("center", "suspend")],
        "replied": ANSWERED,
        "closed": [*ANSWERED, ("center", "close")],
    },
    "hazard": {
        "registered": [],
        "rectifying": [("center", "order")],
        "rectified": [("center", "order"), ("officer", "rectify")],
        "closed": [("center", "order"), ("officer", "rectify"), ("center", "pass")],
        "referred": [("center", "hand_over")],
        "voided": [("center", "void")],
    },
}


def problems_of(refusal: Refusal) -> dict[str, str]:
    assert isinstance(refusal, Invalid), repr(refusal)
    return {problem.field: problem.code for problem in refusal.problems}


@dataclass
class Matter:
    """One record under test, by its number."""

    cast: Cast
    kind: str
    domain: Domain
    number: str

    def given(self, action: str, **data: Any) -> dict[str, Any]:
        """What a clerk fills in for this action, with `data` over it; `LEFT_OUT` takes a field away."""
        kind = "petition" if self.kind == "proposal" and (self.kind, action) not in GIVEN_BY_KIND else self.kind
        usual = {**GIVEN.get(action, {}), **GIVEN_BY_KIND.get((kind, action), {})}
        filled = {name: value(self.cast) if callable(value) else value for name, value in usual.items()}
        return {name: value for name, value in (filled | data).items() if value is not LEFT_OUT}

    def do(self, who: str, action: str, *, via: str = "api", seen: int | None = None, **data: Any) -> Done:
        """One act, filled in as usual."""
        return self.act(who, action, self.given(action, **data), via=via, seen=seen)

    def act(self, who: str, action: str, data: Mapping[str, Any], *, via: str = "api", seen: int | None = None) -> Done:
        """One act with exactly this data."""
        return engine.perform(self.domain, self.number, action, self.cast.actor(who, via), data, seen=seen)

    def refused(self, who: str, action: str, **data: Any) -> Refusal:
        """The refusal of an act that must be refused."""
        with pytest.raises(Refusal) as caught:
            self.do(who, action, **data)
        return caught.value

    def invalid(self, who: str, action: str, **data: Any) -> dict[str, str]:
        """Field and code of each problem of an act that cannot be taken for its data."""
        return problems_of(self.refused(who, action, **data))

    def walk(self, *steps: tuple[str, str]) -> "Matter":
        for who, action in steps:
            self.do(who, action)
        return self

    @property
    def record(self) -> Any:
        """Read anew."""
        return self.domain.model.objects.select_related(*self.domain.related).get(number=self.number)

    @property
    def status(self) -> str:
        return str(self.record.status)

    @property
    def children(self) -> Any:
        return self.domain.load(self.record)

    @property
    def clocks(self) -> list[Any]:
        return list(self.domain.clock_model.objects.filter(record__number=self.number).order_by("id"))

    def clock(self, rule: str) -> Any:
        """The newest clock of this rule; None where there was none."""
        return next((clock for clock in reversed(self.clocks) if clock.rule == rule), None)

    def running(self) -> dict[str, str]:
        """Rule and due date of what runs."""
        return {clock.rule: str(clock.due_on) for clock in self.clocks if clock.state == "running"}

    @property
    def events(self) -> list[Event]:
        return list(Event.objects.filter(subject=self.record.chain_subject).order_by("seq"))

    @property
    def last(self) -> Event:
        return self.events[-1]

    def allowed(self, who: str) -> list[str]:
        from junping.workflow import policy

        actions = policy.allowed(self.domain, self.record, self.cast.actor(who), self.children)
        return [action.name for action in actions]

    def told(self) -> dict[str, str]:
        """Who was told of it, and the last line of each."""
        rows = Notice.objects.filter(number=self.number).order_by("id").values_list("recipient__username", "text")
        return dict(rows)

    def problem(self) -> str:
        """What `verify` would say of this record alone; empty if it is whole."""
        from junping.history.checks import COLUMNS, compare, walk
        from junping.vault.cipher import derived_key

        record = self.record
        source = next(source for source in sources() if source.prefix == self.domain.record_type)
        extra = source.extra([record]) if source.extra else {}
        chain = walk(
            record.chain_subject,
            Event.objects.filter(subject=record.chain_subject).order_by("seq").values(*COLUMNS),
        )
        found = chain.problem or compare(record, chain, derived_key("history"), state_of(record, extra.get(record.pk)))
        return str(found) if found else ""


@dataclass
class Road:
    """Where records come from."""

    cast: Cast

    def log(self, kind: str = "petition", who: str = "village", /, *, via: str = "api", **data: Any) -> Matter:
        """A new record of this kind, filled in as usual with `data` over it."""
        matter, _ = self.logged(kind, who, via=via, **data)
        return matter

    def logged(self, kind: str, who: str = "village", /, *, via: str = "api", **data: Any) -> tuple[Matter, Done]:
        found = domain("hazard" if kind == "hazard" else "case")
        filled = dict(BORN[kind]) | data
        if "unit" not in filled and "village" not in self.cast.users[who].roles:
            filled["unit"] = self.cast.code("village")
        given = {name: value for name, value in filled.items() if value is not LEFT_OUT}
        done = engine.register(found, self.cast.actor(who, via), given)
        return Matter(self.cast, kind, found, done.record.number), done

    def unfit(self, kind: str = "petition", who: str = "village", /, **data: Any) -> dict[str, str]:
        """Field and code of each problem of a registration that cannot be taken."""
        with pytest.raises(Refusal) as caught:
            self.log(kind, who, **data)
        return problems_of(caught.value)

    def at(self, kind: str, state: str, **data: Any) -> Matter:
        """A record that the real road has brought into this state."""
        return self.log(kind, **data).walk(*ROADS[kind][state])


@pytest.fixture
def road(cast: Cast) -> Road:
    return Road(cast)
