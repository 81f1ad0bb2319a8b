"""People who ask with an account, and the link for those without; below ``/w/<slug>/``."""

from typing import Final

from django.urls import URLPattern, path

import support.urls.converters  # noqa: F401
from support.views import ask_links, asking

_ASKED: Final = "ask/<ticket:key>/"

patterns: list[URLPattern] = [
    path("ask/", asking.ask, name="ask_desk"),
    path("ask/mine/", asking.mine, name="mine"),
    path(_ASKED, asking.asked, name="asked"),
    path(f"{_ASKED}write/", asking.write, name="write_more"),
    path(f"{_ASKED}solved/", asking.solved, name="call_solved"),
    path(f"{_ASKED}unsolved/", asking.unsolved, name="call_unsolved"),
    path("settings/ask-link/", ask_links.ask_link, name="ask_link"),
    path("settings/ask-link/revoke/", ask_links.revoke, name="revoke_ask_link"),
]
