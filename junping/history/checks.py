"""Is this chain whole, and does the record agree with it? Pure: rows come in as mappings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from junping.history.chain import TOLD, event_hash, genesis, payload_digest, state_digest

# What has to be read of an event.
COLUMNS = ("id", *TOLD, "note", "data", "salt", "state_digest", "hash")


@dataclass(frozen=True)
class Problem:
    """What is wrong with one subject; `seq` is the event concerned, if it is one."""

    subject: str
    text: str
    seq: int | None = None

    def __str__(self) -> str:
        return f"{self.subject} 第 {self.seq} 条：{self.text}" if self.seq else f"{self.subject}：{self.text}"


@dataclass(frozen=True)
class Chain:
    """What a walk along a chain found: the first problem, if any, and the last event."""

    problem: Problem | None
    last: Mapping[str, Any] | None


def walk(subject: str, events: Iterable[Mapping[str, Any]]) -> Chain:
    """Check every event of a chain, given in the order of `seq`, with the COLUMNS."""
    problem, last = None, None
    for event in events:
        if problem is None:
            wrong = _wrong(subject, event, last)
            problem = Problem(subject, wrong, event["seq"]) if wrong else None
        last = event
    return Chain(problem, last)


def compare(row: Any, chain: Chain, key: bytes, state: dict[str, Any]) -> Problem | None:
    """Say what is wrong between a record and the last event of its chain, None if nothing is."""
    subject, last = row.chain_subject, chain.last
    if last is None:
        if row.version:
            return Problem(subject, f"全部 {row.version} 条经过都不在了")
        return Problem(subject, "没有任何经过：这条记录不是经本系统登记的")
    if last["seq"] < row.version:
        return Problem(subject, f"自此至第 {row.version} 条的经过不在了", last["seq"] + 1)
    if last["seq"] > row.version:
        return Problem(subject, f"记录只到第 {row.version} 条：记录被改回，或有经过是插入的", last["seq"])
    if row.head_hash != last["hash"] or last["state_digest"] != state_digest(key, last, row.stamp, state):
        return Problem(subject, "记录与它最后一条经过不符：记录或这条经过被改动过", last["seq"])
    return None


def _wrong(subject: str, event: Mapping[str, Any], before: Mapping[str, Any] | None) -> str:
    expected = before["seq"] + 1 if before else 1
    if event["seq"] != expected:
        return f"前面缺第 {expected} 条" if event["seq"] > expected else "序号不对"
    if event["payload_digest"] != payload_digest(event["salt"], event["note"], event["data"]):
        return "说明或内容被改动过"
    if event["hash"] != event_hash(event):
        return "被改动过"
    if event["prev_hash"] != (before["hash"] if before else genesis(subject)):
        return "与前一条接不上：有经过被删除、插入或调换"
    if before and event["id"] <= before["id"]:
        return "写入的先后被改动过"
    return ""
