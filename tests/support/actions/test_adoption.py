"""What our poller told first and a source tells too, however it groups it, has one ticket."""

from datetime import timedelta

import pytest

from planner.models import Activity
from support.actions import clusters
from support.actions.backends import Heard
from support.actions.merges import merge_ticket, unmerge_ticket
from support.actions.polling import digest_round
from support.actions.storms import take_group_out
from support.actions.tickets import resolve_ticket
from support.models import Alert, Breach, DeskSettings, StormGroup, Ticket
from support.queries.timelines import timeline_of
from support.rules.measures import JUDGED
from tests.factories import NOON, DeveloperTeamFactory
from tests.support.alertmanager import alert, body

MINUTE = timedelta(minutes=1)
LATER = NOON + 40 * MINUTE
WELL = {("payments", "api"): 10.0, ("payments", "worker"): 10.0, ("search", "web"): 10.0}


class Cluster:
    """Ours, and what it would be heard to say."""

    def __init__(self, by):
        self.made = clusters.add_cluster(
            workspace=by.workspace, name="tokyo", backend="prometheus",
            url="https://prometheus.example.org", by=by, at=NOON,
        )  # fmt: skip
        self.now = NOON
        for measure in JUDGED:
            clusters.set_threshold(
                cluster=self.made, measure=measure.key, wanted={"for_seconds": 0}, by=by, at=NOON
            )

    def says(self, **raw):
        """For long enough: what is past its threshold fires, what is not is over."""
        self.now += MINUTE
        digest_round(cluster=self.made, heard=Heard(raw), at=self.now)

    def lacks_pods(self, *deployments):
        self.says(
            deployment_wanted=WELL,
            deployment_ready=WELL | dict.fromkeys(deployments, 5.0),
        )

    def has_full_disks(self, *nodes):
        all_of = [f"{pool}-{number}" for pool in "ab" for number in range(9)]
        self.says(
            node_pools={(node, node[0], "", ""): 1.0 for node in all_of},
            node_disk={(node, ""): 95.0 if node in nodes else 10.0 for node in all_of},
        )


@pytest.fixture
def cluster(haruka):
    return Cluster(haruka)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(LATER, tick=False)


@pytest.fixture
def sender(sender_of):
    return sender_of("alertmanager")


def _alert(name, *, ends=None, starts=NOON, **labels):
    key = "/".join([name, *labels.values()])
    one = alert(key, name=name, cluster="tokyo", starts=starts, ends=ends, **labels)
    del one["labels"]["pod"]
    return one


def _open():
    return list(Ticket.objects.unresolved().order_by("pk"))


def _disk(node, **about):
    return _alert("NodeDiskFull", node=node, pool=node[0], **about)


def _lacks(namespace, deployment, **about):
    return _alert("KubeDeploymentPodsUnready", namespace=namespace, deployment=deployment, **about)


def test_groups_of_a_source_that_are_finer_than_ours_stay_in_one_ticket(cluster, sender):
    cluster.has_full_disks("a-1", "b-1")
    [ticket] = _open()
    sender.tell(body(_disk("a-1"), group="a"))
    sender.tell(body(_disk("b-1"), group="b"))
    sender.tell(body(_disk("b-1"), group="b"))
    assert _open() == [ticket]
    ticket.refresh_from_db()
    assert (ticket.source, ticket.alerts_firing, ticket.alerts_total) == (sender.source, 4, 4)
    assert ticket.reopened == 0


def test_both_groups_in_one_delivery_stay_in_one_ticket(cluster, sender):
    cluster.has_full_disks("a-1", "b-1")
    for group, node in (("a", "a-1"), ("b", "b-1")):
        assert sender.send(body(_disk(node), group=group)).status_code == 202
    sender.digest()
    assert [ticket.alerts_firing for ticket in _open()] == [4]


def test_such_a_ticket_is_over_when_all_say_so(cluster, sender):
    cluster.has_full_disks("a-1", "b-1")
    [ticket] = _open()
    for group, node in (("a", "a-1"), ("b", "b-1")):
        sender.tell(body(_disk(node), group=group))
    sender.tell(body(_disk("a-1", ends=LATER), group="a"))
    cluster.has_full_disks()
    assert ticket in _open()
    sender.tell(body(_disk("b-1", ends=LATER), group="b"))
    ticket.refresh_from_db()
    assert (ticket.state, ticket.alerts_firing, ticket.alerts_total) == ("resolved", 0, 4)


