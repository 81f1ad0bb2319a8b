"""An alert of each kind that is none: what the test button sends."""

import json
from datetime import datetime
from typing import Any, Final

TITLE: Final = "Test from Sixweek"
_KEY: Final = "sixweek-test"


def sample(kind: str, *, at: datetime, began_at: datetime | None = None) -> bytes:
    """
    The body that a sender of the kind would send: an alert, or the end of the one that began then.
    """
    firing, began = began_at is None, began_at or at
    return json.dumps(_body(kind, firing, at.isoformat(), began.isoformat())).encode()


def _body(kind: str, firing: bool, at: str, began: str) -> dict[str, Any]:
    state = "firing" if firing else "resolved"
    match kind:
        case "alertmanager" | "grafana":
            return _group(state, at, began)
        case "grafana-legacy":
            return {"ruleId": _KEY, "ruleName": TITLE, "state": "alerting" if firing else "ok"}
        case "datadog":
            transition = "Warn" if firing else "Recovered"
            return {"alert_id": _KEY, "title": TITLE, "alert_transition": transition}
        case "pagerduty":
            event = "incident.triggered" if firing else "incident.resolved"
            incident = {"id": _KEY, "title": TITLE, "urgency": "low"}
            return {"event": {"event_type": event, "occurred_at": at, "data": incident}}
        case "opsgenie":
            alert = {"alertId": f"{_KEY} {began}", "message": TITLE, "createdAt": began}
            return {"action": "Create" if firing else "Close", "alert": alert}
        case "sns":
            alarm = {"AlarmArn": _KEY, "AlarmName": TITLE, "StateChangeTime": at}
            return alarm | {"NewStateValue": "ALARM" if firing else "OK"}
        case "sentry":
            issue = {"id": _KEY, "title": TITLE, "level": "info", "lastSeen": at}
            return {"action": "created" if firing else "resolved", "data": {"issue": issue}}
        case "uptime-kuma":
            heartbeat = {"status": 0 if firing else 1, "time": at}
            return {"heartbeat": heartbeat, "monitor": {"id": _KEY, "name": TITLE}}
        case "zabbix":
            return {"trigger_id": _KEY, "name": TITLE, "value": "1" if firing else "0"}
        case _:
            return {"id": _KEY, "title": TITLE, "state": state, "severity": "info"}


def _group(state: str, at: str, began: str) -> dict[str, Any]:
    alert = {
        "status": state,
        "labels": {"alertname": TITLE, "severity": "info"},
        "fingerprint": _KEY,
        "startsAt": began,
        **({} if state == "firing" else {"endsAt": at}),
    }
    return {"status": state, "groupKey": _KEY, "alerts": [alert]}
