"""Clusters that are watched, and what developers own of them; below ``/w/<slug>/``."""

from typing import Final

from django.urls import URLPattern, path

from support.views import clusters, owned

_CLUSTER: Final = "settings/clusters/<int:pk>/"
_THRESHOLD: Final = f"{_CLUSTER}thresholds/<slug:measure>/"

patterns: list[URLPattern] = [
    path("owned/", owned.owned, name="owned"),
    path("settings/developers/import/", owned.import_list, name="import_owners"),
    path("settings/developers/<int:pk>/people/", owned.people, name="team_people"),
    path("settings/clusters/", clusters.clusters, name="clusters"),
    path("settings/clusters/new/", clusters.add, name="add_cluster"),
    path(_CLUSTER, clusters.cluster, name="cluster"),
    path(f"{_CLUSTER}try/", clusters.try_out, name="try_cluster"),
    path(f"{_CLUSTER}remove/", clusters.remove, name="remove_cluster"),
    path(_THRESHOLD, clusters.threshold, name="threshold"),
    path(f"{_THRESHOLD}reset/", clusters.reset, name="reset_threshold"),
]