def test_deployments_one_by_one_stay_with_their_developers(cluster, sender, workspace):
    DeveloperTeamFactory(workspace=workspace, name="Payments", namespaces=["payments"])
    cluster.lacks_pods(("payments", "api"), ("payments", "worker"))
    [ticket] = _open()
    for name in ("api", "worker"):
        sender.tell(body(_lacks("payments", name), group=name))
    assert _open() == [ticket]
    ticket.refresh_from_db()
    assert (ticket.owner, ticket.alerts_firing) == ("Payments", 4)


def test_group_that_is_coarser_than_ours_leaves_each_signal_where_it_is(cluster, sender):
    cluster.lacks_pods(("payments", "api"), ("search", "web"))
    of_payments, of_search = _open()
    sender.tell(body(_lacks("payments", "api"), _lacks("search", "web"), group="all"))
    assert _open() == [of_payments, of_search]
    homes = dict(Alert.objects.filter(source=sender.source).values_list("key", "ticket"))
    assert homes == {
        "KubeDeploymentPodsUnready/payments/api": of_payments.pk,
        "KubeDeploymentPodsUnready/search/web": of_search.pk,
    }


def test_one_signal_of_ours_that_a_source_sends_in_parts_is_one(cluster, sender):
    cluster.says(
        pods_existing={("a",): 50.0, ("b",): 50.0}, pods_ready={("a",): 45.0, ("b",): 44.0}
    )
    ticket = Ticket.objects.get(alerts__name="ClusterPodsUnready")
    count = len(_open())
    for namespace in "ab":
        sender.tell(body(_alert("ClusterPodsUnready", namespace=namespace), group=namespace))
    assert len(_open()) == count
    assert ticket.alerts.count() == 3


def test_what_a_person_resolved_stays_so_until_it_begins_anew(cluster, sender, sho):
    cluster.has_full_disks("a-1")
    [ticket] = _open()
    resolve_ticket(ticket=ticket, by=sho, at=cluster.now)
    sender.tell(body(_disk("a-1"), group="a"))
    sender.tell(body(_disk("a-1"), group="a"))
    assert _open() == []
    sender.tell(body(_disk("a-1", starts=NOON + MINUTE), group="a"))
    assert _open() == [ticket]
    assert Ticket.objects.get().reopened == 1


def test_what_was_merged_goes_on_there_and_comes_apart_again(cluster, sender, sho):
    cluster.has_full_disks("a-1", "b-1")
    [ticket] = _open()
    sender.tell(body(alert("f9"), group="other"))
    other = _open()[-1]
    merge_ticket(ticket=ticket, into=other, by=sho, at=cluster.now)
    sender.tell(body(_disk("a-1"), group="a"))
    sender.tell(body(_disk("b-1"), group="b"))
    assert _open() == [other]
    assert other.alerts.count() == 5
    ticket.refresh_from_db()
    unmerge_ticket(ticket=ticket, by=sho, at=cluster.now)
    assert (ticket.alerts.count(), other.alerts.count()) == (4, 1)


def test_storm_of_ours_holds_what_a_source_tells_of_it(cluster, sender, sho, workspace):
    DeskSettings.objects.update_or_create(workspace=workspace, defaults={"storm_groups": 1})
    cluster.lacks_pods(("payments", "api"), ("search", "web"))
    count = Ticket.objects.count()
    group = StormGroup.objects.get()
    sender.tell(body(_lacks("payments", "api"), group="a"))
    sender.tell(body(_lacks("search", "web"), group="b"))
    assert Ticket.objects.count() == count
    own = take_group_out(group=group, by=sho, at=cluster.now)
    assert own.alerts.count() == 2
    cluster.lacks_pods(("payments", "api"), ("search", "web"))
    in_own = Breach.objects.filter(ticket=own)
    assert in_own.count() == 1


def test_log_tells_who_tells_of_it_from_now_on(cluster, sender, sho):
    cluster.has_full_disks("a-1")
    [ticket] = _open()
    sender.tell(body(_disk("a-1"), group="a"))
    told = Activity.objects.get(verb="hand_signal_over")
    assert (told.data["key"], told.data["source"]) == (ticket.key, "our alertmanager")
    ticket.refresh_from_db()
    entries = timeline_of(ticket, member=sho, now=cluster.now).entries
    assert "our alertmanager tells of it from now on" in [entry.what for entry in entries]


def test_breach_that_we_did_not_tell_of_leads_to_where_it_is_dealt_with(cluster, sender):
    cluster.has_full_disks("a-1")
    sender.tell(body(_disk("a-1"), group="a"))
    cluster.has_full_disks("a-1", "b-1")
    breach = Breach.objects.get(labels=["b-1"])
    assert not breach.sent
    sender.tell(body(_disk("b-1"), group="b"))
    breach.refresh_from_db()
    assert breach.ticket == Alert.objects.get(key="NodeDiskFull/b-1/b").ticket
    assert len(_open()) == 2
