"""What Alertmanager sends, and the source that it sends to."""

import json
import os


def body(group: int, alerts: int) -> bytes:
    """A webhook of so many alerts; each group has a name, and so a ticket, of its own."""
    name = f"BenchAlert{group}"
    # Critical ones stand alone: of others a storm's ticket would gather most.
    labels = {"alertname": name, "cluster": "bench", "namespace": "shop", "severity": "critical"}
    each = [
        {
            "status": "firing",
            "labels": {
                **labels,
                "instance": f"10.0.0.{n}:9100",
                "pod": f"checkout-{n}",
                "job": "kube-state-metrics",
            },
            "annotations": {"summary": "Pod is not ready.", "description": "Since 15 minutes."},
            "startsAt": "2026-05-21T12:00:00Z",
            "endsAt": "0001-01-01T00:00:00Z",
            "generatorURL": "http://prometheus.example:9090/graph?g0.expr=up",
            "fingerprint": f"{group:08x}{n:08x}",
        }
        for n in range(alerts)
    ]
    whole = {
        "receiver": "sixweek",
        "status": "firing",
        "alerts": each,
        "groupLabels": {"alertname": name},
        "commonLabels": labels,
        "externalURL": "http://alertmanager.example:9093",
        "version": "4",
        "groupKey": f'{{}}:{{alertname="{name}"}}',
        "truncatedAlerts": 0,
    }
    return json.dumps(whole).encode()


def source_token() -> str:
    """Of a source in a new workspace."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "planner.settings"
    django.setup()
    from django.db import connection
    from django.utils import timezone

    from planner.models import Workspace
    from support.actions.sources import create_source
    from support.models import DeskSettings

    at = timezone.now()
    workspace = Workspace.objects.create(slug="bench", name="Bench", created_at=at)
    DeskSettings.objects.get_or_create(workspace=workspace)
    _, token = create_source(workspace=workspace, kind="alertmanager", name="Bench", by=None, at=at)
    # Its pool would wait for a server that is stopped before it.
    connection.close()
    connection.close_pool()
    return token.text
