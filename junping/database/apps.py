from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    name = "junping.database"
    label = "junping_database"
    verbose_name = "数据库"

    def ready(self) -> None:
        from junping.database import any_of  # noqa: F401  (registers the lookup)
        from junping.database.alive import watch

        watch()
