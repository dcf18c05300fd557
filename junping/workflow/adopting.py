"""What the program brings along (calendar years, town standards) gets the first event of its history."""

from django.db import connection

from junping.clocks.models import CalendarYear, TownStandard
from junping.history.chained import Chained
from junping.history.models import Event
from junping.org.actor import system
from junping.workflow.changes import change


def adopt_installed() -> None:
    """Append the event `install` to every row that was installed by a migration and has no history yet."""
    wanted = {"history_event", CalendarYear._meta.db_table, TownStandard._meta.db_table}
    if not wanted <= set(connection.introspection.table_names()):
        return
    for year in CalendarYear.objects.filter(version=0):
        _adopt(year, {"notice": year.notice}, year.chain_extra())
    for standard in TownStandard.objects.filter(version=0):
        _adopt(standard, {"days": standard.days, "unit": standard.unit, "document": standard.document}, None)


def _adopt(row: Chained, data: dict[str, object], extra: dict[str, object] | None) -> None:
    # Where the tables were taken away (`migrate clocks zero`) and installed again, the history has stayed: go on there.
    last = Event.objects.filter(subject=row.chain_subject).order_by("seq").values_list("seq", "hash").last()
    if last:
        row.version, row.head_hash = last
    change(row, "install", system(), data, label="随程序安装", extra=extra)
