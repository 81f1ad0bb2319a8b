"""Every address, and what answers it."""

from django.urls import URLPattern, URLResolver, include, path

from planner.views import probes

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", probes.healthz),
    path("api/v1/", include("planner.api.urls")),
]
