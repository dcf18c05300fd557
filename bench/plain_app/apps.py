from django.apps import AppConfig


class PlainConfig(AppConfig):
    name = "bench.plain_app"
    label = "plain"
