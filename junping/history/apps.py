from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "junping.history"
    label = "history"
    verbose_name = "经过"
