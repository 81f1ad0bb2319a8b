"""Developers' teams by REST: who is of them, what they own."""

from ipaddress import ip_network

import pytest

from support.models import Breach, LastValue, OwnedNamespace
from tests.api import client_of, url
from tests.factories import NOON, DeveloperTeamFactory, TicketFactory
from tests.factories_cluster import ClusterFactory
from tests.support.backends import listening


@pytest.fixture
def shop(workspace):
    return DeveloperTeamFactory(workspace=workspace, name="Shop", namespaces=["shop"])


def test_people_of_a_team_are_set_and_shown(haruka, nadia, shop):
    client, at = client_of(haruka), url(haruka, f"developer-teams/{shop.pk}/")
    answer = client.post(f"{at}set-people/", {"people": [nadia.pk]}, format="json")
    assert answer.json()["people"] == [{"id": nadia.pk, "name": nadia.name}]
    assert client.get(at).json()["people"] == answer.json()["people"]
    client.post(f"{at}set-people/", {"people": []}, format="json")
    assert not shop.people.exists()


def test_people_of_others_cannot_be_of_it(haruka, otto, shop):
    at = url(haruka, f"developer-teams/{shop.pk}/set-people/")
    answer = client_of(haruka).post(at, {"people": [otto.pk]}, format="json")
    assert (answer.status_code, shop.people.exists()) == (400, False)


def test_owners_are_taken_over_from_the_labels_of_a_cluster(haruka, workspace, settings):
    settings.OUTGOING_NETWORKS = (ip_network("127.0.0.0/8"),)
    at = url(haruka, "developer-teams/import/")
    with listening() as backend:
        cluster = ClusterFactory(workspace=workspace, created_by=haruka, url=backend.url)
        labels = {"namespace": "shop", "label_owner": "Shop"}
        backend.prometheus = lambda _query: (
            200,
            {"status": "success", "data": {"result": [{"metric": labels, "value": [1, "1"]}]}},
        )
        given = {"cluster": cluster.pk, "namespace_label": "label_owner"}
        done = client_of(haruka).post(at, given, format="json")
        wrong = client_of(haruka).post(at, {**given, "namespace_label": "x{"}, format="json")
    assert (done.status_code, done.json()["added"]) == (200, 1)
    assert OwnedNamespace.objects.get().team.name == "Shop"
    assert (wrong.status_code, "namespace_label" in str(wrong.json())) == (400, True)
    both = client_of(haruka).post(at, {"list": "a,b", "cluster": cluster.pk}, format="json")
    assert both.status_code == 400


def test_what_a_team_owns_is_read_by_its_people_alone(haruka, nadia, vera, workspace, shop):
    other = DeveloperTeamFactory(workspace=workspace, name="Search", namespaces=["search"])
    cluster = ClusterFactory(workspace=workspace, created_by=haruka, name="tokyo")
    samples = [[["shop", "cart"], 40.0], [["search", "web"], 20.0]]
    LastValue.objects.create(
        cluster=cluster, measure="deployment_unready", samples=samples, at=NOON
    )
    ticket = TicketFactory(workspace=workspace, owner="Shop", severity="info")
    Breach.objects.create(
        cluster=cluster, measure="deployment_unready", key="a", labels=["shop", "cart"], value=40,
        since=NOON, seen_at=NOON, fired_at=NOON, ticket=ticket,
    )  # fmt: skip
    shop.people.set([nadia])
    client = client_of(nadia)
    [found] = client.get(url(nadia, "owned/")).json()["results"]
    assert (found["name"], found["namespaces"]) == ("Shop", ["shop"])
    assert found["short"] == [
        {
            "cluster": "tokyo", "namespace": "shop", "deployment": "cart", "unready": 40,
            "ticket": ticket.key,
        }
    ]  # fmt: skip
    assert [(one["key"], one["severity"]) for one in found["tickets"]] == [(ticket.key, "info")]
    assert client.get(url(nadia, f"owned/{other.pk}/")).status_code == 404
    assert len(client_of(vera).get(url(vera, "owned/")).json()["results"]) == 2
