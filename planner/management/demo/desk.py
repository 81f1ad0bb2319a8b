"""What reached the desk in cycle 23: most of it is done, fourteen wait."""

import json
from datetime import datetime, timedelta
from typing import Any, Final

from cycles.models import Cycle
from cycles.queries.staffing import worked_days
from cycles.rules.calendar import Span
from planner.management.demo.clock import Clock
from planner.management.demo.story import Cast
from support.actions.deliveries import store_delivery
from support.actions.digestion import digest_batch
from support.actions.sources import create_source
from support.actions.tickets import open_ticket, resolve_ticket, take_ticket
from support.models import Source, SourceToken, Ticket

# Tickets that arrived on each working day of the cycle; a certificate storm on the sixth.
ARRIVED: Final = (9, 7, 8, 6, 14, 9, 8, 7, 9, 6, 5, 8, 7, 9)
DONE: Final = (
    ("question", "How do I get a staging namespace?", "Team Search"),
    ("request", "Raise the memory limit of the indexer", "Team Search"),
    ("question", "Why does my image pull take four minutes?", "Team Checkout"),
    ("request", "Rotate the registry password", "Team Payments"),
    ("question", "Which ingress class is for internal hosts?", "Team Recsys"),
    ("urgent", "Roll back the gateway of checkout", "Team Checkout"),
    ("request", "Add a build runner with more disk", "Team Mobile"),
)
WAITING: Final = (
    ("urgent", "Need 40 more n2 cores for Friday’s campaign", "Team Marketing"),
    ("question", "How do I get a preview environment?", "Team Web"),
    ("question", "プレビュー環境に DB を付けられますか？", "検索チーム"),
    ("question", "Why is my pod OOMKilled only in staging?", "Team Recsys"),
    ("question", "Argo CD out of sync after image bump", "Team Checkout"),
    ("request", "Grant port-forward in checkout-dev", "Team Checkout"),
    ("request", "Namespace quota for recsys", "Team Recsys"),
)
# (alert, severity, layer, health, summary, hours ago)
FIRING: Final = (
    ("GatewaySuccessRateLow", "critical", "addon", "work", "99.62 % < 99.9 % on edge-gateway", 2),
    ("PodsUnready", "critical", "addon", "work", "13 % of pods unready, more than 10 %", 1),
    ("GatewayLatencyHigh", "warning", "addon", "work", "p95 412 ms > 350 ms on edge-gateway", 5),
    ("KubeletRuntimeErrors", "warning", "node", "work", "more than 1 % on pool n2-highmem", 26),
    ("ApiServerSlow", "warning", "master", "work", "LIST pods p99 1.9 s > 1.5 s", 30),
    ("AgentSilent", "warning", "addon", "resource", "Datadog agent silent on 3 nodes", 50),
    ("NodeDiskPressure", "warning", "node", "resource", "n2-std-41 is short of disk", 70),
)


def fill_desk(cast: Cast, clock: Clock) -> None:
    """Questions and requests of every working day so far, and alerts that fire now."""
    _work_through(cast, clock)
    for hours, (kind, title, asker) in enumerate(WAITING, start=3):
        at = clock.now - timedelta(hours=hours * 4)
        open_ticket(
            workspace=cast.workspace, kind=kind, title=title, asker=asker,
            by=cast.people["Sho"], at=at,
        )  # fmt: skip
    _fire(cast, clock)
    _take_most(cast, clock)


def _take_most(cast: Cast, clock: Clock) -> None:
    """Three are without anybody yet, one of them a work metric."""
    helpers = cast.named("Aiko", "Elena", "Sho", "Tomas")
    tickets = Ticket.objects.filter(workspace=cast.workspace, state=Ticket.State.OPEN)
    for number, ticket in enumerate(tickets.order_by("pk")):
        if number not in (0, 2, 8):
            helper = helpers[number % len(helpers)]
            take_ticket(ticket=ticket, by=helper, at=clock.now - timedelta(minutes=10))


def _work_through(cast: Cast, clock: Clock) -> None:
    cycle = Cycle.objects.get(workspace=cast.workspace, number=23)
    days = worked_days(cast.workspace, Span(cycle.starts_on, cycle.ends_on))
    helpers = cast.named("Aiko", "Elena", "Sho", "Tomas")
    for day, count in zip((day for day in days if day < clock.today), ARRIVED, strict=False):
        for number in range(count):
            kind, title, asker = DONE[(day.day + number) % len(DONE)]
            helper = helpers[number % len(helpers)]
            at = clock.on(day, 9) + timedelta(minutes=31 * number)
            ticket = open_ticket(
                workspace=cast.workspace, kind=kind, title=title, asker=asker, by=helper, at=at
            )
            take_ticket(ticket=ticket, by=helper, at=at + timedelta(minutes=18))
            resolve_ticket(ticket=ticket, by=helper, at=at + timedelta(hours=2))


def _fire(cast: Cast, clock: Clock) -> None:
    source, _token = create_source(
        workspace=cast.workspace, kind=Source.Kind.ALERTMANAGER, name="prod-tokyo",
        by=cast.haruka, at=clock.at(4, 27),
    )  # fmt: skip
    token = SourceToken.objects.get(source=source)
    for name, severity, layer, health, summary, hours in FIRING:
        at = clock.now - timedelta(hours=hours)
        labels = {"alertname": name, "severity": severity, "layer": layer, "health": health}
        store_delivery(
            token_id=token.pk, source_id=source.pk,
            headers={"Content-Type": "application/json"},
            body=json.dumps(_webhook(labels, summary, at)).encode(), at=at,
        )  # fmt: skip
        digest_batch(source=source, at=at)


def _webhook(labels: dict[str, str], summary: str, at: datetime) -> dict[str, Any]:
    """As Alertmanager sends it (webhook version 4)."""
    name = labels["alertname"]
    alert = {
        "status": "firing",
        "labels": labels,
        "annotations": {"summary": summary},
        "startsAt": at.isoformat(),
        "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": "http://prometheus.example/graph",
        "fingerprint": name.lower(),
    }
    return {
        "version": "4",
        "groupKey": f'{{}}:{{alertname="{name}"}}',
        "truncatedAlerts": 0,
        "status": "firing",
        "receiver": "sixweek",
        "groupLabels": {"alertname": name},
        "commonLabels": labels,
        "commonAnnotations": {"summary": summary},
        "externalURL": "http://alertmanager.example",
        "alerts": [alert],
    }
