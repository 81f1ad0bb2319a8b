"""What somebody may have been looking for."""

from dataclasses import dataclass

from django.db.models import Q

AT_MOST = 8  # of each kind: who needs more types another letter


@dataclass(frozen=True)
class Hit:
    """A thing to jump to. ``key`` is its short name, such as E-12; ``about`` is said beside it."""

    icon: str
    title: str
    url: str
    key: str = ""
    about: str = ""


def all_words(words: str, *fields: str) -> Q:
    """Each of the words is in one of the fields; upper and lower case are alike."""
    found = Q()
    for word in words.split():
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__icontains": word})
        found &= anywhere
    return found


def number_of(words: str, letter: str) -> int | None:
    """The 12 of E-12, e12 or 12, as people type keys; nothing for what is no key."""
    digits = words.strip().upper().removeprefix(letter).removeprefix("-")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None
