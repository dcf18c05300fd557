from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "junping.search"
    label = "search"
    verbose_name = "检索"

    def ready(self) -> None:
        from junping.search import any_of  # noqa: F401  (registers the lookup)
