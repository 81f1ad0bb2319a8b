"""Taking values out of a stranger's JSON, whose every field may be missing or of another kind."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from support.sources.signals import clean, moment, one_line, word

_DIGITS: Final = re.compile(r"[0-9]{9,19}(?:\.[0-9]{1,9})?")
_LATEST: Final = 1e11  # seconds; what is larger counts milliseconds, microseconds or nanoseconds


def inside(payload: object, *path: str) -> object:
    """What lies at the end of the path of names; None where it ends before."""
    found = payload
    for name in path:
        if not isinstance(found, Mapping):
            return None
        found = found.get(name)
    return found


def text_of(payload: object, *path: str) -> str:
    """Text, or a number written as text, on one line; else empty."""
    return one_line(word(inside(payload, *path)))


def long_text(payload: object, *path: str) -> str:
    """Text as it is, with its lines; else empty."""
    found = inside(payload, *path)
    return clean(found) if isinstance(found, str) else ""


def first_line(*texts: str) -> str:
    """The first that says anything, on one line."""
    return next((line for text in texts if (line := one_line(text))), "")


def time_of(value: object, received_at: datetime) -> datetime | None:
    """
    A time as RFC 3339, or as seconds, milliseconds, micro- or nanoseconds since 1970.

    None for garbage and for the future, as ``moment`` says.
    """
    count = _count(value)
    if count is None:
        return moment(value, received_at)
    while count >= _LATEST:
        count /= 1000
    return moment(datetime.fromtimestamp(count, UTC).isoformat(), received_at)


def _count(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if 0 < value < 1e20 else None
    if isinstance(value, str) and _DIGITS.fullmatch(value.strip()):
        return float(value)
    return None
