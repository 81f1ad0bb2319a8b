"""What deliveries do to alerts, episodes and tickets."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from planner.models import Activity
from support.actions.digestion import digest_batch
from support.actions.tickets import resolve_ticket
from support.models import Alert, Delivery, Episode, Ticket
from support.rules.classification import Table
from tests.factories import DeveloperTeamFactory
from tests.support import bodies
from tests.support.alertmanager import T0, alert, body

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    """Deliveries are received when the test says so."""
    with time_machine.travel(T0 + MINUTE, tick=False) as traveller:
        yield traveller


def _verbs():
    return list(Activity.objects.filter(thing_kind="ticket").order_by("pk").values_list("verb"))


def test_first_firing_opens_a_ticket_that_says_all_of_it(sender):
    sender.tell(body(alert(namespace="shop", severity="critical")))

    ticket = Ticket.objects.get()
    assert (ticket.number, ticket.kind, ticket.state) == (1, "alert", "open")
    assert (ticket.title, ticket.severity) == ("DiskFull: DiskFull at f1", "critical")
    assert (ticket.layer, ticket.classified_by) == ("pod", "namespace=*, pod=*")
    assert (ticket.alerts_firing, ticket.alerts_total, ticket.events) == (1, 1, 1)
    assert ticket.opened_at == ticket.last_event_at == timezone.now()
    told = Activity.objects.about(ticket).get()
    assert (told.verb, told.by, told.data["key"]) == ("open_ticket", None, "S-1")


def test_last_alert_that_ends_resolves_the_ticket(sender):
    sender.tell(body(alert("f1"), alert("f2")))
    sender.tell(body(alert("f1", ends=T0 + MINUTE), alert("f2")))
    assert Ticket.objects.get().state == "open"

    sender.tell(body(alert("f2", ends=T0 + MINUTE)))

    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.resolved_by, ticket.alerts_firing) == ("resolved", None, 0)
    assert ticket.alerts_total == 2


def test_alert_that_joins_raises_the_severity(sender):
    sender.tell(body(alert("f1", severity="info")))
    sender.tell(body(alert("f1", severity="info"), alert("f2", severity="critical")))

    ticket = Ticket.objects.get()
    assert (ticket.severity, ticket.alerts_total) == ("critical", 2)


def test_resolved_that_leaves_alerts_out_does_not_close(sender):
    sender.tell(body(alert("f1"), hidden=15))
    sender.tell(body(alert("f1", ends=T0 + MINUTE), hidden=15))
    assert Ticket.objects.get().state == "open"

    sender.tell(body(alert("f2", ends=T0 + MINUTE)))

    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.alerts_hidden) == ("resolved", 0)


def test_same_alert_in_another_group_makes_no_second_ticket(sender):
    sender.tell(body(alert("f1"), group="A"))
    sender.tell(body(alert("f1"), group="B"))

    ticket = Ticket.objects.get()
    assert (ticket.events, ticket.alerts_firing) == (2, 1)

    sender.tell(body(alert("f1", ends=T0 + MINUTE), group="B"))
    assert Ticket.objects.get().state == "resolved"


def test_other_alert_of_the_other_group_has_a_ticket_of_its_own(sender):
    sender.tell(body(alert("f1"), group="A"))
    sender.tell(body(alert("f1"), alert("f2"), group="B"))

    assert list(Ticket.objects.order_by("pk").values_list("alerts_total", flat=True)) == [1, 1]


def test_message_of_both_halves_of_a_pair_makes_one_ticket(sender):
    for peer in ("http://am-0", "http://am-1"):
        sender.tell(body(alert(), externalURL=peer))

    ticket = Ticket.objects.get()
    assert (ticket.events, ticket.reopened) == (2, 0)


def test_what_a_person_resolved_stays_so_until_a_new_episode(sender, sho, clock):
    sender.tell(body(alert()))
    resolve_ticket(ticket=Ticket.objects.get(), by=sho, at=timezone.now())

    sender.tell(body(alert()))
    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.resolved_by, ticket.alerts_firing) == ("resolved", sho, 1)

    sender.tell(body(alert(ends=T0 + MINUTE)))
    assert Ticket.objects.get().alerts_firing == 0

    sender.tell(body(alert(starts=T0 + 2 * MINUTE)))
    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.resolved_by, ticket.reopened) == ("open", None, 1)


def test_flapping_is_counted_on_one_ticket(sender):
    for n in range(5):
        starts = T0 - DAY + n * 10 * MINUTE
        sender.tell(body(alert(starts=starts)))
        sender.tell(body(alert(starts=starts, ends=starts + MINUTE)))

    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.reopened, ticket.events) == ("resolved", 4, 10)
    assert Episode.objects.count() == 5
    assert _verbs() == [("open_ticket",), ("resolve_ticket",)] + 4 * [
        ("reopen_ticket",),
        ("resolve_ticket",),
    ]


@pytest.mark.parametrize(("hours", "tickets"), [(23, 1), (25, 2)])
def test_new_firing_reopens_within_the_window_and_follows_after_it(sender, clock, hours, tickets):
    sender.tell(body(alert()))
    sender.tell(body(alert(ends=T0 + MINUTE)))
    clock.shift(timedelta(hours=hours))

    sender.tell(body(alert(starts=T0 + timedelta(hours=hours))))

    latest = Ticket.objects.order_by("pk").last()
    assert Ticket.objects.count() == tickets
    assert (latest.state, latest.reopened) == ("open", 2 - tickets)
    assert bool(latest.follows) == (tickets == 2)


def test_follower_of_a_ticket_of_the_same_batch(sender, clock):
    sender.send(body(alert()))
    sender.send(body(alert(ends=T0 + MINUTE)))
    clock.shift(2 * DAY)
    sender.send(body(alert(starts=T0 + 2 * DAY)))

    sender.digest()

    first, second = Ticket.objects.order_by("number")
    assert (first.state, second.state, second.follows) == ("resolved", "open", first)


def test_severity_none_opens_no_ticket(sender):
    sender.tell(body(alert(name="Watchdog", severity="none")))
    assert not Ticket.objects.exists()

    sender.tell(body(alert("f1", severity="none"), alert("f2")))

    assert Ticket.objects.get().alerts_total == 1
    assert Alert.objects.get(key="f1").ticket is None


def test_owner_of_a_pod_is_the_team_of_its_namespace(sender):
    DeveloperTeamFactory(workspace=sender.source.workspace, name="Checkout", namespaces=["shop"])

    sender.tell(body(alert("f1", name="KubePodCrashLooping", namespace="shop"), group="A"))
    sender.tell(body(alert("f2", name="KubePodCrashLooping", team="Platform"), group="B"))

    assert list(Ticket.objects.order_by("pk").values_list("owner", flat=True)) == ["Checkout", ""]


def test_repeat_without_times_is_no_new_episode(sender, clock):
    timeless = alert() | {"startsAt": "yesterday", "endsAt": None}
    for _ in range(3):
        sender.tell(body(timeless))
        clock.shift(MINUTE)

    episode = Episode.objects.get()
    assert (episode.events, episode.starts_at) == (3, T0 + MINUTE)
    assert Delivery.objects.first().remarks


def test_body_that_cannot_be_digested_fails_and_the_others_go_on(sender, monkeypatch):
    classify = Table.classify

    def classify_all_but_one(table, labels):
        if labels["alertname"] == "Poison":
            raise ValueError("nobody foresaw this")
        return classify(table, labels)

    monkeypatch.setattr(Table, "classify", classify_all_but_one)
    for name in ("A", "Poison", "B"):
        sender.send(body(alert(name, name=name), group=name))
    sender.send(b'{"alerts": [7]}')

    sender.digest()

    states = dict(Delivery.objects.values_list("pk", "state"))
    assert [states[pk] for pk in sorted(states)] == ["digested", "failed", "digested", "failed"]
    errors = list(Delivery.objects.filter(state="failed").order_by("pk").values_list("error"))
    assert errors[0] == ("It could not be digested: ValueError: nobody foresaw this",)
    assert errors[1] == ("None of its alerts is an object.",)
    assert Ticket.objects.exclude(title__startswith="Intake problem").count() == 2


def test_body_without_alerts_is_ignored(sender):
    sender.tell(body())

    assert Delivery.objects.get().state == "ignored"


def test_number_of_queries_does_not_depend_on_the_number_of_alerts(sender):
    counts = []
    for n in (1, 100):
        group = f"G{n}"
        for starts in (T0, T0 + MINUTE):
            found = [alert(f"{group}-{k}", starts=starts) for k in range(n)]
            sender.send(body(*found, group=group))
            with CaptureQueriesContext(connection) as captured:
                digest_batch(source=sender.source, at=timezone.now())
            counts.append(len(captured))

    assert counts[:2] == counts[2:]
    assert max(counts) < 30


def test_number_of_queries_does_not_depend_on_the_number_of_deliveries(sender):
    counts = []
    for n in (1, 50):
        for k in range(n):
            sender.send(body(alert(f"{n}-{k}", severity="critical"), group=f"{n}-{k}"))
        with CaptureQueriesContext(connection) as captured:
            digest_batch(source=sender.source, at=timezone.now())
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert Ticket.objects.count() == 51
    assert set(Ticket.objects.values_list("number", flat=True)) == set(range(1, 52))


def test_five_hundred_alerts_are_digested_in_half_a_second(sender):
    best = 10.0
    for _ in range(3):
        sender.send(bodies.body("alertmanager/storm_2_all_500.json"))
        begun = time.process_time()
        sender.digest()
        best = min(best, time.process_time() - begun)

    assert best < 0.5
    assert Alert.objects.firing().count() == 500
