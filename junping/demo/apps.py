from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "junping.demo"
    label = "demo"
    verbose_name = "演示"
