from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    name = "junping.backoffice"
    label = "backoffice"
    verbose_name = "后台"
