from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "junping.workflow"
    label = "workflow"
    verbose_name = "办理"
