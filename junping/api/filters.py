"""Which filters does a list take? Declared once with django-filter; read strictly; also the schema's source."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

import django_filters
from django.db.models import Model, Q, QuerySet

from junping.api.query import (
    CODE_BOUNDS,
    NONE,
    USERNAME_BOUNDS,
    Parameter,
    any_of,
    beginning,
    day,
    ending,
    flag,
    one_of,
    or_none,
    text,
    unit_code,
    username,
    whole,
)
from junping.clocks.now import today
from junping.clocks.reading import light_q
from junping.database.any_of import is_any_of
from junping.org.actor import Actor
from junping.org.models import Unit, User
from junping.search import grams
from junping.workflow.registry import Domain, domain

LIGHTS = ("green", "yellow", "red", "grey")
LONGEST_TERM = 100


class Ask(django_filters.Filter):
    """A filter that reads its text strictly and narrows the rows by `field_name=value`."""

    def __init__(
        self, label: str, read: Callable[[str], Any] = text, field_name: str | None = None, lookup: str = "exact"
    ) -> None:
        super().__init__(field_name=field_name, lookup_expr=lookup, label=label)
        self.read = read
        self.choices: tuple[str, ...] = ()
        self.listed: tuple[str, ...] = ()
        self.bounds: dict[str, Any] = {}
        self.type: type = str

    def narrow(self, rows: QuerySet[Any], value: Any, actor: Actor) -> QuerySet[Any]:
        name = self.field_name or ""
        if value is None:
            return rows.filter(_is_empty(rows.model, name))
        return rows.filter(**{f"{name}__{self.lookup_expr}": value})


def _is_empty(model: type[Model], name: str) -> Q:
    """What an import left out: NULL, or in a column without NULL the empty text."""
    return Q(**{f"{name}__isnull": True}) if model._meta.get_field(name).null else Q(**{name: ""})


class Is(Ask):
    """True or false."""

    def __init__(self, label: str) -> None:
        super().__init__(label, flag)
        self.type = bool


class OneOf(Ask):
    """One of fixed values; with `none` also the empty ones."""

    def __init__(self, label: str, choices: Any, *, none: bool = False) -> None:
        names = tuple(value for value, _ in choices)
        super().__init__(label, or_none(one_of(names)) if none else one_of(names))
        self.choices = (*names, NONE) if none else names


class AnyOf(Ask):
    """Several of fixed values, comma separated; with `none` also the empty ones."""

    def __init__(self, label: str, choices: Any, *, none: bool = False) -> None:
        names = [value for value, _ in choices] + [NONE] * none
        super().__init__(f"{label}；可给几项，以逗号分隔", any_of(names))
        self.listed = tuple(names)

    def narrow(self, rows: QuerySet[Any], value: list[str], actor: Actor) -> QuerySet[Any]:
        name = self.field_name or ""
        wanted = Q(**{f"{name}__in": [item for item in value if item != NONE]})
        return rows.filter(wanted | _is_empty(rows.model, name) if NONE in value else wanted)


class Since(Ask):
    """From this Asia/Shanghai day on, the day included."""

    def __init__(self, label: str, field_name: str) -> None:
        super().__init__(label, day, field_name)
        self.type = date

    def narrow(self, rows: QuerySet[Any], value: date, actor: Actor) -> QuerySet[Any]:
        return rows.filter(**{f"{self.field_name}__gte": beginning(value)})


class Until(Since):
    """Up to this Asia/Shanghai day, the day included."""

    def narrow(self, rows: QuerySet[Any], value: date, actor: Actor) -> QuerySet[Any]:
        return rows.filter(**{f"{self.field_name}__lt": ending(value)})


class DueBefore(Ask):
    """Due on this day or earlier."""

    def __init__(self, label: str) -> None:
        super().__init__(label, day, "due_on", "lte")
        self.type = date


class Light(Ask):
    def __init__(self, label: str) -> None:
        super().__init__(label, one_of(LIGHTS))
        self.choices = LIGHTS

    def narrow(self, rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
        return rows.filter(light_q(value, today()))


class UnitSubtree(Ask):
    """The unit with all below it; a code out of scope finds nothing."""

    def __init__(self, label: str, field_name: str = "unit") -> None:
        super().__init__(label, unit_code, field_name)
        self.bounds = CODE_BOUNDS

    def narrow(self, rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
        return rows.filter(**{f"{self.field_name}_id__in": actor.unit_ids_under(value)})


class UnitOnly(Ask):
    """The unit without what is below it. A record in sight may belong to a unit that is not: it was handed over."""

    def __init__(self, label: str, field_name: str | None = None, *, none: bool = False) -> None:
        super().__init__(label, or_none(unit_code) if none else unit_code, field_name)
        self.bounds = CODE_BOUNDS

    def narrow(self, rows: QuerySet[Any], value: str | None, actor: Actor) -> QuerySet[Any]:
        if value is None:
            return rows.filter(**{f"{self.field_name}__isnull": True})
        return rows.filter(is_any_of(f"{self.field_name}_id", Unit.objects.filter(code=value).values("pk")))


class PersonOrNone(Ask):
    def __init__(self, label: str) -> None:
        super().__init__(label, or_none(username))
        self.bounds = USERNAME_BOUNDS

    def narrow(self, rows: QuerySet[Any], value: str | None, actor: Actor) -> QuerySet[Any]:
        if value is None:
            return rows.filter(**{f"{self.field_name}__isnull": True})
        return rows.filter(is_any_of(f"{self.field_name}_id", User.objects.filter(username=value).values("pk")))


class RowId(Ask):
    def __init__(self, label: str) -> None:
        super().__init__(label, whole(1, 999_999_999))
        self.bounds = {"minimum": 1, "maximum": 999_999_999}
        self.type = int


class Open(Is):
    """Neither closed nor at another end."""

    def __init__(self, label: str, ends: Any) -> None:
        super().__init__(label)
        self.ends = list(ends)

    def narrow(self, rows: QuerySet[Any], value: bool, actor: Actor) -> QuerySet[Any]:
        condition = Q(status__in=self.ends)
        return rows.filter(~condition if value else condition)


class Containing(Ask):
    """Two or more characters, literally, anywhere in the texts that the domain names; `FoundRows` looks for them."""

    def __init__(self, label: str) -> None:
        super().__init__(label, _two_or_more)
        self.bounds = {"minLength": grams.SHORTEST, "maxLength": LONGEST_TERM}


def _two_or_more(value: str) -> str:
    if len(value) > LONGEST_TERM:
        raise ValueError(f"最多 {LONGEST_TERM} 个字。")
    grams.asked(value)
    return value


class RecordFilters(django_filters.FilterSet):
    """A list's filters. A request without any does not pay for them."""

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        return tuple(_parameter(name, found) for name, found in cls.base_filters.items())

    @classmethod
    def narrow(cls, rows: QuerySet[Any], given: Mapping[str, Any], actor: Actor) -> QuerySet[Any]:
        """Narrow `rows` by whichever of the read values in `given` belong to a filter."""
        for name, value in given.items():
            found = cls.base_filters.get(name)
            if isinstance(found, Ask):
                rows = found.narrow(rows, value, actor)
        return rows


def _parameter(name: str, found: Any) -> Parameter:
    return Parameter(
        name,
        str(found.label),
        found.read,
        choices=found.choices,
        listed=found.listed,
        bounds=found.bounds,
        type=found.type,
    )


def status_choices(of: Domain) -> list[tuple[str, str]]:
    """Every state of the domain's tables with its label, in their order."""
    return list(dict.fromkeys(state for table in of.tables.values() for state in table.states))


@cache
def status_labels(record_type: str) -> dict[str, str]:
    """The Chinese label of each state of a kind of record."""
    return dict(status_choices(domain(record_type)))
