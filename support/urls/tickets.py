"""One ticket; below ``/w/<slug>/``."""

from typing import Final

from django.urls import URLPattern, path

import support.urls.converters  # noqa: F401
from support.views import desk, judging, storms, tickets

_TICKET: Final = "support/<ticket:key>/"

patterns: list[URLPattern] = [
    path("support/<ticket:key>", desk.ticket, name="ticket"),
    path(f"{_TICKET}alerts/", desk.alerts, name="alerts"),
    path(f"{_TICKET}alerts/<int:pk>/", desk.alert, name="alert"),
    path(f"{_TICKET}take/", tickets.take, name="take"),
    path(f"{_TICKET}release/", tickets.release, name="release"),
    path(f"{_TICKET}assign/", tickets.assign, name="assign"),
    path(f"{_TICKET}resolve/", tickets.resolve, name="resolve"),
    path(f"{_TICKET}reopen/", tickets.reopen, name="reopen"),
    path(f"{_TICKET}snooze/", tickets.snooze, name="snooze"),
    path(f"{_TICKET}wake/", tickets.wake, name="wake"),
    path(f"{_TICKET}hand-over/", tickets.hand, name="hand"),
    path(f"{_TICKET}merge/", tickets.merge, name="merge"),
    path(f"{_TICKET}unmerge/", tickets.unmerge, name="unmerge"),
    path(f"{_TICKET}groups/", storms.groups, name="groups"),
    path(f"{_TICKET}groups/<int:pk>/take-out/", storms.take_out, name="take_out"),
    path(f"{_TICKET}note/", tickets.note, name="note"),
    path(f"{_TICKET}classify/", judging.judge, name="judge"),
    path(f"{_TICKET}classify/table/", judging.unjudge, name="unjudge"),
]
