"""Who am I, which units are there, which values and actions? And the calendar."""

from functools import cache
from typing import Any

from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from junping.api import schema_others
from junping.api.door import Door
from junping.api.problems import Problem
from junping.api.query import Parameter, text
from junping.api.schema_records import Operations
from junping.attachments.purpose import Purpose
from junping.clocks import calculator
from junping.clocks.calendar import work_calendar
from junping.clocks.days import MOST_DAYS
from junping.clocks.reading import calendar_year
from junping.org.models import ApiToken, Unit
from junping.org.roles import Level, Role
from junping.workflow.foresight import field_row
from junping.workflow.refusals import FieldProblem, Invalid
from junping.workflow.registry import domains
from junping.workflow.rows import moment, option_list
from junping.workflow.table import NEW, Action
from junping.workflow.vocabulary import Source


class Me(Door):
    def operations(self) -> Operations:
        return schema_others.me()

    def get(self, request: Request) -> Response:
        actor, token = self.actor, request.auth
        assert actor.unit is not None
        return Response(
            {
                "username": actor.username,
                "name": actor.name,
                "roles": sorted(actor.roles),
                "unit": {"code": actor.unit.code, "name": actor.unit.name, "level": actor.unit.level},
                "token": {"name": token.name, "expires_at": moment(token.expires_at)}
                if isinstance(token, ApiToken)
                else None,
            }
        )


class Units(Door):
    """The tree from the actor's own unit down; the root's parent is left out."""

    def operations(self) -> Operations:
        return schema_others.units()

    def get(self, request: Request) -> Response:
        assert self.actor.unit is not None
        found = Unit.objects.filter(path__startswith=self.actor.unit.path, retired_on__isnull=True)
        rows = list(found.select_related("parent").order_by("code"))
        codes = {unit.code for unit in rows}
        return Response(
            [
                {
                    "code": unit.code,
                    "name": unit.name,
                    "level": unit.level,
                    "parent": unit.parent.code if unit.parent and unit.parent.code in codes else None,
                }
                for unit in rows
            ]
        )


class Options(Door):
    def operations(self) -> Operations:
        return schema_others.options()

    def get(self, request: Request) -> Response:
        return Response(_options())


@cache
def _options() -> dict[str, Any]:
    enumerations: dict[str, Any] = {
        "source": option_list(Source.choices),
        "attachment_purpose": option_list(Purpose.choices),
        "role": option_list(Role.choices),
        "unit_level": option_list(Level.choices),
    }
    actions = {}
    for domain in domains():
        enumerations |= {name: option_list(choices) for name, choices in domain.enumerations.items()}
        shown = dict(domain.enumerations).get(domain.kind_field) if domain.kind_field else None
        kinds = [value for value, _ in shown] if shown else list(domain.tables)
        for kind in kinds:
            actions[str(kind)] = [_action(action) for action in domain.tables[kind].actions if _is_shown(action)]
    return {"enumerations": enumerations, "actions": actions}


def _is_shown(action: Action) -> bool:
    return action.when != NEW and not action.route_of_its_own


def _action(action: Action) -> dict[str, Any]:
    """`to` is null where the state stays, and the usual one where it hangs on a field."""
    targets = action.targets()
    row: dict[str, Any] = {
        "name": action.name,
        "label": action.label,
        "from": list(action.when),
        "to": targets[0] if targets else None,
        "fields": [field_row(field) for field in action.asks],
    }
    return row


class CalendarYear(Door):
    def operations(self) -> Operations:
        return schema_others.calendar_year()

    def get(self, request: Request, year: int) -> Response:
        if not 1900 <= year <= 2200:
            raise NotFound
        return Response(calendar_year(work_calendar(), year))


_DAYS = {"minimum": 0, "maximum": MOST_DAYS}
_PAUSE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\.\.[0-9]{4}-[0-9]{2}-[0-9]{2}$"


class CalendarDue(Door):
    """The deadline calculator; its parameters are read by `clocks.calculator` itself."""

    parameters = (
        Parameter("start", "起算日，或带时区的时间", text, required=True),
        Parameter("days", "天数（月数）", text, required=True, bounds=_DAYS, type=int),
        Parameter("unit", "自然日、工作日或月，默认 calendar", text, choices=calculator.UNITS),
        Parameter("roll", "末日非工作日是否顺延，默认 true", text, type=bool),
        Parameter("extended_days", "延长天数", text, bounds=_DAYS, type=int),
        Parameter(
            "pause",
            "中止的起止日，形如 2024-04-15..2024-04-24，可给几次",
            text,
            several=True,
            bounds={"pattern": _PAUSE},
        ),
    )

    def operations(self) -> Operations:
        return schema_others.calendar_due(self.parameters)

    def get(self, request: Request) -> Response:
        query = {name: request.query_params.getlist(name) for name in request.query_params}
        try:
            return Response(calculator.answer(query))
        except calculator.CannotCalculate as wrong:
            problems = [FieldProblem(p.field, p.code, p.message) for p in wrong.problems]
            raise Problem(400, Invalid.detail, errors=problems) from None
