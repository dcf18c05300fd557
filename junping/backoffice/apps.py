from django.apps import AppConfig
from django.contrib.admin import apps as django_admin


class BackofficeConfig(AppConfig):
    name = "junping.backoffice"
    label = "backoffice"
    verbose_name = "后台"


class BackofficeAdminConfig(django_admin.AdminConfig):
    """Django's admin app with our own site; stands in INSTALLED_APPS in place of `django.contrib.admin`."""

    default = False
    default_site = "junping.backoffice.site.Site"
