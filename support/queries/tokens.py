"""Which source a token opens."""

import re
import time
from dataclasses import dataclass
from typing import Final

from planner.kit.secrets import is_token, prefix_of
from support.models import SourceToken

REMEMBERED_SECONDS: Final = 5.0
REMEMBERED: Final = 1000

_SHAPE: Final = re.compile(r"[A-Za-z0-9_-]{32,128}")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a live token opens."""

    token_id: int
    source_id: int
    kind: str
    digest: str
    until: float


# What was found is remembered for a moment, for a look-up costs as much as storing a delivery.
# Storing asks again whether the token is live, so a revoked one is refused all the same.
_remembered: dict[str, Entry] = {}


def entry_of(text: str, kind: str) -> Entry | None:
    """What the token opens, if it is live and of that kind; compared in constant time."""
    if not _SHAPE.fullmatch(text):
        return None
    entry = _remembered.get(prefix_of(text))
    if entry is None or entry.until < time.monotonic():
        entry = _look_up(prefix_of(text))
    return entry if entry and is_token(text, entry.digest) and entry.kind == kind else None


def forget_entry(text: str) -> None:
    """It turned out to be revoked."""
    _remembered.pop(prefix_of(text), None)


def _look_up(prefix: str) -> Entry | None:
    token = SourceToken.objects.live().select_related("source").filter(prefix=prefix).first()
    if token is None:
        _remembered.pop(prefix, None)
        return None
    if len(_remembered) >= REMEMBERED:
        _remembered.clear()
    until = time.monotonic() + REMEMBERED_SECONDS
    source = token.source
    _remembered[prefix] = Entry(token.pk, source.pk, source.kind, token.digest, until)
    return _remembered[prefix]
