"""Several things in one line: English puts a comma between them, Japanese its own."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import get_language, pgettext


def comma() -> str:
    """With the space after it, where the language has one."""
    return _comma(get_language())


@lru_cache(maxsize=8)
def _comma(language: str | None) -> str:
    """Of the language that is spoken just now: long lists ask for it again and again."""
    return pgettext("between things in a line", ", ")


def listed(things: Iterable[str]) -> str:
    """Yui, Tomas, Aiko"""
    return comma().join(things)
