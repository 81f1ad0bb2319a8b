"""Many deliveries digested together do what each of them would have done alone."""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.actions import batch
from support.actions.batch import Batches
from support.actions.digestion import digest_batch
from support.models import Alert, Delivery, Episode, Ticket
from support.rules.weather import INTAKE_PROBLEM
from tests.factories import NOON, SourceFactory
from tests.support.alertmanager import T0, alert, body

MINUTE = timedelta(minutes=1)
SOON = NOON + timedelta(hours=1)

BODIES = [
    body(alert()),
    body(alert(severity="critical")),
    body(alert("f1"), alert("f2", severity="info")),
    body(alert("f1", ends=T0 + MINUTE), alert("f2")),
    body(alert(ends=T0 + MINUTE)),
    body(alert(starts=T0 + 2 * MINUTE)),
    body(alert(starts=T0 + 2 * MINUTE, ends=T0 + 3 * MINUTE)),
    body(alert("f2"), group="other"),
    body(alert(), hidden=3),
    body(alert(severity="none")),
    body({"labels": {"alertname": "Undated"}, "status": "firing"}, group="undated"),
    body({"labels": {"alertname": "Undated"}, "status": "resolved"}, group="undated"),
    # It has begun, or is over, before the last of them came.
    body(alert("f3", starts=SOON + 5 * MINUTE), group="future"),
    json.dumps(
        {"groupKey": "ends", "alerts": [alert("f4", ends=NOON + 5 * MINUTE) | {"status": "?"}]}
    ).encode(),
    body(),
    b"{}",
]
# Which body, how often, and when: senders' clocks and threads make some arrive too early.
RUNS = st.lists(
    st.tuples(st.sampled_from(BODIES), st.integers(1, 4), st.integers(-10, 30)), max_size=6
)


def store(source, one, minutes):
    Delivery.objects.create(
        source=source, received_at=NOON + minutes * MINUTE, body=one, body_bytes=len(one),
        headers={"Content-Type": "application/json"},
    )  # fmt: skip


def digested(source, at_once, monkeypatch):
    monkeypatch.setattr(batch, "DELIVERIES_AT_ONCE", at_once)
    while digest_batch(source=source, at=SOON):
        pass


def told(source):
    """All that is known of it, in whatever order it was written down."""
    ours = Ticket.objects.filter(source=source).exclude(group_key=INTAKE_PROBLEM)
    tickets = ours.order_by("group_hash", "pk")
    alerts = Alert.objects.filter(source=source).order_by("key")
    episodes = Episode.objects.filter(alert__source=source).order_by("alert__key", "starts_at")
    deliveries = Delivery.objects.filter(source=source).order_by("pk")
    pks = list(tickets.values_list("pk", flat=True))
    return {
        "tickets": list(
            tickets.values_list(
                "group_key", "title", "state", "severity", "opened_at", "resolved_at", "version",
                "last_event_at", "alerts_firing", "alerts_total", "alerts_hidden", "events",
                "reopened", "flaps", "flapping_at", "acknowledged_at",
            )
        ),
        "alerts": [
            (pks.index(row.pop("ticket_id")) if row["ticket_id"] else None, row)
            for row in alerts.values(
                "ticket_id", "key", "name", "state", "severity", "labels", "annotations",
                "starts_at", "ends_at", "last_seen_at", "stale_at", "classified_by", "url",
            )
        ],
        "episodes": list(
            episodes.values_list(
                "alert__key", "starts_at", "ends_at", "first_seen_at", "last_seen_at", "events"
            )
        ),
        "deliveries": list(deliveries.values_list("state", "error", "remarks")),
    }  # fmt: skip


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(runs=RUNS)
def test_batch_does_what_each_delivery_does_alone(workspace, monkeypatch, runs):
    together, alone = SourceFactory.create_batch(2, workspace=workspace, kind="alertmanager")
    for source in (together, alone):
        for one, times, minutes in runs:
            for number in range(times):
                store(source, one, minutes + number)
    digested(together, 1000, monkeypatch)
    digested(alone, 1, monkeypatch)

    assert told(together) == told(alone)


@pytest.fixture
def reads_ahead(workspace, monkeypatch):
    """Two deliveries of one signal are a batch, and many."""
    monkeypatch.setattr(batch, "SIGNALS_AT_ONCE", 2)
    monkeypatch.setattr(batch, "MANY", 2)
    return Batches(SourceFactory(workspace=workspace, kind="alertmanager"))


def step(batches):
    return digest_batch(source=batches.source, at=SOON, batches=batches)


def test_next_batch_is_read_while_one_is_written(reads_ahead):
    for number in range(5):
        store(reads_ahead.source, body(alert(f"f{number}"), group=f"{number}"), number)

    assert step(reads_ahead)
    assert reads_ahead.has_read_ahead
    assert Ticket.objects.count() == 2
    assert step(reads_ahead)
    while step(reads_ahead):
        pass
    keys = Ticket.objects.order_by("number").values_list("group_key", flat=True)
    assert list(keys) == [f'{{}}:{{alertname="{number}"}}' for number in range(5)]
    assert {one.events for one in Episode.objects.all()} == {1}


def test_what_another_worker_digests_meanwhile_counts_once(reads_ahead):
    for number in range(4):
        store(reads_ahead.source, body(alert()), number)

    assert step(reads_ahead)
    assert reads_ahead.has_read_ahead
    while digest_batch(source=reads_ahead.source, at=SOON):
        pass
    while step(reads_ahead):
        pass
    assert Episode.objects.get().events == 4


def test_what_became_visible_late_is_not_passed_over(reads_ahead):
    for number in range(6):
        store(reads_ahead.source, body(alert(f"f{number}"), group=f"{number}"), number)
    first = Delivery.objects.order_by("pk").first()
    Delivery.objects.filter(pk=first.pk).update(state="ignored", digested_at=NOON)  # not there yet

    assert step(reads_ahead)
    Delivery.objects.filter(pk=first.pk).update(state="stored", digested_at=None)
    while step(reads_ahead):
        pass
    assert Ticket.objects.count() == 6


@pytest.mark.parametrize("times", [3, 40])
def test_same_bytes_are_read_twice_however_often_they_came(workspace, monkeypatch, times):
    read = []
    monkeypatch.setattr(
        batch, "read_body", lambda *args, **kept: read.append(args) or whole(*args, **kept)
    )
    source = SourceFactory(workspace=workspace, kind="alertmanager")
    for number in range(times):
        store(source, body(alert()), number)
    digested(source, 1000, monkeypatch)

    assert len(read) == 2
    assert Episode.objects.get().events == Ticket.objects.get().events == times


def test_repeats_of_a_batch_are_all_counted_and_the_last_is_seen(workspace, monkeypatch):
    source = SourceFactory(workspace=workspace, kind="alertmanager")
    for minutes in (0, 1, 2, 9, 3, 4):
        store(source, body(alert("f1"), alert("f2")), minutes)
    digested(source, 1000, monkeypatch)

    assert {one.events for one in Episode.objects.all()} == {6}
    assert {one.last_seen_at for one in Alert.objects.all()} == {NOON + 9 * MINUTE}
    ticket = Ticket.objects.get()
    assert (ticket.events, ticket.last_event_at) == (6, NOON + 9 * MINUTE)


whole = batch.read_body
