"""Names of people, short."""


def initials(name: str) -> str:
    """At most two characters for a small circle: Haruka Mori is HM, 森 遥 is 森遥."""
    words = name.split()
    letters = [word[0] for word in (words[0], words[-1])] if len(words) > 1 else [name.strip()[:2]]
    return "".join(letters).upper()
