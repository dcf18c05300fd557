"""How is a reference to a person, a unit or another record read? What is out of scope is said to be unknown."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from junping.database.given import Given, among, rounded, several, spread
from junping.database.worded import worded
from junping.org.models import Unit, User
from junping.workflow import fields as ask
from junping.workflow.refusals import FieldProblem
from junping.workflow.values import Unfit, a_list, whole_number

NOBODY = "没有这个人，或不在您的范围内。"
NO_UNIT = "没有这个单位，或不在您的范围内。"
NO_RECORD = "没有这一件，或不在您的范围内。"
CODE_LENGTH = 100


def _code(value: object) -> str:
    if not isinstance(value, str) or len(value) > CODE_LENGTH:
        raise Unfit("invalid", "应是文字。")
    return value


def person(field_: ask.Person, value: object, context: Any) -> User:
    roles = Q()
    for role in field_.roles:
        roles |= Q(roles__contains=role)
    found = (
        User.objects.select_related("unit")
        .filter(roles, username=_code(value), is_active=True, unit__path__startswith=_path_of(context))
        .first()
    )
    if found is None:
        raise Unfit("unknown", NOBODY)
    return found


def everybody(field_: ask.Everybody, value: object, context: Any) -> list[User]:
    wanted = [_code(item) for item in a_list(value, 100)]
    found = {u.username: u for u in User.objects.select_related("unit").filter(username__in=wanted)} if wanted else {}
    problems = [
        FieldProblem(str(i), "unknown", "没有这个人。") for i, username in enumerate(wanted) if username not in found
    ]
    if problems:
        raise Unfit.of(problems)
    return [found[username] for username in dict.fromkeys(wanted)]


def _path_of(context: Any) -> str:
    return context.actor.unit.path if context.actor.unit else ""


def _units(context: Any, codes: list[str]) -> dict[str, Unit]:
    wanted = rounded(codes)
    found = _units_in_use(len(wanted)).ask(path=_path_of(context), **spread("code", wanted))
    return {unit.code: unit for unit in found}


@worded
def _units_in_use(count: int) -> QuerySet[Unit]:
    of = among("code", several("code", count))
    return Unit.objects.filter(of, retired_on__isnull=True, path__startswith=Given("path"))


def unit(field_: ask.UnitRef, value: object, context: Any) -> Unit:
    code = _code(value)
    own: Unit | None = context.actor.unit
    if own is not None and own.code == code and own.retired_on is None:
        return own
    found = _units(context, [code]).get(code)
    if found is None:
        raise Unfit("unknown", NO_UNIT)
    return found


def units(field_: ask.UnitRefs, value: object, context: Any) -> list[Unit]:
    codes = [_code(item) for item in a_list(value, 20)]
    found = _units(context, codes) if codes else {}
    problems = [FieldProblem(str(i), "unknown", NO_UNIT) for i, code in enumerate(codes) if code not in found]
    if problems:
        raise Unfit.of(problems)
    return [found[code] for code in dict.fromkeys(codes)]


def other_record(field_: ask.OtherRecord, value: object, context: Any) -> Any:
    model = context.domain.model
    found = model.objects.visible_to(context.actor).filter(number=_code(value)).first()
    if found is None or found.pk == context.record.pk:
        raise Unfit("unknown", NO_RECORD)
    return found


def row_of(field_: ask.RowOf, value: object, context: Any) -> Any:
    found = context.domain.rows_of[field_.model](context.actor, whole_number(field_.label, value, 1, 2**63 - 1))
    if found is None:
        raise Unfit("unknown", NO_RECORD)
    return found


READERS: dict[type[ask.Field], Callable[..., Any]] = {
    ask.Person: person,
    ask.Everybody: everybody,
    ask.UnitRef: unit,
    ask.UnitRefs: units,
    ask.OtherRecord: other_record,
    ask.RowOf: row_of,
}
