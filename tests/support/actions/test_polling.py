"""A cluster is asked, judged, and the desk is told: one ticket for each signal."""

from datetime import timedelta
from ipaddress import ip_network

import pytest

from planner.kit.sealing import unseal
from support.actions import backends, clusters
from support.actions.polling import due_clusters, forget_old_points, poll_cluster
from support.models import Breach, LastValue, Point, Ticket
from support.queries.cluster_values import last_values
from tests.factories import NOON, DeveloperTeamFactory
from tests.support.alertmanager import alert, body
from tests.support.backends import listening

SECOND = timedelta(seconds=1)
ROUND = 30 * SECOND
PODS = {
    "pods_existing": [({"namespace": "shop"}, 100)],
    "pods_ready": [({"namespace": "shop"}, 95)],
}


@pytest.fixture
def backend(settings, monkeypatch):
    settings.OUTGOING_NETWORKS = (ip_network("127.0.0.0/8"),)
    monkeypatch.setattr(backends, "PAUSES", ((0, 0.01), (0, 0.01)))
    with listening() as made:
        made.series = dict(PODS)
        yield made


@pytest.fixture
def cluster(workspace, haruka, backend):
    return clusters.add_cluster(
        workspace=workspace, name="prod-tokyo-1", backend="prometheus", url=backend.url,
        token="s3cret", by=haruka, at=NOON,
    )  # fmt: skip


def _ready(backend, count):
    backend.series["pods_ready"] = [({"namespace": "shop"}, count)]


def _poll(cluster, rounds=1, begin=NOON):
    """So many rounds; when the next one is due."""
    for _ in range(rounds):
        poll_cluster(pk=cluster.pk, at=begin)
        begin += ROUND
    return begin


def _tickets(state="open"):
    return list(Ticket.objects.filter(state=state).order_by("pk").values_list("title", flat=True))


UNREADY = "Too many pods are not ready · prod-tokyo-1"
OF_SHOP = "Pods of a namespace are not ready · prod-tokyo-1 · shop"


def test_round_is_one_request_and_keeps_its_values(cluster, backend):
    assert poll_cluster(pk=cluster.pk, at=NOON)
    assert len(backend.asked) == 1
    assert backend.headers[0]["Authorization"] == "Bearer s3cret"
    found = last_values(cluster, now=NOON)
    assert (found["pods"].number, found["pods_unready"].number) == (100, 5)
    assert "s3cret" not in cluster.sealed
    assert "s3cret" in unseal(cluster.sealed)


def test_cluster_is_asked_once_a_round_whoever_asks(cluster, backend):
    assert due_clusters(at=NOON) == [cluster.pk]
    assert poll_cluster(pk=cluster.pk, at=NOON)
    assert not poll_cluster(pk=cluster.pk, at=NOON + 5 * SECOND)
    assert due_clusters(at=NOON + 5 * SECOND) == []
    assert due_clusters(at=NOON + ROUND) == [cluster.pk]
    assert len(backend.asked) == 1


def test_history_is_fine_at_first_and_coarser_further_back(cluster, backend):
    at = NOON
    for ready in (95, 80, 90):
        _ready(backend, ready)
        at = _poll(cluster, begin=at)
    fine = Point.objects.filter(step=30).order_by("at")
    assert [point.values["pods_unready"] for point in fine] == [5, 20, 10]
    coarse = Point.objects.get(step=300)
    assert (coarse.values["pods_unready"], coarse.rounds) == (20, 3)
    assert coarse.values["pods_ready"] == pytest.approx((95 + 80 + 90) / 3)
    assert forget_old_points(at=NOON + timedelta(hours=2)) == 3
    assert forget_old_points(at=NOON + timedelta(hours=7)) == 1
    assert Point.objects.get().step == 3600


