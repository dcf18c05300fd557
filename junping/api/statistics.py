"""How many, grouped how? Every count carries the address of the list that returns exactly its rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from junping.api import schema_others
from junping.api.door import Door
from junping.api.filters import status_labels
from junping.api.problems import bad_request
from junping.api.query import beginning, choice, choices, dated, ending
from junping.api.schema_records import Operations
from junping.clocks.now import SHANGHAI
from junping.org.models import Unit
from junping.workflow.registry import Domain, domain, domains
from junping.workflow.vocabulary import Source

MOST = 3
EMPTY_LABEL = "未填"
Filters = dict[str, str]


@dataclass(frozen=True, slots=True)
class Grouping:
    """A thing to count by: the column, the label of a value, and the list filters that find its rows."""

    column: str
    label: Callable[[Domain, Any], str]
    filters: Callable[[str, Any], Filters]


def _of_choices(name: str) -> Callable[[Domain, Any], str]:
    return lambda of, value: dict(of.enumerations[name]).get(value, value) if value else EMPTY_LABEL


def _same(name: str, value: Any) -> Filters:
    return {name: "none" if value in (None, "") else str(value)}


def _source_label(of: Domain, value: Any) -> str:
    return dict(Source.choices).get(value, value) or EMPTY_LABEL


GROUPINGS = {
    "kind": Grouping("kind", _of_choices("kind"), _same),
    "status": Grouping("status", lambda of, v: status_labels(of.record_type).get(v, v), _same),
    "category": Grouping("category", _of_choices("category"), _same),
    "domain": Grouping("domain", _of_choices("domain"), _same),
    "outcome": Grouping("outcome", _of_choices("outcome"), _same),
    "level": Grouping("level", _of_choices("level"), _same),
    "source": Grouping("source", _source_label, _same),
    "unit": Grouping("unit__code", lambda of, v: v, lambda name, v: {"unit_only": v}),
    "month": Grouping("month", lambda of, v: f"{v.year}年{v.month}月", lambda name, v: {}),
}
BY = {
    "case": ("kind", "status", "category", "unit", "source", "month", "outcome"),
    "hazard": ("status", "domain", "unit", "source", "month", "level"),
}


class Statistics(Door):
    parameters: ClassVar = (
        replace(
            choice("record_type", "事项（case）或隐患（hazard）", [d.record_type for d in domains()]), required=True
        ),
        dated("from", "收到（发现）日期从"),
        dated("to", "收到（发现）日期到"),
        choices("by", f"按哪几项分组，至多 {MOST} 项", GROUPINGS, MOST),
    )

    def operations(self) -> Operations:
        return schema_others.statistics(self.parameters)

    def get(self, request: Request) -> Response:
        of = domain(self.given["record_type"])
        by = self.given.get("by", [])
        unknown = [name for name in by if name not in BY[of.record_type]]
        if unknown:
            raise bad_request("by", "not_a_choice", f"{of.label}可按下列分组：{'、'.join(BY[of.record_type])}。")
        rows = list(self._counted(of, by))
        units = dict(Unit.objects.values_list("code", "name")) if "unit" in by else {}
        return Response({"cells": [self._cell(request, of, by, row, units) for row in rows]})

    def _counted(self, of: Domain, by: list[str]) -> Iterable[dict[str, Any]]:
        """One pass over the records in sight that were received in the period."""
        began = of.model.BEGAN
        rows: Any = of.model.objects.visible_to(self.actor).order_by()
        if "from" in self.given:
            rows = rows.filter(**{f"{began}__gte": beginning(self.given["from"])})
        if "to" in self.given:
            rows = rows.filter(**{f"{began}__lt": ending(self.given["to"])})
        if not by:
            return [{"count": rows.count()}]
        if "month" in by:
            rows = rows.annotate(month=TruncMonth(began, tzinfo=SHANGHAI))
        columns = [GROUPINGS[name].column for name in by]
        return rows.values(*columns).annotate(count=Count("pk")).order_by(*columns)

    def _cell(
        self, request: Request, of: Domain, by: list[str], row: dict[str, Any], units: dict[str, str]
    ) -> dict[str, Any]:
        values = {name: row[GROUPINGS[name].column] for name in by}
        filters = self._period(of, values.get("month"))
        for name, value in values.items():
            filters |= GROUPINGS[name].filters(name, value)
        address = request.build_absolute_uri(reverse(f"{of.plural}-list"))
        labels = {name: GROUPINGS[name].label(of, value) for name, value in values.items()}
        if "unit" in values:
            labels["unit"] = units[values["unit"]]
        return {
            "key": {name: _plain(name, value) for name, value in values.items()},
            "labels": labels,
            "count": row["count"],
            "rows": f"{address}?{urlencode(filters)}" if filters else address,
        }

    def _period(self, of: Domain, month: datetime | None) -> Filters:
        """The list's own from and to, narrowed to the cell's month."""
        name = of.model.BEGAN.removesuffix("_at")
        first, last = self.given.get("from"), self.given.get("to")
        if month is not None:
            begins = month.date()
            ends = (begins.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
            first, last = max(first or begins, begins), min(last or ends, ends)
        period = {f"{name}_from": first, f"{name}_to": last}
        return {key: value.isoformat() for key, value in period.items() if value is not None}


def _plain(name: str, value: Any) -> Any:
    if name == "month":
        return f"{value:%Y-%m}"
    return value or None
