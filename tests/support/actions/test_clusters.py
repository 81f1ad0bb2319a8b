"""Clusters are added, changed, tried and removed; their thresholds set and reset."""

from ipaddress import ip_network

import pytest

from planner.edits import ChangedMeanwhile
from support.actions import clusters
from support.actions.backends import BackendIsAway
from support.actions.polling import poll_cluster
from support.models import Cluster, Source, Threshold
from support.queries.cluster_values import last_values, thresholds_of
from support.rules.metrics import METRIC, datadog
from tests.factories import NOON, SourceFactory
from tests.factories_cluster import ClusterFactory
from tests.support.backends import listening


@pytest.fixture
def backend(settings):
    settings.OUTGOING_NETWORKS = (ip_network("127.0.0.0/8"),)
    with listening() as made:
        yield made


@pytest.fixture
def cluster(workspace, haruka):
    return ClusterFactory(workspace=workspace, name="prod-tokyo-1", created_by=haruka)


def _add(workspace, by, **facts):
    given = {"name": "prod-osaka-1", "backend": "prometheus", "url": "https://prom.example.org"}
    return clusters.add_cluster(workspace=workspace, by=by, at=NOON, **(given | facts))


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"name": " "}, clusters.ClusterNameIsMissing),
        ({"name": "prod-tokyo-1"}, clusters.ClusterNameIsTaken),
        ({"name": "our Alertmanager"}, clusters.ClusterNameIsTaken),
        ({"url": "ftp://prom.example.org"}, clusters.AddressIsBad),
        ({"url": "http://10.0.0.1"}, clusters.AddressIsBad),
        ({"url": "https://me:secret@prom.example.org"}, clusters.AddressIsBad),
        ({"url": f"https://{'a' * 600}.org"}, clusters.AddressIsBad),
        ({"names": {"colour": "red"}}, clusters.UnknownName),
        ({"names": {"requests": "up) or vector(1"}}, clusters.UnknownName),
    ],
)
def test_cluster_that_cannot_be_watched_is_refused(workspace, haruka, cluster, facts, refusal):
    SourceFactory(workspace=workspace, name="our Alertmanager")
    with pytest.raises(refusal):
        _add(workspace, haruka, **facts)
    assert Cluster.objects.count() == 1


def test_cluster_has_a_source_that_nobody_sends_for(workspace, haruka):
    made = _add(workspace, haruka, names={"requests": "envoy_rq", "status": ""})
    assert (made.source.kind, made.source.name) == ("cluster", "prod-osaka-1")
    assert made.names == {"requests": "envoy_rq"}
    assert not Source.objects.sending().exists()


def test_two_people_change_different_things_and_both_win(cluster, haruka):
    clusters.edit_cluster(cluster=cluster, version=1, wanted={"name": "tokyo"}, by=haruka, at=NOON)
    edited = clusters.edit_cluster(
        cluster=cluster, version=1, wanted={"managed_master": False}, by=haruka, at=NOON
    )
    assert (edited.name, edited.managed_master, edited.version) == ("tokyo", False, 3)
    assert edited.source.name == "tokyo"
    with pytest.raises(ChangedMeanwhile):
        clusters.edit_cluster(
            cluster=cluster, version=1, wanted={"name": "kyoto"}, by=haruka, at=NOON
        )


def test_secret_is_replaced_only_by_a_new_one(workspace, haruka):
    made = _add(workspace, haruka, token="first")
    kept = clusters.edit_cluster(
        cluster=made, version=1, wanted={"token": "", "name": "x"}, by=haruka, at=NOON
    )
    assert kept.sealed == made.sealed
    changed = clusters.edit_cluster(
        cluster=made, version=2, wanted={"token": "second"}, by=haruka, at=NOON
    )
    assert changed.sealed != made.sealed


def test_removed_cluster_cannot_be_changed(cluster, haruka):
    clusters.remove_cluster(cluster=cluster, by=haruka, at=NOON)
    with pytest.raises(clusters.ClusterWasRemoved):
        clusters.remove_cluster(cluster=cluster, by=haruka, at=NOON)