def test_unready_wave_is_one_ticket_of_ours_that_resolves(cluster, backend, workspace):
    DeveloperTeamFactory(workspace=workspace, name="Shop", namespaces=["shop"])
    _ready(backend, 89)
    at = _poll(cluster, 10)
    assert _tickets() == []
    at = _poll(cluster, 1, at)
    ticket = Ticket.objects.get()
    assert (ticket.title, ticket.layer, ticket.health, ticket.owner, ticket.severity) == (
        UNREADY, "pod", "work", "", "critical",
    )  # fmt: skip
    at = _poll(cluster, 30, at)
    assert _tickets() == [UNREADY, OF_SHOP]
    assert Ticket.objects.get(title=OF_SHOP).owner == "Shop"
    _ready(backend, 100)
    at = _poll(cluster, 11, at)
    assert _tickets() == []
    assert not Breach.objects.exists()


def test_value_at_its_limit_is_no_breach(cluster, backend):
    _ready(backend, 90)
    _poll(cluster, 40)
    assert not Ticket.objects.exists()


def test_person_who_resolved_it_is_not_asked_again_while_it_goes_on(cluster, backend, sho):
    from support.actions.tickets import resolve_ticket

    _ready(backend, 80)
    at = _poll(cluster, 11)
    resolve_ticket(ticket=Ticket.objects.get(), by=sho, at=at)
    _poll(cluster, 10, at)
    assert _tickets() == []


def test_backend_that_is_away_is_one_blind_ticket_and_values_stay(cluster, backend):
    at = _poll(cluster, 1)
    backend.statuses = [503] * 100
    at = _poll(cluster, 6, at)
    [ticket] = Ticket.objects.all()
    assert (ticket.title, ticket.state) == (
        "Blind: the metrics of prod-tokyo-1 cannot be read", "open",
    )  # fmt: skip
    cluster.refresh_from_db()
    assert (cluster.missed, cluster.heard_at) == (6, NOON)
    assert cluster.fault == {"code": "status", "status": "503"}
    assert last_values(cluster, now=at)["pods"].is_stale
    backend.statuses = []
    _poll(cluster, 1, at)
    assert _tickets() == []
    assert not last_values(cluster, now=at)["pods"].is_stale


def test_breach_goes_on_while_nobody_knows(cluster, backend):
    _ready(backend, 80)
    at = _poll(cluster, 11)
    backend.statuses = [500] * 30
    at = _poll(cluster, 6, at)
    backend.statuses = []
    _poll(cluster, 1, at)
    assert Ticket.objects.get(title=UNREADY).state == "open"


def test_once_is_tried_again_within_a_round(cluster, backend):
    backend.statuses = [502, 503]
    assert poll_cluster(pk=cluster.pk, at=NOON)
    assert len(backend.asked) == 3


def test_query_that_is_refused_rests_and_spoils_no_other(cluster, backend):
    backend.broken = {"node_disk"}
    at = _poll(cluster, 1)
    cluster.refresh_from_db()
    why = {"code": "status_says", "status": "422", "said": "bad node_disk"}
    assert cluster.rest == {"node_disk": [why, NOON.isoformat()]}
    assert LastValue.objects.filter(measure="pods").exists()
    before = len(backend.asked)
    at = _poll(cluster, 2, at)
    assert len(backend.asked) == before + 2
    backend.broken = set()
    _poll(cluster, 1, at + timedelta(minutes=10))
    cluster.refresh_from_db()
    assert cluster.rest == {}


def test_threshold_that_was_set_holds(cluster, backend, haruka):
    clusters.set_threshold(
        cluster=cluster, measure="pods_unready",
        wanted={"limit": 4.0, "clear": 3.0, "for_seconds": 0, "severity": "warning"},
        by=haruka, at=NOON,
    )  # fmt: skip
    _poll(cluster, 1)
    assert Ticket.objects.get().severity == "warning"


def test_pool_tells_of_its_nodes_once(cluster, backend):
    backend.series = {
        "node_pools": [({"node": f"n-{n}"}, 1) for n in range(4)],
        "node_ready": [({"node": f"n-{n}"}, float(n > 1)) for n in range(4)],
    }
    _poll(cluster, 30)
    assert _tickets() == ["Nodes of a pool are not ready · prod-tokyo-1"]
    assert Breach.objects.filter(measure="node_unavailable", sent=False).count() == 2


