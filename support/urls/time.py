"""Time that was spent, and why; below ``/w/<slug>/``."""

from typing import Final

from django.urls import URLPattern, path

import support.urls.converters  # noqa: F401
from support.views import time

_TICKET: Final = "support/<ticket:key>/"
_ENTRY: Final = "support/time/<int:pk>/"

patterns: list[URLPattern] = [
    path(f"{_TICKET}time/", time.log_on_ticket, name="log_time"),
    path(f"{_TICKET}timer/start/", time.start, name="start_timer"),
    path(f"{_TICKET}timer/stop/", time.stop, name="stop_timer"),
    path(f"{_TICKET}timer/discard/", time.discard, name="discard_timer"),
    path(f"{_TICKET}cause/", time.ticket_cause, name="ticket_cause"),
    path(_ENTRY, time.entry, name="time_entry"),
    path(f"{_ENTRY}strike/", time.strike, name="strike_time"),
]
