"""Several things in one line: English puts a comma between them, Japanese its own."""

from collections.abc import Iterable

from django.utils.translation import pgettext


def comma() -> str:
    """With the space after it, where the language has one."""
    return pgettext("between things in a line", ", ")


def listed(things: Iterable[str]) -> str:
    """Yui, Tomas, Aiko"""
    return comma().join(things)
