"""What every sender's request comes down to, and how its loose ends are made harmless."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

KEY_LENGTH: Final = 80
NAME_LENGTH: Final = 300
URL_LENGTH: Final = 2000
TEXT_LENGTH: Final = 20_000  # of a label's or annotation's value; the request itself is kept whole
TEXTS: Final = 100  # labels or annotations of one alert
SIGNALS: Final = 5000  # of one request; what is beyond them counts as hidden
REMARKS: Final = 20

_BLANK: Final = re.compile(r"[\x00-\x20]")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_TIME: Final = 64
_CLOCKS_DIFFER_BY: Final = timedelta(hours=1)


class UnreadableBody(Exception):
    """The request cannot be understood; the message says why, for the page of its source."""


class Ignored(Exception):
    """The request was understood, and tells of nothing that could be an alert; why is said."""


class Handshake(Ignored):
    """The sender asks whether it may send: a person has to open its link, which is safe to show."""

    def __init__(self, reason: str, *, url: str, topic: str) -> None:
        super().__init__(reason)
        self.url = url
        self.topic = topic


class Signal(Struct, frozen=True, gc=False):
    """
    One alert as one request tells of it.

    ``key`` is built from identifiers, never from text, and fits the column. Times that are
    missing or make no sense are None: the time of receipt then stands for them. ``told_at`` is
    when it happened, for senders that tell of events and not of episodes, and whose requests may
    overtake each other. ``once``: the key is of one firing, which does not begin again.
    ``acknowledged``: somebody at the sender's side took it up (or let go of it). Requests tell of
    a hundred at once: a ``Struct`` is made ten times as fast as a frozen dataclass.
    """

    key: str
    name: str
    firing: bool
    severity: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    labels: Mapping[str, str] = {}
    annotations: Mapping[str, str] = {}
    url: str = ""
    told_at: datetime | None = None
    once: bool = False
    acknowledged: bool | None = None


class SignalGroup(Struct, frozen=True, dict=True):
    """
    What becomes one ticket: signals under the key that their sender groups them by.

    ``hidden`` counts alerts of the group that the request left out; ``remarks`` say what was
    wrong with the request and what was made of it; ``scope`` tells apart groups that their
    sender gives the same key.
    """

    key: str
    title: str
    signals: tuple[Signal, ...]
    hidden: int = 0
    remarks: tuple[str, ...] = ()
    scope: str = ""

    @cached_property
    def hash(self) -> str:
        return digest(f"{self.scope}\0{self.key}" if self.scope else self.key)


def single(
    signal: Signal, *, group_key: str = "", scope: str = "", remarks: tuple[str, ...] = ()
) -> list[SignalGroup]:
    """The one group of a sender whose requests tell of one alert each."""
    return [
        SignalGroup(
            key=group_key or signal.key,
            title=signal.name,
            signals=(signal,),
            remarks=remarks,
            scope=scope,
        )
    ]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def identity(labels: object) -> str:
    """A hash of all labels as a whole, for alerts whose sender gives them no fingerprint."""
    return digest(json.dumps(_all_texts(labels), sort_keys=True, ensure_ascii=False))


def fitting_key(key: str) -> str:
    """A key that fits its column: a long one is hashed, for two cut ones could be the same."""
    return key if len(key) <= KEY_LENGTH else f"sha256:{digest(key)}"


def clean(text: str) -> str:
    """Without NUL, which PostgreSQL refuses, and without halves of characters."""
    if text.isascii():
        return text.replace("\0", "") if "\0" in text else text
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "")


def word(value: object) -> str:
    """An identifier: text, or a number that a sender wrote without quotes; else empty."""
    if isinstance(value, str):
        return clean(value).strip()
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() < 256:
        return str(value)
    return ""


def texts(value: object) -> dict[str, str]:
    """
    Labels or annotations as text to text: what is no text is left out, what is long is cut.

    They are not to be changed: mostly nothing is to be mended, and they are what was given.
    """
    if isinstance(value, dict) and _are_well(value):
        return value
    return {
        shortened(key, KEY_LENGTH): shortened(text, TEXT_LENGTH)
        for key, text in islice(_all_texts(value).items(), TEXTS)
    }


def _are_well(value: dict[str, str]) -> bool:
    """Whether nothing is to be mended: found out for all of them as one text, which is quick."""
    try:
        keys, whole = "".join(value), "".join(value.values())
    except TypeError:  # not all are texts
        return False
    told = keys + whole
    return (
        len(told) <= TEXT_LENGTH
        and len(value) <= TEXTS
        and (len(keys) <= KEY_LENGTH or max(map(len, value)) <= KEY_LENGTH)
        and "\0" not in told
        and (told.isascii() or clean(told) == told)
    )


def _all_texts(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        return {}
    return {
        clean(key): clean(text) if isinstance(text, str) else f"{text:.15g}"
        for key, text in value.items()
        if isinstance(text, str | float)
        or (isinstance(text, int) and not isinstance(text, bool) and text.bit_length() < 64)
    }


def shortened(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def one_line(text: str, length: int = NAME_LENGTH) -> str:
    return shortened(" ".join(text[: length * 4].split()), length)


def moment(value: object, received_at: datetime) -> datetime | None:
    """
    An RFC 3339 time; None for garbage, for "never" (year 1), and for one in the future.

    A start in the future would make every later one of the same alert look old.
    """
    at = _time(value) if isinstance(value, str) and len(value) <= _LONGEST_TIME else None
    return at if at and at < received_at + _CLOCKS_DIFFER_BY else None


@lru_cache(maxsize=1000)
def _time(text: str) -> datetime | None:
    # The alerts of a group began together, or have not ended.
    try:
        read = datetime.fromisoformat(text)
        at = (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if at > _EPOCH else None


def safe_url(value: object) -> str:
    """The address if a browser may be sent there: http or https with a host; else empty."""
    return _safe(value) if isinstance(value, str) and len(value) <= 2 * URL_LENGTH else ""


@lru_cache(maxsize=1000)
def _safe(text: str) -> str:
    # All the alerts of a rule have the same address.
    url = clean(text).strip()
    return url if len(url) <= URL_LENGTH and _leads_to_a_host(url) else ""


def _leads_to_a_host(url: str) -> bool:
    if _BLANK.search(url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
