from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "junping.notify"
    label = "notify"
    verbose_name = "通知"
