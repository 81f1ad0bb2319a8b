"""
A cluster of 84 nodes and 3,000 pods goes through a script of faults; a real Prometheus looks at it.

Two workspaces watch it at the same time. One is told by a real Alertmanager, with the rules and the
configuration that we ship, and has our own poller too; the other has only the poller.
"""

import json
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.utils import timezone

from planner.models import Member, Workspace
from support.actions import backends
from support.actions.clusters import add_cluster
from support.actions.polling import poll_cluster
from support.actions.sources import create_source
from support.actions.watching import watch_sources
from support.models import Breach, Delivery, Source, Ticket
from support.rules import prometheus as prometheus_queries
from support.rules.metrics import promql
from tests.deploy import hurried
from tests.factories import DeveloperTeamFactory
from tests.services.monitoring import Alertmanager, Prometheus
from tests.services.played_cluster import NAMESPACES, PlayedCluster, Scene
from tests.services.process import Process, wait_until

pytestmark = pytest.mark.journey

Server = PlayedCluster | Process

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
PATHS = {"/state": "2s", "/counters": "1s"}  # the first is large
FAILED_OPERATIONS = "cluster:kubelet_runtime_errors:ratio_rate10m"
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
    """The cluster, and who watches it."""

    cluster: PlayedCluster
    prometheus: Prometheus

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


class Poller:
    """Ours, by a clock of its own that a test turns on; its windows are short as the rules' are."""

    def __init__(self, prometheus: Prometheus, by: Member) -> None:
        self.workspace = by.workspace
        self.now = timezone.now()
        self.pk = add_cluster(
            workspace=by.workspace, name="tokyo", backend="prometheus", url=prometheus.url,
            by=by, at=self.now,
        ).pk  # fmt: skip

    def poll(self, minutes: int) -> None:
        """Less often than it would: what waits to fire begins anew after two minutes."""
        ends = self.now + timedelta(minutes=minutes)
        while self.now < ends:
            self.now += timedelta(seconds=110)
            poll_cluster(pk=self.pk, at=self.now)


@pytest.fixture
def run() -> Iterator[Callable[[Server], None]]:
    """``run(server)`` starts it; in the end all are stopped, the last one first."""
    with ExitStack() as stack:

        def start(server: Server) -> None:
            server.start()
            stack.callback(server.stop)

        yield start


@pytest.fixture
def cluster(run) -> PlayedCluster:
    played = PlayedCluster(AT_THE_EDGE)
    run(played)
    return played


@pytest.fixture
def watched(stack, workspace, folder, run, cluster) -> Watched:
    """By Prometheus and Alertmanager, as we ship their rules and configuration."""
    now, tokens = timezone.now(), {}
    for name in ("sixweek", "sixweek-heartbeat"):
        _source, token = create_source(
            workspace=workspace, kind="alertmanager", name=name, by=None, at=now
        )
        tokens[name] = token.text
    alertmanager = Alertmanager(
        folder, config=hurried.alertmanager(f"{stack.url}/hooks/alertmanager", tokens)
    )
    run(alertmanager)
    prometheus = Prometheus(
        folder,
        groups=hurried.groups(),
        target=cluster.target,
        paths=PATHS,
        alertmanager=alertmanager,
        resend="1s",
    )
    run(prometheus)
    return Watched(cluster, prometheus)


@pytest.fixture
def hurried_poller(settings, monkeypatch) -> None:
    settings.OUTGOING_NETWORKS = (ip_network("127.0.0.0/8"),)
    monkeypatch.setattr(backends, "PAUSES", ())
    monkeypatch.setattr(
        prometheus_queries, "promql", lambda *about: hurried.windows(promql(*about))
    )


@pytest.fixture
def told(watched, haruka, hurried_poller) -> Poller:
    """Of the workspace that Alertmanager tells."""
    return _poller(watched, haruka)


@pytest.fixture
def alone(watched, otto, hurried_poller) -> Poller:
    """Of a workspace that nobody tells anything."""
    return _poller(watched, otto)


def _poller(watched: Watched, by: Member) -> Poller:
    DeveloperTeamFactory(workspace=by.workspace, name="Payments", namespaces=["payments"])
    return Poller(watched.prometheus, by)


def _tickets(workspace: Workspace, state: str) -> set[tuple[object, ...]]:
    return {
        (
            *(ticket.layer, ticket.health, ticket.owner, ticket.severity),
            tuple(ticket.alerts.order_by("name").values_list("name", flat=True)),
        )
        for ticket in Ticket.objects.filter(workspace=workspace, state=state).order_by("pk")
    }


