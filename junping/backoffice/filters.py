"""Filters above a list: a choice each, sent as one form."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest


class Pick(SimpleListFilter):
    """A select. `any_label` is what it says while nothing is picked; `field` the column it compares, by default."""

    any_label = "全部"
    field = ""

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value is None or value not in {str(key) for key, _ in self.lookup_choices}:
            return queryset
        return self.narrow(request, queryset, value)

    def narrow(self, request: HttpRequest, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return queryset.filter(**{self.field or str(self.parameter_name): value})

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """(value, label, chosen) for the template."""
        return [(str(key), str(label), str(key) == self.value()) for key, label in self.lookup_choices]


class Day(Pick):
    """A date, typed or picked."""

    is_day = True

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return self.narrow(request, queryset, value) if value else queryset
