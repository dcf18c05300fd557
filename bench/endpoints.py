"""What is asked of the servers? The same of each, as far as it has it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from urllib.parse import quote

from bench import places
from bench.load import Request

# The plain app twice: as Django comes, and on kept connections.
PLAIN = ("plain", "kept")
PAGE = 20
ACTED_ON = 100
# Of a hundred requests of the mixed load (shared/performance.md).
MIX = {"list": 45, "filtered list": 10, "detail": 25, "create": 5, "action": 10, "board": 4, "statistics": 1}
# Rare, common, of four characters, and in no record.
TERMS = ("麒麟", "砚舫", "纠纷", "排水", "宅基地纠", "组向麒麟", "鑫淼", "饕餮")
_API = "/api/v1"
# 先锋村, as in the demo.
A_VILLAGE = "431224105200"


@dataclass(frozen=True, slots=True)
class Target:
    """A server with the token of the centre (and of a village and a handler), and the table its cases lie in."""

    app: str
    size: int
    url: str
    port: int
    token: str
    table: str = "cases_case"
    village: str = ""
    officer: str = ""
    cookie: str = ""

    @property
    def name(self) -> str:
        return f"{self.app} {self.size}"


Ask = Callable[[Target, Random], list[Request]]


def _get(target: Target, path: str, token: str = "") -> Request:
    return Request(f"{_API}/{path}", headers=(("Authorization", token or target.token),))


def _post(target: Target, path: str, body: dict[str, object]) -> Request:
    headers = (("Authorization", target.token), ("Content-Type", "application/json"), ("Idempotency-Key", "bench-@N@"))
    return Request(f"{_API}/{path}", "POST", json.dumps(body, ensure_ascii=False), headers)


def listed(target: Target, rng: Random) -> list[Request]:
    return [_get(target, f"cases/?page_size={PAGE}")]


def of_village(target: Target, rng: Random) -> list[Request]:
    return [_get(target, f"cases/?page_size={PAGE}", target.village)]


def of_officer(target: Target, rng: Random) -> list[Request]:
    return [_get(target, f"cases/?page_size={PAGE}", target.officer)]


def _villages(target: Target) -> list[str]:
    return [str(code) for (code,) in places.facts(target.url, "SELECT code FROM org_unit WHERE level = 'village'")]


def filtered(target: Target, rng: Random) -> list[Request]:
    unit, due = ("unit__code", "due_on__lte") if target.app in PLAIN else ("unit", "due_before")
    last = date.fromordinal(_today(target).toordinal() + 30)
    return [
        _get(target, f"cases/?page_size={PAGE}&{unit}={code}&status=handling&{due}={last}")
        for code in _villages(target)
    ]


def _today(target: Target) -> date:
    found = places.facts(target.url, "SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date")[0][0]
    assert isinstance(found, date)
    return found


def _numbers(target: Target, rng: Random, count: int) -> list[str]:
    ids = [rng.randint(1, target.size) for _ in range(count)]
    query = f"SELECT number FROM {target.table} WHERE id = ANY(%(ids)s)"
    return [str(number) for (number,) in places.facts(target.url, query, {"ids": ids})]


def detail(target: Target, rng: Random) -> list[Request]:
    return [_get(target, f"cases/{number}/") for number in _numbers(target, rng, 500)]


def board(target: Target, rng: Random) -> list[Request]:
    return [_get(target, f"board/?page_size={PAGE}")]


def statistics(target: Target, rng: Random) -> list[Request]:
    year = _today(target).year - 1
    return [_get(target, f"statistics/?record_type=case&from={year}-01-01&to={year}-12-31&by=kind,status")]


def search(target: Target, rng: Random) -> list[Request]:
    name = "search" if target.app in PLAIN else "q"
    return [_get(target, f"cases/?page_size={PAGE}&{name}={quote(term)}") for term in TERMS]


def admin_list(target: Target, rng: Random) -> list[Request]:
    return [Request("/admin/cases/case/", headers=(("Cookie", target.cookie),))]


def create(target: Target, rng: Random) -> list[Request]:
    return [creating(target, rng.choice(_villages(target)))]


def creating(target: Target, village: str) -> Request:
    """A dispute with two parties, in the village of this code."""
    parties = [
        {"role": "applicant", "name": "向志强", "phone": "16900001234", "address": "均坪镇先锋村三组"},
        {"role": "respondent", "name": "舒桂香", "phone": "16900005678", "address": "均坪镇先锋村五组"},
    ]
    body = {
        "kind": "dispute",
        "category": "neighbour",
        "title": "先锋村三组向志强与舒桂香排水纠纷",
        "description": "向志强与舒桂香因排水发生争执，村里先后调解过两次，双方各执一词，请求镇里派人到现场查看。",
        "source": "village",
        "unit": village,
        "place": "先锋村三组",
        "parties": parties,
    }
    return _post(target, "cases/", body)


def action(target: Target, rng: Random) -> list[Request]:
    """Suspend and resume, in turn, cases that are being handled; begun and ended the same day, no pause piles up."""
    query = (
        f"SELECT number, status FROM {target.table} WHERE status IN ('handling', 'suspended') AND kind <> 'petition' "
        f"AND id <= {target.size} ORDER BY id DESC LIMIT {ACTED_ON}"
    )
    found = places.facts(target.url, query)
    first = ["suspend" if status == "handling" else "resume" for _, status in found]
    then = ["resume" if name == "suspend" else "suspend" for name in first]
    return [
        _post(target, f"cases/{number}/actions/{name}/", _GIVEN[name])
        for names in (first, then)
        for (number, _), name in zip(found, names, strict=True)
    ]


_GIVEN: dict[str, dict[str, object]] = {
    "suspend": {"reason": "当事人外出务工，待返乡后继续。"},
    "resume": {"note": "已返乡。"},
}


def mixed(target: Target, rng: Random) -> list[Request]:
    """As many requests as the actions need to come round, in the shares of MIX, well shuffled."""
    actions = action(target, rng)
    whole = len(actions) * 100 // MIX["action"]
    order = [name for name, share in MIX.items() for _ in range(whole * share // 100)]
    rng.shuffle(order)
    asked = {name: ENDPOINTS[name](target, rng) for name in MIX if name != "action"} | {"action": actions}
    turns = dict.fromkeys(asked, 0)
    found = []
    for name in order:
        found.append(asked[name][turns[name] % len(asked[name])])
        turns[name] += 1
    return found


ENDPOINTS: dict[str, Ask] = {
    "list": listed,
    "filtered list": filtered,
    "detail": detail,
    "create": create,
    "action": action,
    "board": board,
    "statistics": statistics,
    "mixed": mixed,
    "search": search,
    "list of a village": of_village,
    "list of a handler": of_officer,
    "admin list": admin_list,
}
OURS_ONLY: Sequence[str] = ("list of a village", "list of a handler", "admin list")
NOT_OF_THE_LIMIT: Sequence[str] = ("search", *OURS_ONLY)


def has(target: Target, name: str) -> bool:
    return name not in {"ours": (), "limit": NOT_OF_THE_LIMIT}.get(target.app, OURS_ONLY)
