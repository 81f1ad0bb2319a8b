"""The list of the desk, and what is done from it; below ``/w/<slug>/``."""

from django.urls import URLPattern, path

from support.views import bulk, debt, desk

patterns: list[URLPattern] = [
    path("support/", desk.desk, name="desk"),
    path("support/tasks/<task:key>/take/", debt.take, name="take_debt"),
    path("support/tasks/<task:key>/time/", debt.log, name="log_debt_time"),
    path("support/new/", desk.new_ticket, name="new_ticket"),
    path("support/filter/", desk.narrow, name="filter"),
    path("support/bulk/", bulk.change, name="bulk"),
]
