"""Who leads the desk when, and what one team tells the next; below ``/w/<slug>/``."""

from typing import Final

from django.urls import URLPattern, path

import support.urls.converters  # noqa: F401
from support.views import handoffs, rotation

_DAY: Final = "support/rotation/<day:on>/"
_NOTE: Final = "support/handoffs/<int:number>/"

patterns: list[URLPattern] = [
    path("support/now/", rotation.on_support, name="on_support"),
    path("support/rotation/", rotation.rotation, name="rotation"),
    path("support/rotation/take-over/", rotation.take_over, name="take_over"),
    path(_NOTE, handoffs.handoff, name="handoff"),
    path(f"{_NOTE}write/", handoffs.write, name="write_handoff"),
    path(f"{_NOTE}add/", handoffs.add, name="add_to_handoff"),
    path(f"{_NOTE}edit/", handoffs.edit, name="edit_handoff"),
    path(_DAY, rotation.lead_day, name="lead_day"),
    path(f"{_DAY}swap/", rotation.swap, name="swap_turns"),
    path(f"{_DAY}cover/", rotation.cover, name="cover"),
    path(f"{_DAY}take-back/", rotation.take_back, name="take_turn_back"),
]
