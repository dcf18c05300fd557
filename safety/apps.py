from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "safety"
    label = "safety"
    verbose_name = "隐患排查"

    def ready(self) -> None:
        from junping.history import sources
        from junping.workflow.registry import register
        from safety.domain import HAZARDS, states
        from safety.models import Campaign, Hazard, Visit

        register(HAZARDS)
        sources.register(sources.Source("hazard", Hazard, states))
        sources.register(sources.Source("campaign", Campaign))
        sources.register(sources.Source("visit", Visit))
