"""Which address leads to which door?"""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from junping import health

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("api/v1/", include("cases.urls")),
    path("api/v1/", include("safety.urls")),
    # Last of the API's: it answers whatever is left.
    path("api/", include("junping.api.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "junping.errors.bad_request"
handler403 = "junping.errors.forbidden"
handler404 = "junping.errors.not_found"
handler500 = "junping.errors.server_error"
