from typing import Any

from django.apps import AppConfig
from django.apps import apps as current_apps
from django.db.models.signals import post_migrate


class ClocksConfig(AppConfig):
    name = "junping.clocks"
    label = "clocks"
    verbose_name = "时限与历法"

    def ready(self) -> None:
        post_migrate.connect(_install, sender=self, dispatch_uid="junping.clocks.install")


def _install(using: str, apps: Any = current_apps, **_: object) -> None:
    """Seed calendar and standards after every migration, unless the migration took their tables away."""
    from junping.clocks import loading, standards

    try:
        apps.get_model("clocks", "TownStandard")
    except LookupError:
        return
    loading.install(using)
    standards.install(using)
