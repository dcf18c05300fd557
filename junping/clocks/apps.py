from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "junping.clocks"
    label = "clocks"
    verbose_name = "时限与历法"
