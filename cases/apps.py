from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    label = "cases"
    verbose_name = "事项"

    def ready(self) -> None:
        from cases.domain import CASES, states
        from cases.models import Case
        from junping.history import sources
        from junping.workflow.registry import register

        register(CASES)
        sources.register(sources.Source("case", Case, states))
