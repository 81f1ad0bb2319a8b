"""Every sender's own words for how bad it is, mapped to ours."""

from collections.abc import Iterable
from typing import Final

# Worst first. A word that is not known, or none at all, is a warning: seen, and no alarm.
SCALE: Final = ("critical", "warning", "info", "none")
USUAL: Final = "warning"

_WORDS: Final = {
    "critical": (
        "critical crit page fatal emergency emerg panic disaster blocker urgent high major error"
        " err alert sev0 sev1 p0 p1 s1"
    ),
    "warning": "warning warn minor average medium moderate ticket sev2 sev3 p2 p3 s2 s3",
    "info": "info information informational notice low debug ok sev4 sev5 p4 p5 s4",
    "none": "none",
}
_OURS: Final = {word: ours for ours, words in _WORDS.items() for word in words.split()}


def severity_of(word: str) -> str:
    """Ours for a sender's word, in any case."""
    return _OURS.get(word.strip().lower(), USUAL)


def worst(severities: Iterable[str]) -> str:
    """The worst of them; ``none`` of none."""
    return min(severities, key=SCALE.index, default="none")
