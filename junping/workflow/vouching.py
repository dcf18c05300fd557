"""What does `verify` check? The chains of what administrators change, and that every number given out has its record."""

from collections.abc import Iterator

from junping.clocks.models import CalendarYear, TownStandard
from junping.history.checks import Problem
from junping.history.sources import Source
from junping.org.models import ApiToken, Unit, User
from junping.workflow.models import Series
from junping.workflow.registry import Domain, domains


def sources_below() -> tuple[Source, ...]:
    """What administrators change: it has chains like the records."""
    return (
        Source("user", User),
        Source("unit", Unit),
        Source("token", ApiToken),
        Source("standard", TownStandard),
        Source("calendar", CalendarYear, lambda years: {year.pk: year.chain_extra() for year in years}),
    )


def missing_numbers() -> Iterator[Problem]:
    """Yield a Problem for each number of a series without a record, and where confidential ones have gone."""
    for domain in domains():
        for series in Series.objects.order_by("name"):
            if _belongs(domain, series):
                yield from _missing_random(domain, series) if series.random else _missing(domain, series)


def _stem(series: Series) -> str:
    return series.name.rstrip("*")


def _belongs(domain: Domain, series: Series) -> bool:
    infix = _stem(series).rsplit("-", 1)[1]
    return infix == domain.number_infix


def _missing(domain: Domain, series: Series) -> Iterator[Problem]:
    stem = _stem(series)
    pattern = rf"^{stem}[0-9]+$"
    rows = domain.model.objects.filter(number__startswith=stem, number__regex=pattern)
    if rows.count() == series.last:
        return
    there = set(rows.values_list("number", flat=True))
    for position in range(1, series.last + 1):
        number = f"{stem}{position:04d}"
        if number not in there:
            yield Problem(f"{domain.record_type}:{number}", "编号已发出，记录却不在")


def _missing_random(domain: Domain, series: Series) -> Iterator[Problem]:
    stem = _stem(series)
    there = domain.model.objects.filter(number__startswith=stem, number__regex=rf"^{stem}[0-9A-Z]{{8}}$").count()
    if there < series.last:
        yield Problem(f"{domain.record_type}:{stem}*", f"保密编号发出 {series.last} 个，记录只有 {there} 条")
