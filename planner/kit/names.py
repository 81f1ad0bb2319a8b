"""Names of people, short, and whole within a sentence."""

import unicodedata


def initials(name: str) -> str:
    """At most two characters for a small circle: Haruka Mori is HM, 森 遥 is 森遥."""
    words = name.split()
    letters = [word[0] for word in (words[0], words[-1])] if len(words) > 1 else [name.strip()[:2]]
    return "".join(letters).upper()


def isolated(name: str) -> str:
    """A name for the middle of a sentence: one that is read from the right leaves it in order."""
    reads_from_right = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name)
    return f"\u2068{name}\u2069" if reads_from_right else name
