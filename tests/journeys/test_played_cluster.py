"""
A cluster of 84 nodes and 3,000 pods goes through a script of faults, watched by the real Prometheus
and Alertmanager with the rules and the configuration that we ship, and by our own poller.
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

from planner.models import Member
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
PATHS = ("/state", "/counters")
FAILED_OPERATIONS = (
    "sum(rate(kubelet_runtime_operations_errors_total[10s]))"
    " / sum(rate(kubelet_runtime_operations_total[10s]))"
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
def developers(workspace):
    return DeveloperTeamFactory(workspace=workspace, name="Payments", namespaces=["payments"])


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
    played = PlayedCluster()
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
        resend="2s",
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


def _tickets(state: str) -> set[tuple[object, ...]]:
    return {
        (
            *(ticket.layer, ticket.health, ticket.owner, ticket.severity),
            tuple(ticket.alerts.order_by("name").values_list("name", flat=True)),
        )
        for ticket in Ticket.objects.filter(state=state).order_by("pk")
    }


def _are(state: str) -> bool:
    """Asked again and again, so the count of them first."""
    return Ticket.objects.filter(state=state).count() >= len(EXPECTED) and (
        _tickets(state) >= EXPECTED
    )


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
    wait_until(lambda: _are("open"), seconds=90, what="the tickets")
    assert _tickets("open") == EXPECTED


def _each_ticket_ends_with_its_fault(watched: Watched) -> None:
    watched.cluster.play(Scene())
    wait_until(lambda: _are("resolved"), seconds=90, what="the ends")
    assert _tickets("resolved") == EXPECTED
    assert watched.alerts() == {"Watchdog"}


def _a_watcher_that_is_gone_is_missed(watched: Watched) -> None:
    heartbeat = Source.objects.get(name="sixweek-heartbeat")
    watchdog = heartbeat.alerts.get(name="Watchdog")
    assert (watchdog.ticket, watchdog.layer, watchdog.severity) == (None, "addon", "none")
    watched.prometheus.stop()
    # As though a quarter of an hour had passed: the source repeats each five minutes.
    heartbeat.repeat_minutes = 5
    heartbeat.save()
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


def test_script_of_faults_makes_exactly_its_tickets(watched, haruka, developers, hurried_poller):
    poller = Poller(watched.prometheus, haruka)

    _all_is_well(watched)
    _nothing_is_said_at_the_edges(watched)
    _each_fault_opens_its_ticket(watched)
    # Our own poller sees the same, and does not say it again.
    poller.poll(minutes=17)
    assert Breach.objects.exclude(fired_at=None).exists()
    assert _tickets("open") == EXPECTED
    _each_ticket_ends_with_its_fault(watched)
    poller.poll(minutes=9)
    assert not Breach.objects.exists()
    _a_watcher_that_is_gone_is_missed(watched)
    _nothing_was_doubled_or_lost()


@pytest.mark.django_db
def test_poller_alone_makes_the_same_tickets(
    run, folder, cluster, haruka, developers, hurried_poller
):
    prometheus = Prometheus(folder, target=cluster.target, paths=PATHS)
    run(prometheus)
    watched, poller = Watched(cluster, prometheus), Poller(prometheus, haruka)

    watched.wait_for('rate(http_requests_total{code="200"}[5s]) > 400')
    poller.poll(minutes=2)
    cluster.play(AT_THE_EDGE)
    watched.wait_for(f"{FAILED_OPERATIONS} > 0.0085")
    poller.poll(minutes=4)
    assert not Breach.objects.exists()  # none that waits either

    cluster.play(FAULTS)
    watched.wait_for(f"{FAILED_OPERATIONS} > 0.028")
    poller.poll(minutes=35)
    assert _tickets("open") == EXPECTED

    cluster.play(Scene())
    watched.wait_for(f"{FAILED_OPERATIONS} < 0.002")
    poller.poll(minutes=9)
    assert _tickets("resolved") == EXPECTED

    prometheus.stop()
    poller.poll(minutes=8)
    blind = Ticket.objects.get(state="open")
    assert blind.title == "Blind: the metrics of tokyo cannot be read"
    prometheus.start()
    watched.wait_for("cluster_is_there or vector(1)")
    poller.poll(minutes=2)
    _nothing_was_doubled_or_lost()
    assert not Ticket.objects.exclude(state="resolved").exists()
