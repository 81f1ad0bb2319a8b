"""
PagerDuty's webhooks: version 3, and the two before it that old subscriptions still send.

https://developer.pagerduty.com/docs/webhooks-overview
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from support.sources import signals
from support.sources.reading import first_line, inside, text_of, time_of
from support.sources.severities import severity_of
from support.sources.signals import Ignored, Signal, SignalGroup, UnreadableBody

# Of version 3: what speaks of an incident as it is now. All else is for people, and ignored.
_EVENTS: Final = frozenset(
    "incident." + name
    for name in [
        "triggered",
        "acknowledged",
        "unacknowledged",
        "resolved",
        "reopened",
        "escalated",
        "reassigned",
        "delegated",
        "priority_updated",
    ]
)
_OLD_EVENTS: Final = frozenset(
    "incident." + name
    for name in [
        "trigger",
        "acknowledge",
        "unacknowledge",
        "resolve",
        "escalate",
        "assign",
        "delegate",
    ]
)
_RESOLVED: Final = ("incident.resolved", "incident.resolve")
_BEGUN: Final = ("incident.triggered", "incident.trigger", "incident.reopened")
_TAKEN: Final = {
    "incident.acknowledged": True,
    "incident.acknowledge": True,
    "incident.unacknowledged": False,
    "incident.unacknowledge": False,
}


def read(payload: Mapping[str, object], received_at: datetime) -> list[SignalGroup]:
    """:raises UnreadableBody: it names no incident. :raises Ignored: another kind of event."""
    messages = payload.get("messages")
    if isinstance(messages, list):
        return _old(messages[: signals.SIGNALS], received_at)
    kind = text_of(payload, "event", "event_type")
    if not kind:
        raise UnreadableBody("“event.event_type” is missing.")
    if kind not in _EVENTS:
        raise Ignored(f"The event “{signals.shortened(kind, 60)}” changes no alert.")
    incident = inside(payload, "event", "data")
    return _group(incident, kind, inside(payload, "event", "occurred_at"), received_at)


def _group(
    incident: object, kind: str, occurred_at: object, received_at: datetime
) -> list[SignalGroup]:
    key = text_of(incident, "id") or text_of(incident, "incident_key")
    if not key:
        raise UnreadableBody("The incident has no id.")
    at = time_of(occurred_at, received_at)
    resolved = kind in _RESOLVED or (
        text_of(incident, "status") == "resolved" and kind not in _BEGUN
    )
    began = [time_of(inside(incident, name), received_at) for name in ("reopened_at", "created_at")]
    start = next((time for time in began if time), None)
    return signals.single(
        Signal(
            key=signals.fitting_key(key),
            name=_name(incident, key),
            firing=not resolved,
            severity=_severity(incident),
            starts_at=start or time_of(inside(incident, "created_on"), received_at),
            ends_at=at if resolved else None,
            labels=_labels(incident),
            url=signals.safe_url(inside(incident, "html_url")),
            acknowledged=_TAKEN.get(kind),
        )
    )


def _old(messages: list[object], received_at: datetime) -> list[SignalGroup]:
    """Versions 1 and 2: several messages at once, each of one incident."""
    found: list[SignalGroup] = []
    for message in messages:
        kind = text_of(message, "event") or text_of(message, "type")
        incident = inside(message, "incident") or inside(message, "data", "incident")
        if kind in _OLD_EVENTS and isinstance(incident, Mapping):
            found += _group(incident, kind, inside(message, "created_on"), received_at)
    if not found:
        raise Ignored("None of its messages changes an alert.")
    return found


def _name(incident: object, key: str) -> str:
    return first_line(
        text_of(incident, "title"),
        text_of(incident, "trigger_summary_data", "subject"),
        text_of(incident, "trigger_summary_data", "description"),
        text_of(incident, "description"),
        text_of(incident, "summary"),
        f"incident {key}",
    )


def _severity(incident: object) -> str:
    if priority := text_of(incident, "priority", "summary"):
        return severity_of(priority)
    return {"high": "critical", "low": "info"}.get(text_of(incident, "urgency"), "warning")


def _labels(incident: object) -> dict[str, str]:
    service = inside(incident, "service")
    found = {
        "service": text_of(service, "summary") or text_of(service, "name"),
        "number": text_of(incident, "number") or text_of(incident, "incident_number"),
        "urgency": text_of(incident, "urgency"),
    }
    return {name: value for name, value in found.items() if value}
