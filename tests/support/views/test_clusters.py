"""The settings' pages of clusters."""

from ipaddress import ip_network

import pytest
from django.urls import reverse

from support.models import Cluster, Threshold
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


def _page(name, workspace, *args):
    return reverse(f"support:{name}", args=[workspace.slug, *args])


@pytest.fixture
def browser(client, haruka):
    client.force_login(haruka.person)
    return client


def test_cluster_is_added_tried_and_removed(browser, workspace, backend):
    given = {
        "name": "prod-tokyo-1", "backend": "prometheus", "url": backend.url, "token": "s3cret",
        "names": "pool=label_pool\n", "managed_master": "on",
    }  # fmt: skip
    answer = browser.post(_page("add_cluster", workspace), given)
    made = Cluster.objects.get()
    assert answer.url == _page("cluster", workspace, made.pk)
    assert made.names == {"pool": "label_pool"}
    backend.series = {"kube_node_info ": [({}, 3)]}
    text = browser.post(_page("try_cluster", workspace, made.pk)).content.decode()
    assert "kube_node_info{node}" in text
    assert "kube_node_labels" in text
    assert "s3cret" not in text
    browser.post(_page("remove_cluster", workspace, made.pk))
    assert not Cluster.objects.kept().exists()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"url": "http://10.0.0.1"}, "private or reserved network"),
        ({"name": ""}, "required"),
        ({"names": "pool"}, "One a line"),
        ({"names": "colour=red"}, "No query has the name colour"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(browser, workspace, facts, said):
    given = {"name": "a", "backend": "prometheus", "url": "https://prom.example.org"} | facts
    answer = browser.post(_page("add_cluster", workspace), given)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_backend_that_is_away_is_said(browser, workspace, cluster, backend):
    answer = browser.post(_page("try_cluster", workspace, cluster.pk))
    assert "Nobody listens there" in answer.content.decode()


def test_threshold_is_changed_and_reset(browser, workspace, cluster):
    page = _page("threshold", workspace, cluster.pk, "pods_unready")
    given = {"limit": "20", "clear": "15", "for_seconds": "60", "severity": "warning", "mode": "on"}
    assert browser.post(page, {**given, "version": "0"}).status_code == 302
    assert Threshold.objects.get().limit == 20
    wrong = browser.post(page, {**given, "version": "1", "clear": "30"})
    assert (wrong.status_code, b"good side" in wrong.content) == (422, True)
    text = browser.get(_page("cluster", workspace, cluster.pk)).content.decode()
    assert "&gt; 20 %" in text
    browser.post(_page("reset_threshold", workspace, cluster.pk, "pods_unready"))
    assert not Threshold.objects.exists()
    assert browser.get(_page("threshold", workspace, cluster.pk, "nodes")).status_code == 404


def test_two_people_at_one_threshold_see_the_conflict(browser, workspace, cluster):
    page = _page("threshold", workspace, cluster.pk, "pods_unready")
    given = {"limit": "20", "clear": "15", "for_seconds": "60", "severity": "warning", "mode": "on"}
    browser.post(page, given)
    browser.post(page, {**given, "limit": "30", "version": "1"})
    answer = browser.post(page, {**given, "limit": "40", "version": "1"})
    assert answer.status_code == 409


@pytest.mark.parametrize("more", [0, 2])
def test_list_asks_as_often_for_three_as_for_one(
    browser, workspace, cluster, haruka, more, django_assert_max_num_queries
):
    for _ in range(more):
        ClusterFactory(workspace=workspace, created_by=haruka)
    with django_assert_max_num_queries(12):
        assert browser.get(_page("clusters", workspace)).status_code == 200
