"""The desk, and all that belongs to it: a module for each noun, below ``/w/<slug>/``."""

from django.urls import URLPattern

from support.urls import (
    asking,
    causes,
    clusters,
    desk,
    health,
    outbox,
    ratio,
    rotation,
    settings,
    shield,
    sources,
    tickets,
    time,
)

app_name = "support"

urlpatterns: list[URLPattern] = [
    *desk.patterns,
    *tickets.patterns,
    *rotation.patterns,
    *asking.patterns,
    *shield.patterns,
    *time.patterns,
    *causes.patterns,
    *settings.patterns,
    *sources.patterns,
    *clusters.patterns,
    *health.patterns,
    *outbox.patterns,
    *ratio.patterns,
]
