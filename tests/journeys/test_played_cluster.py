"""
A cluster of 84 nodes and 3,000 pods goes through a script of faults, watched by the real Prometheus
and Alertmanager with the rules and the configuration that we ship.
"""

import json
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from support.actions.sources import create_source
from support.actions.watching import watch_sources
from support.models import Delivery, Source, Ticket
from tests.deploy import hurried
from tests.factories import DeveloperTeamFactory
from tests.services.monitoring import Alertmanager, Prometheus
from tests.services.played_cluster import NAMESPACES, PlayedCluster, Scene
from tests.services.process import wait_until
from tests.services.stack import Stack

pytestmark = pytest.mark.journey

# One pod in ten of each Deployment, and so of each namespace and of the cluster.
AT_THE_EDGE = Scene(
    unready=dict.fromkeys(NAMESPACES, 10), failed_operations=0.009, list_seconds=1.4
)
FAULTS = Scene(
    unready=dict.fromkeys(NAMESPACES, 7) | {"payments": 100},
    failed_operations=0.03,
    failed_requests=0.02,
    list_seconds=2.4,
    agents_missing=1,
    full="n2-standard-7",
    hot="n2-highmem-3",
    unmeasured="c2-compute-5",
)
# Layer, health, owner, severity, and the alerts behind it.
EXPECTED = {
    ("pod", "work", "", "critical", ("ClusterPodsUnready",)),
    (
        *("pod", "work", "Payments", "info"),
        (*["KubeDeploymentPodsUnready"] * 10, "KubePodsUnreadyInNamespace"),
    ),
    ("node", "work", "", "warning", ("KubeletRuntimeErrors",)),
    ("master", "work", "", "info", ("KubeAPIResponseSlow",)),
    ("addon", "work", "", "critical", ("ServiceSuccessLow",)),
    ("addon", "resource", "", "warning", ("DatadogAgentAbsent",)),
    ("addon", "resource", "", "warning", ("NodeExporterAbsent",)),
    ("node", "resource", "", "warning", ("NodeDiskFull",)),
    ("node", "resource", "", "warning", ("NodeSaturated",)),
}


@dataclass
class Watched:
    """The cluster, and those who watch it."""

    cluster: PlayedCluster
    prometheus: Prometheus
    heartbeat: Source

    def value(self, query: str) -> float | None:
        """What Prometheus knows of one series, if anything."""
        asked = urllib.parse.urlencode({"query": query})
        with urllib.request.urlopen(f"{self.prometheus.url}/api/v1/query?{asked}") as answer:
            found = json.load(answer)["data"]["result"]
        return float(found[0]["value"][1]) if found else None

    def wait_for(self, query: str) -> None:
        wait_until(lambda: self.value(query) is not None, seconds=40, what=query)

    def alerts(self) -> set[str]:
        """Those that fire, or are about to."""
        with urllib.request.urlopen(f"{self.prometheus.url}/api/v1/alerts") as answer:
            return {one["labels"]["alertname"] for one in json.load(answer)["data"]["alerts"]}


@pytest.fixture
def watched(stack: Stack, workspace, folder: Path) -> Iterator[Watched]:
    now, tokens = timezone.now(), {}
    for name in ("sixweek", "sixweek-heartbeat"):
        source, token = create_source(
            workspace=workspace, kind="alertmanager", name=name, by=None, at=now
        )
        tokens[name] = token.text
    cluster = PlayedCluster()
    alertmanager = Alertmanager(
        folder, config=hurried.alertmanager(f"{stack.url}/hooks/alertmanager", tokens)
    )
    prometheus = Prometheus(
        folder,
        groups=hurried.groups(),
        target=cluster.target,
        paths=("/state", "/counters"),
        alertmanager=alertmanager,
        resend="2s",
    )
    servers = (cluster, alertmanager, prometheus)
    for server in servers:
        server.start()
    yield Watched(cluster, prometheus, source)
    for server in reversed(servers):
        server.stop()


def _tickets(state: str) -> set[tuple[object, ...]]:
    return {
        (
            *(ticket.layer, ticket.health, ticket.owner, ticket.severity),
            tuple(ticket.alerts.order_by("name").values_list("name", flat=True)),
        )
        for ticket in Ticket.objects.filter(state=state).order_by("pk")
    }


def _all_is_well(watched: Watched) -> None:
    watched.wait_for("service:success:ratio_rate5m > 0.999")
    watched.wait_for("cluster:pods_existing:count == 3000")
    watched.wait_for("cluster:nodes_ready:count == 84")
    watched.wait_for("cluster:node_exporters:count == 84")
    watched.wait_for("cluster:kubelet_runtime_errors:ratio_rate10m < 0.002")
    assert watched.alerts() == {"Watchdog"}


def _nothing_is_said_at_the_edges(watched: Watched) -> None:
    watched.cluster.play(AT_THE_EDGE)
    watched.wait_for("cluster:pods_unready:ratio == 0.1")
    watched.wait_for("cluster:kubelet_runtime_errors:ratio_rate10m > 0.0085")
    watched.wait_for('verb:apiserver_request_seconds:p99{verb="LIST"} > 1.3')
    assert watched.alerts() == {"Watchdog"}


def _each_fault_opens_its_ticket(watched: Watched) -> None:
    watched.cluster.play(FAULTS)
    wait_until(lambda: _tickets("open") >= EXPECTED, seconds=90, what="the tickets")
    assert _tickets("open") == EXPECTED


def _each_ticket_ends_with_its_fault(watched: Watched) -> None:
    watched.cluster.play(Scene())
    wait_until(lambda: _tickets("resolved") == EXPECTED, seconds=90, what="the ends")
    assert watched.alerts() == {"Watchdog"}


def _a_watcher_that_is_gone_is_missed(watched: Watched) -> None:
    watchdog = watched.heartbeat.alerts.get(name="Watchdog")
    assert (watchdog.ticket, watchdog.layer, watchdog.severity) == (None, "addon", "none")
    watched.prometheus.stop()
    # As though a quarter of an hour had passed: the source repeats each five minutes.
    watched.heartbeat.repeat_minutes = 5
    watched.heartbeat.save()
    watch_sources(at=timezone.now() + timedelta(minutes=16))
    ticket = Ticket.objects.get(state="open")
    assert ticket.title == "No heartbeat: the Watchdog of sixweek-heartbeat is silent"
    assert (ticket.severity, ticket.health) == ("critical", "work")

    watched.prometheus.start()

    def is_heard() -> bool:
        watch_sources(at=timezone.now())
        ticket.refresh_from_db()
        return ticket.state == "resolved"

    wait_until(is_heard, seconds=40, what="the heartbeat")


def _nothing_was_doubled_or_lost() -> None:
    tickets = Ticket.objects.all()
    assert tickets.count() == len(EXPECTED) + 1
    assert Counter(tickets.values_list("reopened", flat=True)) == {0: len(EXPECTED) + 1}
    assert not Delivery.objects.filter(state="failed").exists()


def test_a_script_of_faults_makes_exactly_its_tickets(watched, workspace):
    DeveloperTeamFactory(workspace=workspace, name="Payments", namespaces=["payments"])

    _all_is_well(watched)
    _nothing_is_said_at_the_edges(watched)
    _each_fault_opens_its_ticket(watched)
    _each_ticket_ends_with_its_fault(watched)
    _a_watcher_that_is_gone_is_missed(watched)
    _nothing_was_doubled_or_lost()
