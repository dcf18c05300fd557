from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class WorkflowConfig(AppConfig):
    name = "junping.workflow"
    label = "workflow"
    verbose_name = "办理"

    def ready(self) -> None:
        from junping.history import sources
        from junping.workflow import vouching

        for source in vouching.sources_below():
            sources.register(source)
        sources.register_check(vouching.missing_numbers)
        post_migrate.connect(_adopt, sender=self)
        checks.register(_tables_hold)


def _tables_hold(**_: Any) -> list[checks.CheckMessage]:
    """A table with an unreachable state, a dead end or a clock that nothing stops is refused at every start."""
    from junping.workflow.problems import problems
    from junping.workflow.registry import domains

    return [
        checks.Error(problem, id="workflow.E001")
        for domain in domains()
        for problem in problems(tuple(domain.tables.values()), domain.effects, domain.columns)
    ]


def _adopt(**_: object) -> None:
    """After the clocks' own installation, which stands before this in INSTALLED_APPS."""
    from junping.workflow.adopting import adopt_installed

    adopt_installed()
