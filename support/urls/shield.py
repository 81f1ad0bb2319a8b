"""Questions to release teams, and what came past the shield; below ``/w/<slug>/``."""

from typing import Final

from django.urls import URLPattern, path

from support.views import interruptions, shield, time

_ASK: Final = "shield/<int:pk>/"

patterns: list[URLPattern] = [
    path("support/walk-up/", interruptions.walk_up, name="walk_up"),
    path("shield/", shield.shield, name="shield"),
    path("shield/ask/", interruptions.ask, name="ask"),
    path(_ASK, shield.interruption, name="interruption"),
    path(f"{_ASK}answer/", shield.answer, name="answer_for_team"),
    path(f"{_ASK}redirect/", shield.back_to_support, name="redirect_to_desk"),
    path(f"{_ASK}next-cycle/", shield.next_cycle, name="next_cycle"),
    path(f"{_ASK}let-through/", shield.through, name="let_through"),
    path(f"{_ASK}take-back/", shield.take_back, name="take_answer_back"),
    path(f"{_ASK}time/", time.log_on_interruption, name="log_on_interruption"),
    path(f"{_ASK}cause/", time.interruption_cause, name="interruption_cause"),
]
