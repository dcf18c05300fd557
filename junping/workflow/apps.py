from django.apps import AppConfig
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


def _adopt(**_: object) -> None:
    """After the clocks' own installation, which stands before this in INSTALLED_APPS."""
    from junping.workflow.adopting import adopt_installed

    adopt_installed()
