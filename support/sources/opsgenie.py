"""
Opsgenie's webhook integration, and that of Jira Service Management after it.

https://support.atlassian.com/opsgenie/docs/integrate-opsgenie-with-webhook/
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from support.sources import signals
from support.sources.reading import first_line, inside, long_text, text_of, time_of
from support.sources.severities import severity_of
from support.sources.signals import Ignored, Signal, SignalGroup, UnreadableBody

_FIRING: Final = {"create": None, "acknowledge": True, "unacknowledge": False}
_RESOLVED: Final = ("close", "delete")


def read(payload: Mapping[str, object], received_at: datetime) -> list[SignalGroup]:
    """:raises UnreadableBody: it names no alert. :raises Ignored: notes, tags, escalations."""
    action = text_of(payload, "action")
    if action.lower() not in (*_FIRING, *_RESOLVED):
        raise Ignored(f"The action “{signals.shortened(action, 40)}” changes no alert.")
    alert = inside(payload, "alert")
    key = text_of(alert, "alertId")
    if not key:
        raise UnreadableBody("“alert.alertId” is missing.")
    firing = action.lower() in _FIRING
    return signals.single(
        Signal(
            key=signals.fitting_key(key),
            name=first_line(text_of(alert, "message"), text_of(alert, "alias"), f"alert {key}"),
            firing=firing,
            severity=_severity(alert),
            starts_at=time_of(inside(alert, "createdAt"), received_at),
            ends_at=None if firing else time_of(inside(alert, "updatedAt"), received_at),
            labels=_labels(payload, alert),
            annotations=signals.texts({"description": long_text(alert, "description")}),
            once=True,  # what is closed stays so: the same alias gets another id
            acknowledged=_FIRING.get(action.lower()),
        )
    )


def _severity(alert: object) -> str:
    """3 or P3."""
    priority = text_of(alert, "priority").upper().removeprefix("P")
    return severity_of(f"p{priority}")


def _labels(payload: Mapping[str, object], alert: object) -> dict[str, str]:
    tags = inside(alert, "tags")
    words = [signals.word(tag) for tag in tags[:20]] if isinstance(tags, list) else []
    found = {
        "alias": text_of(alert, "alias"),
        "entity": text_of(alert, "entity"),
        "tags": ", ".join(word for word in words if word),
        "integration": text_of(payload, "integrationName"),
    }
    details = signals.texts(inside(alert, "details"))
    return signals.texts(details | {name: value for name, value in found.items() if value})
