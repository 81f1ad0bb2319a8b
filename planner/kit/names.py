"""Names of people, short, and whole within a sentence."""

import unicodedata
from collections import Counter
from collections.abc import Iterable


def initials(name: str) -> str:
    """At most two characters for a small circle: Haruka Mori is HM, 森 遥 is 森遥."""
    words = name.split()
    letters = [word[0] for word in (words[0], words[-1])] if len(words) > 1 else [name.strip()[:2]]
    return "".join(letters).upper()


def isolated(name: str) -> str:
    """A name for the middle of a sentence: one that is read from the right leaves it in order."""
    reads_from_right = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name)
    return f"\u2068{name}\u2069" if reads_from_right else name


def first_name(name: str) -> str:
    """What colleagues say, for a line with little room: Haruka Mori is Haruka."""
    return isolated(name.split()[0])


def first_names(people: Iterable[str]) -> list[str]:
    """The same of several: the whole name of those who share their first one."""
    whole = list(people)
    shared = Counter(name.split()[0] for name in whole)
    return [first_name(name) if shared[name.split()[0]] == 1 else isolated(name) for name in whole]
