from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "junping.workflow"
    label = "workflow"
    verbose_name = "办理"

    def ready(self) -> None:
        from junping.history.sources import register_check
        from junping.workflow.vouching import missing_numbers

        register_check(missing_numbers)
