"""How does the administrator change the calendar or a town standard? With an event, and with what hangs on it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from junping.clocks.calendar import forget
from junping.clocks.loading import difference, hanging_on, write_year
from junping.clocks.models import CalendarYear, TownStandard
from junping.clocks.now import today
from junping.clocks.work_calendar import Day
from junping.org.actor import Actor, system
from junping.org.roles import Role
from junping.workflow.changes import change, differences
from junping.workflow.engine import recalculate
from junping.workflow.refusals import Forbidden
from junping.workflow.registry import domains


def load_year(actor: Actor, year: int, notice: str, days: Mapping[date, Day]) -> int:
    """Put the State Council's arrangement of a year in place and count anew what hangs on it.

    Returns how many records' dates moved; each has its own event `recalculate` (domain.md, counting rule 6). The
    records follow one by one, each in a transaction of its own, so that nobody waits for all of them; interrupted,
    it may be run again, and the night does the rest. Raises Forbidden, or CannotLoad where the days are not plausible.
    """
    if not actor.has(Role.ADMIN):
        raise Forbidden
    with transaction.atomic():
        told = difference(year, notice, days)
        row = write_year(year, notice, days)
        change(row, "load", actor, told, label="载入放假安排", extra=row.chain_extra())
    return _recalculate(year)


def recalculate_left() -> int:
    """Count anew what is provisional still though the notice is there: its loading was interrupted. How many changed."""
    loaded = CalendarYear.objects.filter(year__gte=today().year).values_list("year", flat=True)
    return sum(_recalculate(year, provisional=True) for year in loaded)


def _recalculate(year: int, **only: Any) -> int:
    """Count anew the running clocks that hang on the year; how many records changed."""
    moved = 0
    for domain in domains():
        clocks: QuerySet[Any] = hanging_on(domain.clock_model._default_manager.filter(**only), year)
        for pk in clocks.order_by("record_id").values_list("record_id", flat=True).distinct():
            moved += recalculate(domain, pk, system()) is not None
    return moved


def set_standard(actor: Actor, standard: TownStandard, *, days: int, unit: str, document: str) -> None:
    """Change the length of a clock that no law fixes; it holds for clocks started from now on. Raises Forbidden."""
    if not actor.has(Role.ADMIN):
        raise Forbidden
    with transaction.atomic():
        row = TownStandard.objects.select_for_update().get(pk=standard.pk)
        before = {name: getattr(row, name) for name in TownStandard.EDITABLE}
        row.days, row.unit, row.document = days, unit, document
        told = differences(row, before)
        if told:
            change(row, "change", actor, told, label="修改工作标准")
    forget()
