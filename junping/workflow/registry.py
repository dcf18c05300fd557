"""Which domains are there? Each hands over in its apps.py what the kernel needs to know of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from junping.clocks.models import Clock
from junping.org.actor import Actor
from junping.workflow.models import Record
from junping.workflow.table import Action, Table

Effect = Callable[[Any], None]


def _as_they_are(rows: Any, actor: Actor) -> Any:
    return rows


@dataclass(frozen=True, kw_only=True)
class Domain:
    """One kind of record with its tables.

    `load` fetches a record's children (clocks, parties …) as a `Children`; `load_shown` only what the rows of a list
    show, by primary key; `child_state` turns them into what the history vouches for; `save_children` writes those of
    its own (parties, files). `tracked` are the record's fields whose change an event names; `row` makes the API's
    shape; `searched` lists the texts that a search looks into; `number_infix` sets its numbers apart; `rows_of` finds
    other rows that a field names by their id. `sighted` marks in rows about to be read which other records they name the
    actor may know of; `refers` are the keys under which an event's data names other records.
    """

    record_type: str
    plural: str
    label: str
    model: type[Record]
    clock_model: type[Clock]
    tables: Mapping[str, Table]
    table_key: Callable[[Any], str]
    kind_field: str
    effects: Mapping[str, Effect]
    tracked: Sequence[str]
    related: Sequence[str]
    load: Callable[[Any], Any]
    load_shown: Callable[[Sequence[Any]], Mapping[int, Any]]
    child_state: Callable[[Any, Any], Mapping[str, object]]
    save_children: Callable[[Any], None]
    row: Callable[[Any, Any], dict[str, Any]]
    searched: Callable[[Any, Any], Sequence[str]]
    number_infix: str = ""
    rows_of: Mapping[str, Callable[[Any, int], Any]] = field(default_factory=dict)
    enumerations: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    sighted: Callable[[Any, Actor], Any] = _as_they_are
    refers: Sequence[str] = ()

    @property
    def columns(self) -> frozenset[str]:
        """The fields of the record, by name and by the name of their column."""
        fields = self.model._meta.concrete_fields
        return frozenset(name for field in fields for name in (field.name, field.attname))

    def table(self, record: Record) -> Table:
        return self.tables[self.table_key(record)]

    def action(self, record: Record, name: str) -> Action | None:
        return self.table(record).action(name)


_DOMAINS: dict[str, Domain] = {}


def register(domain: Domain) -> None:
    _DOMAINS[domain.record_type] = domain


def domains() -> tuple[Domain, ...]:
    return tuple(_DOMAINS.values())


def domain(record_type: str) -> Domain:
    return _DOMAINS[record_type]
