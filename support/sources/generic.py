"""
Whatever sends JSON: a person says where in it the title, the key, the state and so on lie.

Without that, the names that senders mostly use are looked for, at the top and one level below.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from support.sources import signals
from support.sources.paths import NoPath, parse
from support.sources.severities import severity_of
from support.sources.signals import Signal, SignalGroup, UnreadableBody

FIELDS: Final = ("title", "key", "state", "severity", "url", "owner")
RESOLVED_WORDS: Final = (
    "resolved resolve ok okay closed close recovered recovery up success succeeded normal healthy"
    " clear cleared inactive green solved done false"
)

_NAMES: Final = {
    "title": "title summary subject name message alertname monitorfriendlyname monitorname"
    " description details text",
    "key": "key dedupkey incidentkey fingerprint alertuid incidentid alertid monitorid id uid uuid"
    " eventid url",
    "state": "state status currentstate event eventtype action alerttypefriendlyname level",
    "severity": "severity priority urgency level",
    "url": "url link incidenturl clienturl monitordashboardlink alerturl permalink"
    " linktoupstreamdetails",
    "owner": "owner team",
}
_WRAPPERS: Final = ("incident", "alert", "event", "data", "check", "monitor", "issue", "problem")
_PLAIN: Final = re.compile(r"[^a-z0-9]")
_LONGEST_TEXT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Found:
    """What a mapping finds in one body, as text, and what it makes of the state."""

    title: str
    key: str
    state: str
    firing: bool
    severity: str
    url: str
    owner: str


def read(
    payload: Mapping[str, object],
    received_at: datetime,
    mapping: Mapping[str, object] | None = None,
) -> list[SignalGroup]:
    """:raises UnreadableBody: there is neither a title nor a key in it."""
    found = look(payload, mapping or {})
    remarks: tuple[str, ...] = ()
    key = found.key
    if not found.title and not key:
        raise UnreadableBody("Neither a title nor a key was found: say on its page where they lie.")
    if not key:
        key = f"title:{found.title}"
        remarks = ("It has no key: its title stands for one.",)
    labels = {"alertname": found.title, "state": found.state}
    if found.owner:
        labels["owner"] = found.owner
    signal = Signal(
        key=signals.fitting_key(key),
        name=found.title or signals.one_line(key),
        firing=found.firing,
        severity=found.severity,
        labels=signals.texts({name: text for name, text in labels.items() if text}),
        annotations=signals.texts(_texts_of(payload)),
        url=found.url,
    )
    return signals.single(signal, group_key=key, remarks=remarks)


def look(payload: Mapping[str, object], mapping: Mapping[str, object]) -> Found:
    """What the mapping finds; a field that it leaves out is looked for under the usual names."""
    texts = {field: _value(payload, field, mapping) for field in FIELDS}
    words = signals.word(mapping.get("resolved")) or RESOLVED_WORDS
    state = signals.one_line(texts["state"], 80)
    return Found(
        title=signals.one_line(texts["title"]),
        key=texts["key"],
        state=state,
        firing=not _says(state, words),
        severity=severity_of(texts["severity"]),
        url=signals.safe_url(texts["url"]),
        owner=signals.one_line(texts["owner"], 80),
    )


def _says(state: str, words: str) -> bool:
    """Whether the state is one of the words, or ends in one: ``check.up`` says up."""
    known = {word.casefold() for word in re.split(r"[\s,]+", words) if word}
    whole = state.strip().casefold()
    return whole in known or whole.rpartition(".")[2] in known


def _value(payload: Mapping[str, object], field: str, mapping: Mapping[str, object]) -> str:
    given = mapping.get(field)
    if not isinstance(given, str) or not given.strip():
        return _usual(payload, field)
    try:
        return _text(parse(given).first(payload))
    except NoPath as fault:
        raise UnreadableBody(f"The path of {field} cannot be followed: {fault}") from fault


def _usual(payload: Mapping[str, object], field: str) -> str:
    nested = [payload[name] for name in _WRAPPERS if isinstance(payload.get(name), Mapping)]
    places = [_plainly(place) for place in (payload, *nested)]
    for name in _NAMES[field].split():
        for place in places:
            if text := _text(place.get(name)):
                return text
    return ""


def _plainly(place: object) -> dict[str, object]:
    """``Incident_ID`` and ``incidentId`` are one name."""
    if not isinstance(place, Mapping):
        return {}
    items = list(place.items())[:300]
    return {_PLAIN.sub("", str(name)[:80].lower()): value for name, value in items}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}"
    return signals.word(value)[:_LONGEST_TEXT]


def _texts_of(payload: Mapping[str, object]) -> dict[str, object]:
    told = {_PLAIN.sub("", str(name)[:80].lower()): value for name, value in payload.items()}
    kept = ("message", "description", "details", "summary", "body", "text")
    return {name: told[name] for name in kept if isinstance(told.get(name), str)}
