"""The town's own standards as they are installed (本镇工作标准); from then on the administrator's rows decide."""

from junping.clocks.models import TownStandard
from junping.clocks.rules import CALENDAR, WORKING

# rule, label, days, unit
INSTALLED = (
    ("intake", "受理", 3, WORKING),
    ("answer", "答复", 10, WORKING),
    ("revisit", "回访", 30, CALENDAR),
    ("rework", "重新办理", 30, CALENDAR),
    ("dispatch", "核实处置", 2, WORKING),
    ("recheck_hazard", "整改复查", 10, CALENDAR),
)


def install(using: str = "default") -> list[str]:
    """Add the standards that have no row yet, changing none; the rules added."""
    standards = TownStandard.objects.using(using)
    present = set(standards.values_list("rule", flat=True))
    missing = [
        TownStandard(rule=rule, label=label, days=days, unit=unit)
        for rule, label, days, unit in INSTALLED
        if rule not in present
    ]
    standards.bulk_create(missing)
    return [standard.rule for standard in missing]
