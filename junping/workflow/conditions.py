"""When does a word of a table hold? Pure; the facts are the record's fields and the data given."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class Facts(Protocol):
    """What a condition may look at."""

    @property
    def record(self) -> object: ...

    @property
    def data(self) -> Mapping[str, object]: ...


class Condition(Protocol):
    def holds(self, facts: Facts) -> bool: ...


@dataclass(frozen=True, slots=True, init=False)
class RecordIs:
    """The record's field has one of these values."""

    field: str
    values: tuple[object, ...]

    def __init__(self, field: str, *values: object) -> None:
        object.__setattr__(self, "field", field)
        object.__setattr__(self, "values", values)

    def holds(self, facts: Facts) -> bool:
        return getattr(facts.record, self.field) in self.values


@dataclass(frozen=True, slots=True, init=False)
class Given:
    """The data has this field, with one of these values if any are named."""

    field: str
    values: tuple[object, ...]

    def __init__(self, field: str, *values: object) -> None:
        object.__setattr__(self, "field", field)
        object.__setattr__(self, "values", values)

    def holds(self, facts: Facts) -> bool:
        value = facts.data.get(self.field)
        return value in self.values if self.values else value not in (None, "", False)


@dataclass(frozen=True, slots=True)
class Not:
    condition: Condition

    def holds(self, facts: Facts) -> bool:
        return not self.condition.holds(facts)


@dataclass(frozen=True, slots=True, init=False)
class Both:
    conditions: tuple[Condition, ...]

    def __init__(self, *conditions: Condition) -> None:
        object.__setattr__(self, "conditions", conditions)

    def holds(self, facts: Facts) -> bool:
        return all(condition.holds(facts) for condition in self.conditions)


@dataclass(frozen=True, slots=True, init=False)
class Either:
    conditions: tuple[Condition, ...]

    def __init__(self, *conditions: Condition) -> None:
        object.__setattr__(self, "conditions", conditions)

    def holds(self, facts: Facts) -> bool:
        return any(condition.holds(facts) for condition in self.conditions)
