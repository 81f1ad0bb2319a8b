"""Every address, and what answers it."""

from django.urls import URLPattern, URLResolver, include, path

from planner.views import probes
from planner.views.gallery import gallery
from support.views import hooks

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", probes.healthz),
    path("accounts/", include("allauth.account.urls")),
    path("gallery/", gallery, name="gallery"),
    path("hooks/<slug:kind>", hooks.receive, name="hooks"),
    path("hooks/<slug:kind>/<str:token>", hooks.receive, name="hooks"),
    path("api/v1/", include("planner.api.urls")),
]
