"""How the clusters are that are watched; below ``/w/<slug>/``."""

from django.urls import URLPattern, path

from support.views import health

patterns: list[URLPattern] = [
    path("health/", health.health, name="health"),
    path("health/<int:pk>/", health.health, name="health_of"),
    path("health/<int:pk>/nodes/", health.nodes, name="health_nodes"),
]
