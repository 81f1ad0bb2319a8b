"""
Sentry's integration platform, and the older webhook plugin.

https://docs.sentry.io/organization/integrations/integration-platform/webhooks/
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from support.sources import signals
from support.sources.reading import first_line, inside, text_of, time_of
from support.sources.signals import Ignored, Signal, SignalGroup, UnreadableBody

_ISSUE: Final = {
    "created": True,
    "unresolved": True,
    "resolved": False,
    "archived": False,
    "ignored": False,
}
_METRIC: Final = {"critical": True, "warning": True, "open": True, "resolved": False}
# An exception is no outage: "error" is every issue's usual level there.
_LEVELS: Final = {"fatal": "critical", "error": "warning", "warning": "warning"}
_ISSUE_URL: Final = re.compile(r"/issues/([0-9]{1,20})/")


def read(payload: Mapping[str, object], received_at: datetime) -> list[SignalGroup]:
    """:raises UnreadableBody: it names no issue. :raises Ignored: comments, installations."""
    action = text_of(payload, "action")
    issue, event = inside(payload, "data", "issue"), inside(payload, "data", "event")
    metric = inside(payload, "data", "metric_alert")
    if isinstance(metric, Mapping):
        return _metric_alert(metric, inside(payload, "data"), action, received_at)
    if isinstance(issue, Mapping):
        return _issue(issue, action, received_at)
    if isinstance(event, Mapping) and action == "triggered":
        return _event_alert(event, inside(payload, "data"), received_at)
    if text_of(payload, "id") and isinstance(inside(payload, "event"), Mapping):
        return _plugin(payload, received_at)
    raise Ignored(f"“{signals.shortened(action, 40)}” of something that is no issue or alert.")


def _issue(issue: Mapping[str, object], action: str, received_at: datetime) -> list[SignalGroup]:
    if action not in _ISSUE:
        raise Ignored(f"“{signals.shortened(action, 40)}” changes no alert.")
    firing = _ISSUE[action]
    # The body says when it was seen, and nothing of when somebody resolved or reopened it.
    seen_at = time_of(inside(issue, "lastSeen"), received_at) if action == "created" else None
    return _signal(
        key=text_of(issue, "id"),
        names=(text_of(issue, "title"), text_of(issue, "metadata", "value")),
        firing=firing,
        level=text_of(issue, "level"),
        told_at=seen_at,
        labels={
            "project": text_of(issue, "project", "slug"),
            "culprit": text_of(issue, "culprit"),
            "short_id": text_of(issue, "shortId"),
        },
        url=inside(issue, "permalink"),
    )


def _event_alert(
    event: Mapping[str, object], data: object, received_at: datetime
) -> list[SignalGroup]:
    urls = [text_of(event, name) for name in ("web_url", "issue_url", "url")]
    from_url = next((found[1] for url in urls if (found := _ISSUE_URL.search(url))), "")
    return _signal(
        key=text_of(event, "issue_id") or from_url,
        names=(text_of(event, "title"), text_of(event, "message")),
        firing=True,
        level=text_of(event, "level"),
        told_at=time_of(inside(event, "datetime"), received_at),
        labels={
            "project": text_of(event, "project"),
            "culprit": text_of(event, "culprit"),
            "environment": text_of(event, "environment"),
            "rule": text_of(data, "triggered_rule"),
        },
        url=inside(event, "web_url"),
    )


def _metric_alert(
    metric: Mapping[str, object], data: object, action: str, received_at: datetime
) -> list[SignalGroup]:
    if action not in _METRIC:
        raise Ignored(f"“{signals.shortened(action, 40)}” changes no alert.")
    firing, key = _METRIC[action], text_of(metric, "id")
    if not key:
        raise UnreadableBody("“data.metric_alert.id” is missing.")
    name = first_line(
        text_of(metric, "title"),
        text_of(metric, "alert_rule", "name"),
        text_of(data, "description_title"),
        f"metric alert {key}",
    )
    signal = Signal(
        key=signals.fitting_key(f"metric:{key}"),
        name=name,
        firing=firing,
        severity="critical" if action == "critical" else "warning",
        starts_at=time_of(inside(metric, "date_started"), received_at),
        ends_at=None if firing else time_of(inside(metric, "date_closed"), received_at),
        labels={"alertname": name},
        annotations=signals.texts({"description": text_of(data, "description_text")}),
        url=signals.safe_url(inside(data, "web_url")),
        once=True,
    )
    rule = text_of(metric, "alert_rule", "id")
    return signals.single(signal, group_key=f"rule:{rule}" if rule else "")


def _plugin(payload: Mapping[str, object], received_at: datetime) -> list[SignalGroup]:
    event = inside(payload, "event")
    at = inside(event, "timestamp") or inside(event, "received")
    return _signal(
        key=text_of(payload, "id"),
        names=(text_of(payload, "message"), text_of(event, "title"), text_of(payload, "culprit")),
        firing=True,
        level=text_of(payload, "level"),
        told_at=time_of(at, received_at),
        labels={
            "project": first_line(text_of(payload, "project_slug"), text_of(payload, "project")),
            "culprit": text_of(payload, "culprit"),
        },
        url=payload.get("url"),
    )


def _signal(
    *,
    key: str,
    names: tuple[str, ...],
    firing: bool,
    level: str,
    told_at: datetime | None,
    labels: dict[str, str],
    url: object,
) -> list[SignalGroup]:
    if not key:
        raise UnreadableBody("The issue has no id.")
    return signals.single(
        Signal(
            key=signals.fitting_key(f"issue:{key}"),
            name=first_line(*names, f"issue {key}"),
            firing=firing,
            severity=_LEVELS.get(level.lower(), "info" if level else "warning"),
            told_at=told_at,
            labels=signals.texts({name: value for name, value in labels.items() if value}),
            url=signals.safe_url(url),
        )
    )
