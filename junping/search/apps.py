from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "junping.search"
    label = "search"
    verbose_name = "检索"
