"""Where alerts come from; below ``/w/<slug>/``."""

from typing import Final

from django.urls import URLPattern, path

from support.views import deliveries, setups, sources

_SOURCE: Final = "settings/sources/<int:pk>/"
_DELIVERY: Final = f"{_SOURCE}requests/<int:delivery>/"

patterns: list[URLPattern] = [
    path("settings/sources/", sources.sources, name="sources"),
    path("settings/sources/new/", sources.new_source, name="new_source"),
    path(_SOURCE, sources.source, name="source"),
    path(f"{_SOURCE}rename/", sources.rename, name="rename_source"),
    path(f"{_SOURCE}remove/", sources.remove, name="remove_source"),
    path(f"{_SOURCE}tokens/", sources.add, name="add_token"),
    path(f"{_SOURCE}tokens/<int:token>/revoke/", sources.revoke, name="revoke_token"),
    path(f"{_SOURCE}secrets/", setups.add_secret, name="add_secret"),
    path(f"{_SOURCE}secrets/<int:secret>/remove/", setups.remove_secret, name="remove_secret"),
    path(f"{_SOURCE}topic/", setups.topic, name="topic"),
    path(f"{_SOURCE}repeat/", setups.repeat, name="repeat"),
    path(f"{_SOURCE}try/", setups.try_out, name="try_source"),
    path(f"{_SOURCE}mapping/", setups.mapping, name="mapping"),
    path(_DELIVERY, deliveries.delivery, name="delivery"),
    path(f"{_DELIVERY}body/", deliveries.delivery_body, name="delivery_body"),
    path(f"{_DELIVERY}replay/", deliveries.replay, name="replay"),
    path(f"{_SOURCE}rejected/<int:rejected>/", deliveries.rejected, name="rejected"),
]
