from datetime import timedelta

import pytest
from django.utils import timezone

from planner.models import Activity
from support import tasks
from support.actions import batch, deliveries
from support.actions.deliveries import BodyWasForgotten, forget_old_bodies, replay_delivery
from support.models import Alert, Delivery, Ticket
from tests.support.alertmanager import alert, body


def test_replay_digests_again_and_changes_counts_only(sender, haruka):
    sender.tell(body(alert()))
    before = Alert.objects.values_list("state", "starts_at").get()

    replay_delivery(delivery=Delivery.objects.get(), by=haruka, at=timezone.now())
    assert Delivery.objects.get().state == "stored"
    sender.digest()

    ticket = Ticket.objects.get()
    assert (ticket.events, ticket.reopened, ticket.state) == (2, 0, "open")
    assert Alert.objects.values_list("state", "starts_at").get() == before
    assert Activity.objects.get(verb="replay_delivery").by == haruka


def test_replay_of_a_failed_delivery_has_it_digested_when_we_know_better(sender, haruka):
    sender.send(b'{"alerts": [7]}')
    sender.digest()
    Delivery.objects.update(body=body(alert()))

    replay_delivery(delivery=Delivery.objects.get(), by=haruka, at=timezone.now())
    sender.digest()

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error) == ("digested", "")
    assert Ticket.objects.exclude(title__startswith="Intake problem").count() == 1


def test_replay_of_what_still_waits_is_nothing(sender, haruka):
    sender.send(body(alert()))

    replay_delivery(delivery=Delivery.objects.get(), by=haruka, at=timezone.now())

    assert not Activity.objects.filter(verb="replay_delivery").exists()


def test_replay_of_an_old_end_does_not_touch_a_newer_episode(sender, haruka):
    now = timezone.now()
    sender.tell(body(alert(starts=now - timedelta(hours=3))))
    sender.tell(body(alert(starts=now - timedelta(hours=3), ends=now - timedelta(hours=2))))
    end = Delivery.objects.first()
    sender.tell(body(alert(starts=now - timedelta(hours=1))))

    replay_delivery(delivery=end, by=haruka, at=now)
    sender.digest()

    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.alerts_firing) == ("open", 1)


def test_bodies_that_were_understood_are_forgotten_in_time(sender, haruka):
    for text in (body(alert()), b'{"alerts": []}', b'{"alerts": [7]}'):
        sender.send(text)
    sender.digest()
    sender.send(body(alert()))
    later = timezone.now() + timedelta(days=31)

    assert forget_old_bodies(at=later - timedelta(days=2)) == 0
    assert forget_old_bodies(at=later) == 2

    kept = set(Delivery.objects.filter(body__isnull=False).values_list("state", flat=True))
    assert kept == {"failed", "stored"}
    forgotten = Delivery.objects.filter(state="digested").get()
    assert forgotten.body_bytes > 0
    with pytest.raises(BodyWasForgotten):
        replay_delivery(delivery=forgotten, by=haruka, at=later)


def test_sweep_finds_what_nobody_was_woken_for(sender, monkeypatch):
    found = []
    monkeypatch.setattr(tasks.digest, "delay", found.append)
    tasks.sweep()
    assert found == []

    sender.send(body(alert()))
    sender.send(body(alert()))
    tasks.sweep()

    assert found == [sender.source.pk]


def test_digesting_ends_before_its_worker_would_be_killed(sender, monkeypatch):
    monkeypatch.setattr(batch, "DELIVERIES_AT_ONCE", 1)
    sender.send(body(alert()))
    sender.send(body(alert()))

    monkeypatch.setattr(tasks, "SECONDS_AT_ONCE", 0)
    sender.digest()
    assert Delivery.objects.undigested().count() == 1

    sender.digest()
    assert not Delivery.objects.undigested().exists()


def test_what_comes_while_a_batch_is_digested_is_gathered_for_the_next(sender, monkeypatch):
    monkeypatch.setattr(batch, "DELIVERIES_AT_ONCE", 2)
    waited = []
    monkeypatch.setattr(tasks.time, "sleep", waited.append)
    for _ in range(5):
        sender.send(body(alert()))
    sender.digest()

    assert len(waited) == 2  # between three batches, and not after the last
    assert all(0 <= seconds <= tasks.GATHER_SECONDS for seconds in waited)
    assert not Delivery.objects.undigested().exists()


def test_storing_wakes_a_worker_once_it_is_durable(sender, monkeypatch):
    woken = []
    monkeypatch.setattr(
        deliveries.waker, "wake", lambda pk: woken.append((pk, Delivery.objects.count()))
    )

    sender.send(body(alert()))

    assert woken == [(sender.source.pk, 1)]