def _wait_for_tickets(workspace: Workspace, state: str) -> None:
    """Asked again and again, so the count of them first."""
    all_of = Ticket.objects.filter(workspace=workspace, state=state)

    def are_there() -> bool:
        return all_of.count() >= len(EXPECTED) and _tickets(workspace, state) >= EXPECTED

    wait_until(are_there, seconds=90, what=f"the {state} tickets")
    assert _tickets(workspace, state) == EXPECTED


def _nothing_is_said_at_the_edges(watched: Watched, alone: Poller) -> None:
    watched.wait_for("service:success:ratio_rate5m > 0.999")
    watched.wait_for("cluster:pods_existing:count == 3000")
    watched.wait_for("cluster:nodes_ready:count == 84")
    watched.wait_for("cluster:node_exporters:count == 84")
    watched.wait_for("cluster:pods_unready:ratio == 0.1")
    watched.wait_for(f"{FAILED_OPERATIONS} > 0.0085")
    watched.wait_for('verb:apiserver_request_seconds:p99{verb="LIST"} > 1.3')
    alone.poll(minutes=4)
    assert watched.alerts() == {"Watchdog"}
    assert not Breach.objects.exists()  # none that waits either


def _each_fault_opens_its_ticket(watched: Watched, told: Poller, alone: Poller) -> None:
    watched.cluster.play(FAULTS)
    watched.wait_for(f"{FAILED_OPERATIONS} > 0.012")
    alone.poll(minutes=35)
    assert _tickets(alone.workspace, "open") == EXPECTED
    _wait_for_tickets(told.workspace, "open")
    # Where Alertmanager tells it, our own poller sees the same, and does not say it again.
    told.poll(minutes=17)
    assert Breach.objects.filter(cluster=told.pk).exclude(fired_at=None).exists()
    assert _tickets(told.workspace, "open") == EXPECTED


def _each_ticket_ends_with_its_fault(watched: Watched, told: Poller, alone: Poller) -> None:
    watched.cluster.play(Scene())
    watched.wait_for(f"{FAILED_OPERATIONS} < 0.008")
    alone.poll(minutes=9)
    assert _tickets(alone.workspace, "resolved") == EXPECTED
    _wait_for_tickets(told.workspace, "resolved")
    assert watched.alerts() == {"Watchdog"}
    told.poll(minutes=9)
    assert not Breach.objects.exists()


def _a_watcher_that_is_gone_is_missed(watched: Watched, told: Poller, alone: Poller) -> None:
    heartbeat = Source.objects.get(name="sixweek-heartbeat")
    watchdog = heartbeat.alerts.get(name="Watchdog")
    assert (watchdog.ticket, watchdog.layer, watchdog.severity) == (None, "addon", "none")
    watched.prometheus.stop()
    # As though a quarter of an hour had passed: the source repeats each five minutes.
    Source.objects.filter(pk=heartbeat.pk).update(repeat_minutes=5)

    def is_missed() -> bool:
        # What Alertmanager still says may be in digestion, and such a source is left alone.
        watch_sources(at=timezone.now() + timedelta(minutes=16))
        return Ticket.objects.filter(workspace=told.workspace, state="open").exists()

    wait_until(is_missed, seconds=40, what="the ticket of the heartbeat")
    alone.poll(minutes=8)
    silent, blind = (
        Ticket.objects.get(workspace=one.workspace, state="open") for one in (told, alone)
    )
    assert silent.title == "No heartbeat: the Watchdog of sixweek-heartbeat is silent"
    assert (silent.severity, silent.health) == ("critical", "work")
    assert blind.title == "Blind: the metrics of tokyo cannot be read"

    watched.prometheus.start()
    alone.poll(minutes=2)

    def is_heard() -> bool:
        watch_sources(at=timezone.now())
        silent.refresh_from_db()
        return silent.state == "resolved"

    wait_until(is_heard, seconds=40, what="the heartbeat")


def _nothing_was_doubled_or_lost(workspace: Workspace) -> None:
    """What was expected, and the one that told of the watcher itself."""
    tickets = Ticket.objects.filter(workspace=workspace)
    counts = Counter(tickets.values_list("state", "reopened"))
    assert counts == {("resolved", 0): len(EXPECTED) + 1}


def test_script_of_faults_makes_exactly_its_tickets(watched, told, alone):
    _nothing_is_said_at_the_edges(watched, alone)
    _each_fault_opens_its_ticket(watched, told, alone)
    _each_ticket_ends_with_its_fault(watched, told, alone)
    _a_watcher_that_is_gone_is_missed(watched, told, alone)
    for workspace in (told.workspace, alone.workspace):
        _nothing_was_doubled_or_lost(workspace)
    assert not Delivery.objects.filter(state="failed").exists()
