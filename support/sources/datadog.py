"""
Datadog's webhook integration, with our template, its own, or one of a person's.

https://docs.datadoghq.com/integrations/webhooks/ lists the variables; those that do not exist
stay as they are written.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from support.sources import signals
from support.sources.reading import first_line, inside, time_of
from support.sources.severities import severity_of
from support.sources.signals import Ignored, Signal, SignalGroup, UnreadableBody

_LITERAL: Final = re.compile(r"\$[A-Z][A-Z0-9_]*(?:\[[^\]]*\])?")
_STATES: Final = {
    "triggered": True,
    "re-triggered": True,
    "warn": True,
    "re-warn": True,
    "no data": True,
    "re-no data": True,
    "renotify": True,
    "recovered": False,
}
_TYPES: Final = {"error": True, "warning": True, "success": False, "recovery": False}
_MILD: Final = ("warn", "re-warn", "no data", "re-no data")
# "[P2] [Triggered on {service:api}] Errors": only the last part stays the same.
# What its agents on Kubernetes call what everybody else does, and owners are found by.
_KUBERNETES: Final = {
    "kube_namespace": "namespace",
    "kube_cluster_name": "cluster",
    "kube_deployment": "deployment",
    "pod_name": "pod",
}
_HEAD: Final = re.compile(r"^(?:\s?\[[^\]{]*(?:\{[^}]*\}[^\]]*)?\])+")


def read(payload: Mapping[str, object], received_at: datetime) -> list[SignalGroup]:
    """
    One monitor watches many scopes: each is an alert of its own.

    :raises UnreadableBody: no monitor is named. :raises Ignored: it is no alert.
    """
    transition = _text(payload, "alert_transition", "transition").lower()
    kind = _text(payload, "alert_type").lower()
    firing = _STATES.get(transition, _TYPES.get(kind))
    if firing is None:
        said = signals.shortened(transition or kind, 40)
        raise Ignored(f"The transition “{said}” is no change of an alert.")
    series, cycle = _series(payload), _text(payload, "alert_cycle_key", "cycle_key")
    group = _text(payload, "aggreg_key") or series or cycle
    if not group:
        raise UnreadableBody("None of alert_cycle_key, monitor_id, alert_id and id is given.")
    at = time_of(_text(payload, "date", "last_updated"), received_at)
    scope = _text(payload, "alert_scope", "scopes", "scope")
    tags = _named(_tags(scope) | _tags(_text(payload, "tags")))
    title = signals.one_line(_text(payload, "title", "alert_title", "event_title"))
    signal = Signal(
        key=signals.fitting_key(cycle or series),
        name=first_line(title, f"monitor {group}"),
        firing=firing,
        severity=_severity(payload, transition, kind),
        starts_at=at if firing else None,
        ends_at=None if firing else at,
        labels=signals.texts(_labels(payload, title) | tags),
        annotations=signals.texts(
            {"title": title, "description": _long(payload, "body", "event_msg", "text_only_msg")}
        ),
        url=signals.safe_url(_text(payload, "url", "link")),
        once=bool(cycle),
    )
    return signals.single(signal, group_key=group)


def _series(payload: Mapping[str, object]) -> str:
    """A monitor and the scope of it that is spoken of."""
    monitor = _text(payload, "monitor_id", "alert_id", "id")
    scope = _text(payload, "alert_scope", "scopes", "scope", "host", "hostname")
    return f"monitor:{monitor} {scope}".strip() if monitor else ""


def _text(payload: Mapping[str, object], *names: str) -> str:
    """The first that was filled in: a name that Datadog does not know stays a $NAME."""
    for name in names:
        text = signals.word(payload.get(name))
        if text and not _LITERAL.fullmatch(text):
            return text
    return ""


def _long(payload: Mapping[str, object], *names: str) -> str:
    return _text(payload, *names).removeprefix("%%%").removesuffix("%%%").strip()


def _severity(payload: Mapping[str, object], transition: str, kind: str) -> str:
    """A warning threshold is a warning; else the monitor's priority, of which P2 still is grave."""
    if transition in _MILD or kind == "warning":
        return "warning"
    priority = _text(payload, "severity", "alert_priority", "priority").upper()
    if re.fullmatch("P[1-5]", priority):
        return severity_of("p1" if priority == "P2" else priority)
    return "critical"


def _labels(payload: Mapping[str, object], title: str) -> dict[str, str]:
    found = {
        "alertname": _HEAD.sub("", title).strip(),
        "scope": _text(payload, "alert_scope", "scopes", "scope"),
        "host": _text(payload, "host", "hostname"),
        "org": _text(payload, "org_name") or signals.word(inside(payload, "org", "name")),
        "monitor": _text(payload, "monitor_id", "alert_id"),
    }
    return {name: value for name, value in found.items() if value}


def _named(tags: dict[str, str]) -> dict[str, str]:
    return {ours: tags[theirs] for theirs, ours in _KUBERNETES.items() if theirs in tags} | tags


def _tags(text: str) -> dict[str, str]:
    """``service:api,env:prod`` as labels; tags without a value name nothing."""
    pairs = (tag.partition(":") for tag in text.split(",")[: signals.TEXTS])
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip() and value}
