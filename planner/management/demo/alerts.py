"""What fires in the demo: alerts that come again and again, as Alertmanager sends them."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from planner.management.demo.cast import Cast
from planner.management.demo.clock import Clock
from support.actions.deliveries import store_delivery
from support.actions.developers import add_developer_team
from support.actions.digestion import digest_batch
from support.actions.sources import create_source
from support.models import Source, SourceToken

CLUSTER: Final = "prod-tokyo-1"


class Firing(NamedTuple):
    """One alert group: since when, who has taken it, and what it is about how many times."""

    alert: str
    severity: str
    layer: str
    health: str
    summary: str
    minutes: int
    helper: str
    about: str = ""
    times: tuple[tuple[str, int], ...] = (("", 1),)
    of: tuple[tuple[str, str], ...] = ()
    spent: int = 0  # minutes of today, by who has taken it


_HIGHMEM: Final = (
    ("hm-07", 11), ("hm-03", 9), ("hm-19", 8), ("hm-11", 7), ("hm-02", 5), ("hm-22", 4),
    ("hm-15", 2),
)  # fmt: skip
_EDGE: Final = (("service", "edge-gateway"),)
FIRING: Final = (
    Firing(
        "ServiceSuccessLow", "critical", "addon", "work", "99.62 % < 99.9 % on edge-gateway",
        158, "Aiko", "route", (("checkout", 8), ("payments", 4), ("orders", 2)), _EDGE,
        spent=120,
    ),
    Firing(
        "KubeDeploymentPodsUnready", "critical", "addon", "work",
        "13 % of pods unready, more than 10 %",
        62, "", "deployment", (("payments-gateway", 4), ("payments-worker", 2)),
    ),
    Firing(
        "ServiceSlow", "warning", "addon", "work", "p95 412 ms > 350 ms on edge-gateway",
        310, "Elena", "route", (("search", 6), ("listing", 3)), _EDGE,
        spent=240,
    ),
    Firing(
        "KubeletRuntimeErrors", "warning", "node", "work", "more than 1 % on pool n2-highmem",
        80, "Sho", "node", _HIGHMEM, spent=75,
    ),
    Firing(
        "KubeAPIResponseSlow", "warning", "master", "work", "LIST pods p99 1.9 s > 1.5 s",
        1800, "Tomas", "instance", (("master-a", 7), ("master-c", 4)),
        (("verb", "LIST"),), spent=180,
    ),
    Firing(
        "DatadogAgentAbsent", "warning", "addon", "resource", "Datadog agent silent on 3 nodes",
        3000, "Aiko", "node", (("n2-std-12", 1), ("n2-std-33", 1), ("c2-05", 1)),
    ),
    Firing(
        "NodeDiskFull", "warning", "node", "resource", "the disk of n2-std-41 is 94 % full",
        4200, "Elena", "node", (("n2-std-41", 1),),
    ),
)  # fmt: skip


TEAMS: Final = (
    ("Team Checkout", ("checkout", "checkout-*"), "#team-checkout"),
    ("Team Payments", ("payments", "payments-*"), "#team-payments"),
    ("Team Search", ("search",), "#team-search"),
)


def make_teams(cast: Cast, clock: Clock) -> None:
    """The developers whose pods run on the platform."""
    for name, namespaces, channel in TEAMS:
        add_developer_team(
            workspace=cast.workspace, name=name, namespaces=namespaces, slack_channel=channel,
            by=cast.haruka, at=clock.at(4, 27),
        )  # fmt: skip


def make_source(cast: Cast, clock: Clock) -> Source:
    source, _token = create_source(
        workspace=cast.workspace, kind=Source.Kind.ALERTMANAGER, name="prod-tokyo",
        by=cast.haruka, at=clock.at(4, 27),
    )  # fmt: skip
    return source


def webhooks(firing: Firing, now: datetime) -> Iterator[tuple[datetime, dict[str, Any]]]:
    """Its occurrences in turns, the most frequent first, thicker towards now."""
    left = dict(firing.times)
    turns = []
    while any(left.values()):
        turns += [name for name, times in left.items() if times]
        left = {name: max(0, times - 1) for name, times in left.items()}
    length = timedelta(minutes=firing.minutes)
    for place, name in enumerate(turns):
        at = now - length * (1 - (place / len(turns)) ** 0.8)
        yield at, _webhook(firing, name, at)


def receive(source: Source, webhooks: Sequence[tuple[datetime, dict[str, Any]]]) -> None:
    """Store what came, each at its time, and digest it together."""
    token = SourceToken.objects.get(source=source)
    for at, body in webhooks:
        store_delivery(
            token_id=token.pk, source_id=source.pk, headers={"Content-Type": "application/json"},
            body=json.dumps(body).encode(), at=at,
        )  # fmt: skip
    if webhooks:
        digest_batch(source=source, at=webhooks[-1][0])


def _webhook(firing: Firing, name: str, at: datetime) -> dict[str, Any]:
    """As Alertmanager sends it (webhook version 4)."""
    shared = {
        "alertname": firing.alert, "severity": firing.severity, "layer": firing.layer,
        "health": firing.health, "cluster": CLUSTER, **dict(firing.of),
    }  # fmt: skip
    alert = {
        "status": "firing",
        "labels": shared | ({firing.about: name} if name else {}),
        "annotations": {"summary": firing.summary},
        "startsAt": at.isoformat(),
        "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": "http://prometheus.example/graph",
        "fingerprint": f"{firing.alert}-{name}".lower(),
    }
    return {
        "version": "4",
        "groupKey": f'{{}}:{{alertname="{firing.alert}"}}',
        "truncatedAlerts": 0,
        "status": "firing",
        "receiver": "sixweek",
        "groupLabels": {"alertname": firing.alert},
        "commonLabels": shared,
        "commonAnnotations": {"summary": firing.summary},
        "externalURL": "http://alertmanager.example",
        "alerts": [alert],
    }
