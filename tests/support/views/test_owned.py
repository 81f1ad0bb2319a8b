"""What developers own: their page, and taking over who owns what."""

from ipaddress import ip_network

import pytest
from django.urls import reverse

from support.actions.developers import set_people
from support.actions.owner_imports import LabelIsMissing, import_owners, owners_in_cluster
from support.models import DeveloperTeam, LastValue, OwnedNamespace
from support.rules.owner_lists import NoSuchList, Owned, of_csv, of_labels
from tests.factories import NOON, DeveloperTeamFactory, TicketFactory
from tests.factories_cluster import ClusterFactory
from tests.support.backends import listening


@pytest.fixture
def team(workspace, nadia):
    made = DeveloperTeamFactory(workspace=workspace, name="Shop", namespaces=["shop-*"])
    set_people(team=made, people=[nadia.pk], by=None, at=NOON)
    return made


def _get(client, member):
    client.force_login(member.person)
    return client.get(reverse("support:owned", args=[member.workspace.slug])).content.decode()


def test_developer_sees_what_the_own_team_owns_and_nothing_else(client, workspace, nadia, team):
    DeveloperTeamFactory(workspace=workspace, name="Payments", namespaces=["pay"])
    TicketFactory(workspace=workspace, title="Pods of shop-web are not ready", owner="Shop")
    TicketFactory(workspace=workspace, title="Secret of others", owner="Payments")
    TicketFactory(workspace=workspace, title="Ours alone")
    cluster = ClusterFactory(workspace=workspace, created_by=nadia, name="prod-tokyo-1")
    samples = [[["shop-web"], 25], [["pay"], 50]]
    LastValue.objects.create(cluster=cluster, measure="namespace_unready", samples=samples, at=NOON)
    text = _get(client, nadia)
    assert "Pods of shop-web are not ready" in text
    assert "25 %" in text
    assert not {word for word in ("Secret", "Payments", "Ours alone", "50 %") if word in text}


def test_developer_of_no_team_sees_none(client, workspace, nadia):
    DeveloperTeamFactory(workspace=workspace, name="Payments")
    text = _get(client, nadia)
    assert "No team of yours yet" in text
    assert "Payments" not in text


def test_who_may_see_the_desk_sees_all_teams(client, workspace, vera, team):
    DeveloperTeamFactory(workspace=workspace, name="Payments")
    text = _get(client, vera)
    assert "Shop" in text
    assert "Payments" in text


def test_people_are_of_the_workspace(workspace, team, nadia, otto, ren, haruka):
    set_people(team=team, people=[otto.pk, ren.pk], by=haruka, at=NOON)
    assert list(team.people.all()) == [ren]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("shop,Shop,shop@example.org\n\npay, Payments", [
            Owned("shop", "Shop", "shop@example.org"), Owned("pay", "Payments"),
        ]),
        ("Team,Namespace\nShop,shop\n", [Owned("shop", "Shop")]),
        ("", []),
    ],
)  # fmt: skip
def test_list_is_read(text, found):
    assert of_csv(text) == found


@pytest.mark.parametrize("text", ["shop", ",Shop", "a,b\n" * 2001])
def test_list_that_lacks_something_is_refused(text):
    with pytest.raises(NoSuchList):
        of_csv(text)


def test_labels_name_the_team():
    series = [{"namespace": "shop", "label_team": "Shop"}, {"namespace": "kube-system"}]
    assert of_labels(series, "label_team") == [Owned("shop", "Shop")]


def test_import_adds_what_is_new_and_leaves_what_is_owned(workspace, haruka, team):
    rows = [
        Owned("shop-*", "shop"),
        Owned("pay", "Payments", "#payments"),
        Owned("shop-*", "Payments"),
        Owned("kube-system", "platform"),
    ]
    facts = {"workspace": workspace, "owned": rows, "by": haruka, "at": NOON}
    done = import_owners(**facts)
    assert (done.added, done.same, done.kept) == (1, 1, ("shop-*",))
    assert DeveloperTeam.objects.get(name="Payments").slack_channel == "#payments"
    assert import_owners(**facts).added == 0
    assert OwnedNamespace.objects.count() == 2


def test_labels_of_a_cluster_are_taken_over(client, workspace, haruka, settings):
    settings.OUTGOING_NETWORKS = (ip_network("127.0.0.0/8"),)
    with listening() as backend:
        cluster = ClusterFactory(workspace=workspace, created_by=haruka, url=backend.url)
        backend.prometheus = lambda query: (
            200,
            {
                "status": "success",
                "data": {
                    "result": [
                        {"metric": {"namespace": "shop", "label_team": "Shop"}, "value": [1, "1"]}
                    ]
                },
            },
        )
        client.force_login(haruka.person)
        page = reverse("support:import_owners", args=[workspace.slug])
        client.post(page, {"cluster": cluster.pk, "label": "label_team"})
        assert "kube_namespace_labels" in backend.asked[0]
    assert OwnedNamespace.objects.get().team.name == "Shop"
    with pytest.raises(LabelIsMissing):
        owners_in_cluster(cluster=cluster, label='x"} or up{')


def test_list_that_cannot_be_read_says_so(client, workspace, haruka):
    client.force_login(haruka.person)
    page = reverse("support:import_owners", args=[workspace.slug])
    answer = client.post(page, {"list": "shop"}, follow=True)
    assert "Line 1 lacks a namespace or a team." in answer.content.decode()
