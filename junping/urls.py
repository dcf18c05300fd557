"""Which address leads to which door?"""

from django.contrib import admin
from django.urls import path
from django.views.generic import RedirectView

from junping import health

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("admin/", admin.site.urls),
]
