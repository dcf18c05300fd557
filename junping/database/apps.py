from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    name = "junping.database"
    label = "junping_database"
    verbose_name = "数据库"

    def ready(self) -> None:
        from junping.database.alive import watch

        watch()
