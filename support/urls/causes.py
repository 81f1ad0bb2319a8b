"""Causes, and the epics that are to end them; below ``/w/<slug>/``."""

from typing import Final

from django.urls import URLPattern, path

from support.views import cause_epics, causes

_CAUSE: Final = "causes/<int:pk>/"

patterns: list[URLPattern] = [
    path("causes/", causes.causes, name="causes"),
    path("causes/new/", causes.new, name="new_cause"),
    path("causes/attribute/", cause_epics.attribute, name="attribute"),
    path(_CAUSE, causes.cause, name="cause"),
    path(f"{_CAUSE}rename/", causes.rename, name="rename_cause"),
    path(f"{_CAUSE}archive/", causes.archive, name="archive_cause"),
    path(f"{_CAUSE}restore/", causes.restore, name="restore_cause"),
    path(f"{_CAUSE}epic/", cause_epics.make, name="make_it_an_epic"),
    path(f"{_CAUSE}end-by/", cause_epics.end_by, name="end_cause_by"),
    path(f"{_CAUSE}let-be/", cause_epics.let_be, name="let_cause_be"),
]