def test_removed_cluster_leaves_nothing_open(cluster, backend, haruka):
    _ready(backend, 80)
    _poll(cluster, 11)
    clusters.remove_cluster(cluster=cluster, by=haruka, at=NOON)
    assert _tickets() == []
    cluster.refresh_from_db()
    assert cluster.sealed == ""
    assert due_clusters(at=NOON + timedelta(hours=1)) == []


def _alerts(cluster="prod-tokyo-1", *, name="ClusterPodsUnready", ends=None, starts=NOON):
    one = alert("f1", name=name, severity="critical", cluster=cluster, starts=starts, ends=ends)
    del one["labels"]["pod"]
    return body(one, group=name)


def test_signal_that_a_source_has_sent_is_left_to_it(cluster, backend, sender_of):
    sender_of("alertmanager").tell(_alerts(starts=NOON - timedelta(days=1), ends=NOON))
    _ready(backend, 80)
    _poll(cluster, 20)
    assert _tickets() == []
    assert Breach.objects.get(measure="pods_unready").fired_at


def test_signal_that_fires_at_a_source_has_its_ticket_there(cluster, backend, sender_of, haruka):
    clusters.set_threshold(
        cluster=cluster, measure="pods_unready", wanted={"mode": "on"}, by=haruka, at=NOON
    )
    sender_of("alertmanager").tell(_alerts())
    _ready(backend, 80)
    _poll(cluster, 20)
    [ticket] = Ticket.objects.all()
    assert Breach.objects.get(measure="pods_unready").ticket == ticket


def test_source_of_another_cluster_changes_nothing(cluster, backend, sender_of):
    sender_of("alertmanager").tell(_alerts("prod-osaka-1"))
    _ready(backend, 80)
    _poll(cluster, 11)
    assert len(_tickets()) == 2


def test_source_that_sends_the_same_later_takes_the_ticket_over(cluster, backend, sender_of):
    sender = sender_of("alertmanager")
    _ready(backend, 80)
    at = _poll(cluster, 11)
    sender.tell(_alerts())
    [ticket] = Ticket.objects.all()
    assert (ticket.source, ticket.alerts_firing, ticket.reopened) == (sender.source, 2, 0)
    sender.tell(_alerts(ends=NOON + timedelta(minutes=6)))
    assert Ticket.objects.get().state == "open"
    _ready(backend, 100)
    at = _poll(cluster, 12, at)
    assert Ticket.objects.get().state == "resolved"
    _ready(backend, 80)
    _poll(cluster, 15, at)
    assert Ticket.objects.get().state == "resolved"  # it is the source's signal now


def test_ticket_that_was_taken_over_resolves_by_the_source_when_it_is_the_last(
    cluster, backend, sender_of
):
    sender = sender_of("alertmanager")
    _ready(backend, 80)
    at = _poll(cluster, 11)
    sender.tell(_alerts())
    _ready(backend, 100)
    _poll(cluster, 12, at)
    assert Ticket.objects.get().state == "open"
    sender.tell(_alerts(ends=NOON + timedelta(minutes=9)))
    assert Ticket.objects.get().state == "resolved"


def test_alert_of_another_cluster_takes_nothing_over(cluster, backend, sender_of):
    _ready(backend, 80)
    _poll(cluster, 11)
    sender_of("alertmanager").tell(_alerts("prod-osaka-1"))
    assert len(_tickets()) == 2


def test_deployments_that_lack_pods_are_remembered(cluster, backend):
    at = NOON
    for ready in (7, 4, 10):
        backend.series = PODS | {
            "deployment_wanted": [({"namespace": "shop", "deployment": "cart"}, 10)],
            "deployment_ready": [({"namespace": "shop", "deployment": "cart"}, ready)],
        }
        at = _poll(cluster, begin=at)
    fine = Point.objects.filter(step=30).order_by("at")
    assert [point.short for point in fine] == [{"shop/cart": 30}, {"shop/cart": 60}, {}]
    assert Point.objects.get(step=300).short == {"shop/cart": 60}
