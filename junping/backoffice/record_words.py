"""What are the fields of a domain called, and how do their values read? Taken from its tables and its model."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from junping.backoffice.faces import Words
from junping.clocks.now import SHANGHAI
from junping.history.models import Event
from junping.org.models import Unit, User
from junping.workflow import fields as ask
from junping.workflow.registry import Domain

PEOPLE = {"recused"}
MORE_LABELS = {
    "parties": "当事人",
    "party_name": "当事人",
    "recused": "回避",
    "co_units": "协办单位",
    "missing": "台账未载",
    "file": "文件",
    "sha256": "SHA-256",
    "size": "大小（字节）",
    "occurred_at": "办理时间",
    "created_by": "登记人",
    "repeat_of": "与哪一件重复",
}


class DomainWords:
    """The labels and the options of one domain; made once, they do not change while the program runs."""

    def __init__(self, domain: Domain) -> None:
        self.domain = domain

    @cached_property
    def asks(self) -> Mapping[str, ask.Field]:
        """Every thing asked in any of the domain's tables, by name; the first one counts."""
        found: dict[str, ask.Field] = {}
        for asked in self._all_asks():
            found.setdefault(asked.name, asked)
        return found

    def _all_asks(self) -> Iterator[ask.Field]:
        for table in self.domain.tables.values():
            for action in table.actions:
                for asked in action.asks:
                    yield asked
                    if isinstance(asked, ask.Rows):
                        yield from asked.fields

    @cached_property
    def labels(self) -> Mapping[str, str]:
        columns = {
            f.name: str(f.verbose_name) for f in self.domain.model._meta.get_fields() if hasattr(f, "verbose_name")
        }
        rules = {
            f"{rule.name}.due_on": f"{rule.label}届满日"
            for table in self.domain.tables.values()
            for rule in table.rules()
        }
        asked = {name: field.label for name, field in self.asks.items()}
        return {**asked, **columns, **rules, **MORE_LABELS}

    @cached_property
    def asked_by(self) -> Mapping[tuple[str, str], str]:
        """What an action calls a thing that it asks: `reason` has another name in each."""
        return {
            (action.name, asked.name): asked.label
            for table in self.domain.tables.values()
            for action in table.actions
            for asked in action.asks
        }

    def label(self, action: str, name: str) -> str:
        """What a field of an event is called."""
        return self.asked_by.get((action, name)) or self.labels.get(name, name)

    @cached_property
    def options(self) -> Mapping[str, Mapping[str, str]]:
        found = {n: dict(a.options) for n, a in self.asks.items() if isinstance(a, (ask.Choice, ask.Choices))}
        return {**{name: dict(choices) for name, choices in self.domain.enumerations.items()}, **found}

    @cached_property
    def statuses(self) -> Mapping[str, str]:
        """The states of all kinds, in the tables' order."""
        return {value: label for table in self.domain.tables.values() for value, label in table.states}

    def _named_by(self, *kinds: type[ask.Field]) -> set[str]:
        return {name for name, asked in self.asks.items() if isinstance(asked, kinds)}

    def words(self, events: Iterable[Event] = ()) -> Words:
        """`(action, field, value)` → label and value in Chinese; two queries for the names that `events` mention."""
        people = self._named_by(ask.Person, ask.Everybody) | PEOPLE
        units = self._named_by(ask.UnitRef, ask.UnitRefs)
        usernames, codes = _mentioned(events, people), _mentioned(events, units)
        names = dict(User.objects.filter(username__in=usernames).values_list("username", "name")) if usernames else {}
        names |= dict(Unit.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}
        told = people | units

        def words(action: str, name: str, value: Any) -> tuple[str, str]:
            return self.label(action, name), self.say(name, value, names if name in told else {})

        return words

    def say(self, name: str, value: Any, names: Mapping[str, str] = {}) -> str:
        """A value of the API's shape, or of an event, in words."""
        if value is None or value == "" or value == []:
            return "无"
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, Mapping):
            return self._say_mapping(value)
        if isinstance(value, (list, tuple)):
            if name == "missing":
                return "、".join(self.labels.get(item, item) for item in value)
            return "、".join(self.say(name, item, names) for item in value)
        if isinstance(value, datetime):
            return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        text = str(value)
        if len(text) >= len("2026-11-23T08:00:00+08:00") and text[10:11] == "T":
            return f"{text[:10]} {text[11:16]}"
        return names.get(text) or self.options.get(name, {}).get(text, text)

    def _say_mapping(self, value: Mapping[str, Any]) -> str:
        if "username" in value or "code" in value:
            return str(value["name"])
        parts = [(n, self.say(n, v)) for n, v in value.items() if n != "id" and v not in (None, "")]
        return "，".join(text if n in {"name", "role"} else f"{self.labels.get(n, n)} {text}" for n, text in parts)


def vocabulary(domain: Domain) -> DomainWords:
    """The words of a domain, made once."""
    return _made.setdefault(domain.record_type, DomainWords(domain))


_made: dict[str, DomainWords] = {}


def _mentioned(events: Iterable[Event], names: set[str]) -> set[str]:
    return {text for event in events for name in names & set(event.data) for text in _texts(event.data[name])}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
