"""Last good values of clusters, their history, and where they break."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from support.models import Breach, LastValue, Point, Threshold
from support.queries.cluster_values import (
    a_week_ago,
    breaches_now,
    history,
    is_stale,
    last_values,
    nodes_now,
    thresholds_of,
)
from support.queries.fault_words import fault_said
from tests.factories import NOON, TicketFactory
from tests.factories_cluster import ClusterFactory

MINUTE = timedelta(minutes=1)
FAULT = {"code": "status", "status": "503"}


@pytest.fixture
def cluster(workspace, haruka):
    return ClusterFactory(
        workspace=workspace, name="prod-tokyo-1", created_by=haruka, heard_at=NOON
    )


def _value(cluster, measure, *samples, at=NOON):
    LastValue.objects.create(cluster=cluster, measure=measure, samples=list(samples), at=at)


def test_news_of_a_cluster_are_old_after_two_minutes_or_when_there_never_were_any():
    assert not is_stale(NOON, NOON + 2 * MINUTE)
    assert is_stale(NOON, NOON + 3 * MINUTE)
    assert is_stale(None, NOON)


def test_fault_is_said_to_each_in_their_language():
    with override("ja"):
        assert fault_said(FAULT) == "503 が返りました。"
    assert fault_said(FAULT) == "It answered 503."


def test_last_good_value_stays_with_its_time(cluster):
    _value(cluster, "throughput", [[], 48.2])
    _value(cluster, "node_cpu", [["n-1"], 61.0], [["n-2"], 78.0], at=NOON - 10 * MINUTE)
    found = last_values(cluster, now=NOON + MINUTE)
    assert (found["throughput"].number, found["throughput"].is_stale) == (48.2, False)
    assert found["node_cpu"].samples == {("n-1",): 61, ("n-2",): 78}
    assert found["node_cpu"].is_stale
    assert list(last_values(cluster, now=NOON, keys=["throughput"])) == ["throughput"]


def test_silent_node_is_unknown_and_not_idle(cluster):
    _value(cluster, "node_pool", [["n-1", "std"], 1], [["n-2", "std"], 1], [["n-3", "big"], 1])
    _value(cluster, "node_unavailable", [["n-1"], 0], [["n-2"], 1])
    _value(cluster, "node_cpu", [["n-1"], 61.0])
    Breach.objects.create(
        cluster=cluster, measure="node_unavailable", key="n-2", labels=["n-2"], value=1, since=NOON,
        seen_at=NOON, fired_at=NOON,
    )  # fmt: skip
    nodes = nodes_now(last_values(cluster, now=NOON), breaches_now(cluster))
    assert [
        (node.name, node.pool, node.cpu, node.is_silent, node.is_ready, node.breaches)
        for node in nodes
    ] == [
        ("n-3", "big", None, True, None, ()),
        ("n-1", "std", 61, False, True, ()),
        ("n-2", "std", None, True, False, ("node_unavailable",)),
    ]


def test_line_has_the_points_of_its_span(cluster, django_assert_num_queries):
    for minutes in range(0, 90, 10):
        at = NOON - minutes * MINUTE
        values = {"success": 99.9 - minutes, "pods_unready": minutes}
        Point.objects.create(cluster=cluster, step=30, at=at, values=values)
        Point.objects.create(cluster=cluster, step=300, at=at, values={"success": 50})
    with django_assert_num_queries(1):
        found = history(cluster, span="1h", now=NOON, keys=["success", "errors", "node_cpu"]).lines
    assert [number for _at, number in found["success"].points] == [
        pytest.approx(99.9 - minutes) for minutes in range(60, -1, -10)
    ]
    assert found["errors"].points == ()
    assert "node_cpu" not in found
    assert len(history(cluster, span="6h", now=NOON, keys=["success"]).lines["success"].points) == 9


def test_this_hour_a_week_ago(cluster):
    at = NOON - timedelta(days=7, minutes=20)
    Point.objects.create(cluster=cluster, step=3600, at=at, values={"throughput": 45.9})
    assert a_week_ago(cluster, now=NOON) == {"throughput": 45.9}
    assert a_week_ago(cluster, now=NOON + timedelta(hours=2)) == {}


def test_threshold_is_the_usual_one_unless_it_was_set(cluster):
    Threshold.objects.create(
        cluster=cluster, measure="latency_of_service", limit=300, clear=280, for_seconds=60,
        severity="critical", mode="off",
    )  # fmt: skip
    found = thresholds_of(cluster)
    assert (found["latency_of_service"].limit, found["latency_of_service"].mode) == (300, "off")
    assert (found["pods_unready"].limit, found["pods_unready"].mode) == (10, "auto")
    assert "throughput" not in found


@pytest.mark.parametrize("more", [0, 2])
def test_breaches_that_fire_come_with_their_tickets(cluster, more, django_assert_num_queries):
    ticket = TicketFactory(workspace=cluster.workspace)
    facts = {"cluster": cluster, "value": 13, "since": NOON, "seen_at": NOON}
    Breach.objects.create(**facts, measure="node_disk", key="0", labels=["n-0"], fired_at=NOON)
    Breach.objects.create(**facts, measure="pods_unready", key="", fired_at=NOON, ticket=ticket)
    Breach.objects.create(**facts, measure="kubelet_errors", key="")
    for number in range(1, more + 1):
        Breach.objects.create(
            **facts, measure="node_disk", key=str(number), labels=[f"n-{number}"], fired_at=NOON
        )
    with django_assert_num_queries(3):
        found = breaches_now(cluster)
    assert [each.measure.key for each in found] == ["pods_unready", *["node_disk"] * (more + 1)]
    assert (found[0].ticket, found[0].limit) == (ticket, 10)
    assert found[1].labels == {"node": "n-0"}
