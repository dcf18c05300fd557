from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "junping.api"
    label = "api"
    verbose_name = "接口"
