"""
Zabbix: a script that every installation writes itself, so that each field has several names.

https://www.zabbix.com/documentation/current/en/manual/appendix/macros/supported_by_location
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from support.sources import signals
from support.sources.reading import first_line
from support.sources.severities import severity_of
from support.sources.signals import Ignored, Signal, SignalGroup, UnreadableBody

# A macro that does not exist where it is used stays as it is written, or says *UNKNOWN*.
_MACRO: Final = re.compile(r"\{[A-Z$#?][^{}]{0,100}\}|\*UNKNOWN\*")
_IN_LINK: Final = re.compile(r"triggerid=([0-9]{1,20})")
_STATES: Final = {
    "1": True,
    "problem": True,
    "alerting": True,
    "firing": True,
    "trigger": True,
    "0": False,
    "ok": False,
    "resolved": False,
    "recovery": False,
}
_NUMBERED: Final = {
    "5": "critical",
    "4": "critical",
    "3": "warning",
    "2": "warning",
    "1": "info",
    "0": "info",
}
_EVENT: Final = ("event_id", "eventid", "eventId", "id", "alert_uid")
_TRIGGER: Final = ("trigger_id", "triggerid", "triggerId")
_STATE: Final = ("event_value", "value", "status", "event_status", "state")
_TITLE: Final = ("name", "event_name", "title", "subject", "trigger", "trigger_name", "message")
_SEVERITY: Final = ("event_nseverity", "nseverity", "severity", "event_severity", "priority")


def read(payload: Mapping[str, object], received_at: datetime) -> list[SignalGroup]:
    """:raises UnreadableBody: it names no trigger or no state. :raises Ignored: another state."""
    event, trigger = _text(payload, *_EVENT), _text(payload, *_TRIGGER)
    if not trigger and (found := _IN_LINK.search(_text(payload, "link", "url"))):
        trigger = found[1]
    if not event and not trigger:
        raise UnreadableBody(
            "Neither event_id nor trigger_id is given, or their macros were not filled in."
        )
    firing = _fires(payload)
    title = first_line(_text(payload, *_TITLE), f"trigger {trigger or event}")
    group = f"trigger:{trigger}" if trigger else f"event:{event}"
    signal = Signal(
        key=signals.fitting_key(f"event:{event}" if event else group),
        name=title.removeprefix("Problem: ") or title,
        firing=firing,
        severity=_severity(_text(payload, *_SEVERITY)),
        labels=_labels(payload, title, trigger),
        annotations=signals.texts(
            {"description": _text(payload, "description", "message", "opdata", "item")}
        ),
        url=signals.safe_url(_text(payload, "link", "url", "zabbix_url")),
        once=bool(event),
        acknowledged=True if _text(payload, "event_ack").lower() == "yes" and firing else None,
    )
    return signals.single(signal, group_key=group)


def _fires(payload: Mapping[str, object]) -> bool:
    """By its value or status, never by its title, which says Problem on recovery too."""
    told = [text.lower() for name in _STATE if (text := _text(payload, name))]
    for text in told:
        if text in _STATES:
            return _STATES[text]
    if not told:
        raise UnreadableBody("None of event_value, value and status is given.")
    raise Ignored(f"The state “{signals.shortened(told[0], 40)}” is neither a problem nor its end.")


def _text(payload: Mapping[str, object], *names: str) -> str:
    """The first that was filled in."""
    for name in names:
        text = signals.word(payload.get(name))
        if text and not _MACRO.fullmatch(text):
            return text
    return ""


def _severity(word: str) -> str:
    return _NUMBERED.get(word) or severity_of(word)


def _labels(payload: Mapping[str, object], title: str, trigger: str) -> dict[str, str]:
    found = {
        "alertname": title,
        "host": _text(payload, "host_name", "hostname", "host", "service"),
        "host_ip": _text(payload, "host_ip"),
        "trigger": trigger,
    }
    return _tags(_text(payload, "tags", "event_tags")) | {
        name: value for name, value in signals.texts(found).items() if value
    }


def _tags(text: str) -> dict[str, str]:
    """``{EVENT.TAGSJSON}``, or ``{EVENT.TAGS}``: name:value, with commas between."""
    try:
        listed = json.loads(text) if text.startswith("[") and len(text) < 20_000 else None
    except (ValueError, RecursionError):
        listed = None
    if isinstance(listed, list):
        pairs = [(one.get("tag"), one.get("value")) for one in listed if isinstance(one, dict)]
    else:
        halves = [tag.partition(":") for tag in text.split(",")[: signals.TEXTS]]
        pairs = [(name, value) for name, _, value in halves]
    named = {signals.word(name): signals.word(value) for name, value in pairs}
    return signals.texts({name: value for name, value in named.items() if name and value})