@pytest.mark.parametrize(
    ("measure", "wanted"),
    [
        ("throughput", {"limit": 1.0}),
        ("nonsense", {"limit": 1.0}),
        ("pods_unready", {"clear": 11.0}),
        ("success_of_service", {"clear": 99.0}),
        ("pods_unready", {"for_seconds": -1}),
        ("pods_unready", {"for_seconds": 100_000}),
    ],
)
def test_threshold_that_makes_no_sense_is_refused(cluster, haruka, measure, wanted):
    with pytest.raises(clusters.NoSuchThreshold):
        clusters.set_threshold(cluster=cluster, measure=measure, wanted=wanted, by=haruka, at=NOON)


def test_threshold_is_set_changed_and_reset(cluster, haruka):
    facts = {"cluster": cluster, "measure": "pods_unready", "by": haruka, "at": NOON}
    made = clusters.set_threshold(wanted={"limit": 20.0}, **facts)
    clusters.set_threshold(wanted={"mode": "off"}, version=made.version, **facts)
    now = thresholds_of(cluster)["pods_unready"]
    assert (now.limit, now.clear, now.mode, now.version) == (20, 9, "off", 2)
    clusters.reset_threshold(threshold=Threshold.objects.get(), by=haruka, at=NOON)
    assert thresholds_of(cluster)["pods_unready"].limit == 10


def test_trying_it_names_what_is_missing(workspace, haruka, backend):
    made = _add(workspace, haruka, url=backend.url)
    backend.series = {f"kube_node_info {label}": [({}, 3)] for label in ("", "node")}
    lacking = clusters.try_cluster(cluster=made, at=NOON)
    assert "nodes" not in lacking
    assert lacking["pods_ready"] == ["kube_pod_status_ready"]
    assert len(backend.asked) == 1


def test_trying_one_that_is_away_says_why(workspace, haruka, cluster, settings):
    settings.OUTGOING_NETWORKS = (ip_network("127.0.0.0/8"),)
    with pytest.raises(BackendIsAway, match="Nobody listens there"):
        clusters.try_cluster(cluster=cluster, at=NOON)


def test_datadog_is_asked_with_both_keys_in_one_request(workspace, haruka, backend):
    backend.keys = ("api", "app")
    names = {"scope": "kube_cluster_name:tokyo"}
    for key, count in (("pods_existing", 100), ("pods_ready", 97)):
        query = datadog(METRIC[key], names)
        backend.series[query] = [({"kube_namespace": "shop"}, count)]
    made = _add(
        workspace, haruka, backend="datadog", url=backend.url, token="api",
        application_key="app", names=names,
    )  # fmt: skip
    certificate, synced = NOON.timestamp() + 41 * 86400, NOON.timestamp() - 11
    for key, labels, value in (
        ("addons_up", {"kube_deployment": "cert-manager"}, 1),
        ("addons_up", {"kube_deployment": "external-dns"}, 0),
        ("cert_expiry", {"namespace": "shop", "name": "tls"}, certificate),
        ("dns_records_lag", {}, synced),
        ("argocd_reconcile", {}, 4200),
    ):
        backend.series.setdefault(datadog(METRIC[key], names), []).append((labels, value))
    assert poll_cluster(pk=made.pk, at=NOON)
    assert len(backend.asked) == 1
    values = last_values(made, now=NOON)
    assert values["pods_unready"].number == 3
    assert values["addon_up"].samples == {("cert-manager",): 1, ("external-dns",): 0}
    assert values["cert_expiry"].number == pytest.approx(41)
    assert values["dns_records_lag"].number == pytest.approx(11_000)
    assert values["argocd_reconcile"].number == 4200
    lacking = clusters.try_cluster(cluster=made, at=NOON)
    assert not {"pods_existing", "cert_expiry", "addons_up"} & lacking.keys()
    backend.keys = ("new", "app")
    clusters.edit_cluster(
        cluster=made, version=made.version, wanted={"token": "new", "application_key": ""},
        by=haruka, at=NOON,
    )  # fmt: skip
    assert clusters.try_cluster(cluster=Cluster.objects.get(pk=made.pk), at=NOON)
    backend.keys = ("api", "other")
    with pytest.raises(BackendIsAway, match="It answered 403: Forbidden"):
        clusters.try_cluster(cluster=made, at=NOON)
