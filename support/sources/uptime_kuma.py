"""
Uptime Kuma's webhook, as JSON or as a multipart form whose field ``data`` holds the same JSON.

https://github.com/louislam/uptime-kuma/blob/master/server/notification-providers/webhook.js
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from support.sources import signals
from support.sources.reading import first_line, inside, text_of, time_of
from support.sources.signals import Ignored, Signal, SignalGroup, UnreadableBody

_STATES: Final = {"0": True, "1": False}  # 2 is pending, 3 is maintenance


def read(payload: Mapping[str, object], received_at: datetime) -> list[SignalGroup]:
    """:raises UnreadableBody: it names no monitor. :raises Ignored: a test, a certificate."""
    heartbeat, monitor = payload.get("heartbeat"), payload.get("monitor")
    if not isinstance(heartbeat, Mapping):
        said = first_line(text_of(payload, "msg"), "a test")
        raise Ignored(f"No heartbeat in it: {said}")
    status = text_of(heartbeat, "status")
    if status not in _STATES:
        raise Ignored(f"The status {signals.shortened(status, 40)} is neither down nor up.")
    key = text_of(monitor, "id") or text_of(heartbeat, "monitorID")
    if not key:
        raise UnreadableBody("“monitor.id” is missing.")
    path, name = text_of(monitor, "pathName"), text_of(monitor, "name")
    return signals.single(
        Signal(
            key=signals.fitting_key(f"monitor:{key}"),
            name=first_line(path, name, f"monitor {key}"),
            firing=_STATES[status],
            severity="warning",
            told_at=time_of(inside(heartbeat, "time"), received_at),  # UTC, whatever its zone is
            labels=_labels(monitor),
            annotations=signals.texts({"summary": text_of(heartbeat, "msg")}),
            url=signals.safe_url(inside(monitor, "url")),
        )
    )


def _labels(monitor: object) -> dict[str, str]:
    found = {
        "alertname": text_of(monitor, "name"),
        "type": text_of(monitor, "type"),
        "hostname": text_of(monitor, "hostname"),
    }
    tags = inside(monitor, "tags")
    for tag in tags[: signals.TEXTS] if isinstance(tags, list) else []:
        if name := text_of(tag, "name"):
            found[name] = text_of(tag, "value")
    return signals.texts({name: value for name, value in found.items() if value})
