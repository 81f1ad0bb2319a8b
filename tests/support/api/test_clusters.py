"""Clusters by REST."""

from datetime import timedelta

import pytest

from support.models import Cluster, LastValue, Point, Threshold
from tests.api import client_of, url
from tests.factories import NOON, DeveloperTeamFactory
from tests.factories_cluster import furnish_clusters


@pytest.fixture
def cluster(haruka):
    furnish_clusters(haruka)
    return Cluster.objects.get()


def test_cluster_is_watched_changed_and_watched_no_more(haruka):
    client = client_of(haruka)
    asked = {"name": "tokyo", "backend": "datadog", "url": "https://api.datadoghq.eu", "token": "k"}
    made = client.post(url(haruka, "clusters/"), asked, format="json")
    assert made.status_code == 201
    assert (made.json()["has_secret"], made.json()["is_stale"]) == (True, True)
    assert '"k"' not in made.content.decode()
    one = url(haruka, f"clusters/{made.json()['id']}/")
    changed = client.patch(
        one, {"name": "osaka"}, format="json", headers={"If-Match": made["ETag"]}
    )
    assert (changed.status_code, changed.json()["name"]) == (200, "osaka")
    stale = client.patch(one, {"name": "kyoto"}, format="json", headers={"If-Match": made["ETag"]})
    assert stale.status_code == 412
    assert client.delete(one).status_code == 204
    assert client.get(one).status_code == 404


def test_address_that_is_closed_is_a_conflict(haruka):
    asked = {"name": "tokyo", "backend": "prometheus", "url": "http://10.0.0.1"}
    answer = client_of(haruka).post(url(haruka, "clusters/"), asked, format="json")
    assert (answer.status_code, answer.json()["type"].endswith("address-is-bad")) == (409, True)


def test_viewer_sees_the_host_alone(haruka, vera, cluster):
    Cluster.objects.update(url="https://prom.example.org/tenant/7")
    shown = client_of(vera).get(url(vera, f"clusters/{cluster.pk}/")).json()
    assert shown["url"] == "prom.example.org"


def test_values_lines_and_breaches_are_read(haruka, cluster):
    client, at = client_of(haruka), url(haruka, f"clusters/{cluster.pk}/")
    [value] = client.get(f"{at}values/").json()
    assert (value["measure"], value["unit"], value["samples"]) == (
        "pods_unready", "%", [{"labels": {}, "value": 13.0}],
    )  # fmt: skip
    assert client.get(f"{at}lines/?span=6h").json() == []
    assert client.get(f"{at}lines/?span=2y").status_code == 400
    [breach] = client.get(url(haruka, f"breaches/?cluster={cluster.pk}")).json()["results"]
    assert (breach["measure"], breach["value"], breach["since"]) == (
        "pods_unready", 13, NOON.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )  # fmt: skip


def test_threshold_is_set_from_the_version_that_was_seen(haruka, cluster):
    client, at = client_of(haruka), url(haruka, f"clusters/{cluster.pk}/")
    usual = {one["measure"]: one for one in client.get(f"{at}thresholds/").json()}
    assert (usual["pods_unready"]["version"], usual["node_disk"]["version"]) == (1, 0)
    asked = {"measure": "node_disk", "limit": 95.0}
    answer = client.post(f"{at}set-threshold/", asked, format="json")
    assert (answer.status_code, answer.json()["limit"], answer.json()["version"]) == (200, 95, 1)
    assert Threshold.objects.get(measure="node_disk").clear == 88


def test_owners_are_taken_over_by_rest(haruka):
    client, at = client_of(haruka), url(haruka, "developer-teams/import/")
    done = client.post(at, {"list": "namespace,team\nshop,Shop"}, format="json")
    assert (done.status_code, done.json()) == (200, {"added": 1, "same": 0, "kept": []})
    wrong = client.post(at, {"list": "shop"}, format="json")
    assert (wrong.status_code, "list" in str(wrong.json()["errors"])) == (400, True)


def test_deployments_that_lacked_pods_are_read_with_their_owner(haruka, cluster, time_machine):
    time_machine.move_to(NOON, tick=False)
    DeveloperTeamFactory(workspace=haruka.workspace, name="Shop", namespaces=["shop"])
    LastValue.objects.create(
        cluster=cluster, measure="deployment_unready", samples=[[["pay", "api"], 20.0]], at=NOON
    )
    at = NOON - timedelta(minutes=10)
    Point.objects.create(cluster=cluster, step=30, at=at, values={}, short={"shop/cart": 40.0})
    found = client_of(haruka).get(url(haruka, f"clusters/{cluster.pk}/deployments/")).json()
    assert [(one["deployment"], one["owner"], one["unready"], one["most"]) for one in found] == [
        ("api", "", 20, 20), ("cart", "Shop", 0, 40),
    ]  # fmt: skip
    assert [point["value"] for one in found for point in one["points"]] == [0, 0, 40, 0]


def test_usual_threshold_holds_again(haruka, cluster):
    at = url(haruka, f"clusters/{cluster.pk}/reset-threshold/")
    for _twice in range(2):
        answer = client_of(haruka).post(at, {"measure": "pods_unready"}, format="json")
        assert answer.status_code == 200
        assert (answer.json()["limit"], answer.json()["version"]) == (10, 0)
    assert not Threshold.objects.exists()
