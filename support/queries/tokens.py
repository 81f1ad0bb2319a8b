"""Which source a token opens."""

import re
import time
from dataclasses import dataclass
from typing import Final

from planner.kit.secrets import digest_of, is_token, prefix_of
from support.models import SourceToken

REMEMBERED_SECONDS: Final = 5.0
REMEMBERED: Final = 1000

# What an unknown token is compared with: it takes as long as a wrong one.
_NOBODYS: Final = digest_of("")
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
    """
    What the token opens, if it is live and of that kind.

    One that opens nothing costs the same look-up and comparison, in constant time, whether its
    beginning is known or not.
    """
    if not _SHAPE.fullmatch(text):
        return None
    entry = _remember(text)
    if not _opens(text, entry):
        entry = _look_up(prefix_of(text))
        if not _opens(text, entry):
            return None
    return entry if entry and entry.kind == kind else None


def remembered_entry(text: str, kind: str) -> Entry | None:
    """The same without a look-up: None for one that nobody asked for in the last seconds, too."""
    entry = _remember(text)
    return entry if entry and entry.kind == kind and _opens(text, entry) else None


def _remember(text: str) -> Entry | None:
    entry = _remembered.get(prefix_of(text))
    return entry if entry and entry.until >= time.monotonic() else None


def _opens(text: str, entry: Entry | None) -> bool:
    return is_token(text, entry.digest if entry else _NOBODYS)


def forget_entry(text: str) -> None:
    """It turned out to be revoked."""
    _remembered.pop(prefix_of(text), None)


def _look_up(prefix: str) -> Entry | None:
    columns = ("pk", "source_id", "source__kind", "digest")
    row = SourceToken.objects.live().filter(prefix=prefix).values_list(*columns).first()
    if row is None:
        _remembered.pop(prefix, None)
        return None
    if len(_remembered) >= REMEMBERED:
        _remembered.clear()
    until = time.monotonic() + REMEMBERED_SECONDS
    token_id, source_id, kind, digest = row
    _remembered[prefix] = Entry(token_id, source_id, kind, digest, until)
    return _remembered[prefix]
