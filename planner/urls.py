from django.urls import URLPattern, URLResolver, path

from planner.views import probes

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", probes.healthz),
]
