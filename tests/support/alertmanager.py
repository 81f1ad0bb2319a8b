"""Bodies of an Alertmanager that does as it is told."""

import json
from datetime import UTC, datetime
from typing import Any

T0 = datetime(2026, 5, 21, 9, tzinfo=UTC)


def alert(
    key: str = "f1",
    *,
    starts: datetime = T0,
    ends: datetime | None = None,
    name: str = "DiskFull",
    severity: str = "warning",
    **labels: str,
) -> dict[str, Any]:
    return {
        "status": "resolved" if ends else "firing",
        "labels": {"alertname": name, "severity": severity, "pod": key} | labels,
        "annotations": {"summary": f"{name} at {key}"},
        "startsAt": starts.isoformat(),
        "endsAt": ends.isoformat() if ends else "0001-01-01T00:00:00Z",
        "fingerprint": key,
    }


def body(*alerts: dict[str, Any], group: str = "DiskFull", hidden: int = 0, **facts: Any) -> bytes:
    """``group`` is what it is grouped by; the status is that of the alerts, as Alertmanager's."""
    fires = any(one["status"] == "firing" for one in alerts)
    whole = {
        "receiver": "sixweek",
        "status": "firing" if fires else "resolved",
        "alerts": alerts,
        "groupLabels": {"alertname": group},
        "groupKey": f'{{}}:{{alertname="{group}"}}',
        "truncatedAlerts": hidden,
    }
    return json.dumps(whole | facts).encode()
