"""How does a condition of a table read in Chinese? From the labels of what is asked and of the record's fields."""

from collections.abc import Mapping

from junping.workflow.conditions import Both, Condition, Either, Given, Not, RecordIs
from junping.workflow.fields import Choice
from junping.workflow.registry import Domain
from junping.workflow.table import Action, Table


class Words:
    """The labels of the names and values that one action of a table uses; its own fields come before the record's."""

    def __init__(self, domain: Domain, table: Table, action: Action) -> None:
        columns = domain.model._meta.concrete_fields
        labels = {name: str(column.verbose_name) for column in columns for name in (column.attname, column.name)}
        self._labels = labels | {field.name: field.label for field in action.asks}
        self._values: Mapping[str, Mapping[object, str]] = {
            **{column.name: dict(column.flatchoices) for column in columns},
            **{field.name: dict(field.options) for field in action.asks if isinstance(field, Choice)},
            "status": dict(table.states),
        }
        self._acts: Mapping[object, str] = {a.name: a.label for every in domain.tables.values() for a in every.actions}

    def label(self, name: str) -> str:
        return self._labels.get(name, name)

    def condition(self, condition: Condition, *, holds: bool = True) -> str:
        """The condition, or where `holds` is false its opposite, as a clause."""
        match condition:
            case Not():
                return self.condition(condition.condition, holds=not holds)
            case Both() | Either():
                together = isinstance(condition, Both) is holds
                parts = [self.condition(part, holds=holds) for part in condition.conditions]
                return ("且" if together else "或").join(parts)
            case RecordIs():
                return self._is(condition.field, condition.values, holds)
            case Given() if condition.values:
                return self._is(condition.field, condition.values, holds)
            case Given():
                return f"{'' if holds else '未'}填“{self.label(condition.field)}”"
        raise TypeError(f"no words for {condition!r}")

    def _is(self, name: str, values: tuple[object, ...], holds: bool) -> str:
        label = self.label(name)
        if values == (True,):
            return f"{'' if holds else '不'}属于“{label}”"
        named = {**self._acts, **self._values.get(name, {})}
        told = "或".join(named.get(value, str(value)) for value in values)
        return f"{label}{'为' if holds else '不为'}{told}"
