"""Every body that we have gives what its index says, once and sent again."""

import pytest
from django.utils import timezone

from planner.models import Activity
from support.actions.deliveries import replay_delivery
from support.models import Alert, Delivery, RejectedRequest, Ticket
from support.sources.severities import severity_of
from tests.support import bodies

SETS = ("alertmanager", "seed_signals")
# Eleven alerts, three of them critical: the index names what most are, a ticket what the worst is.
WORST = {"alertmanager/incaller_production_11_alerts.json": "critical"}


def _id(payload):
    return payload.file


def _facts():
    """All that a repeat may not change."""
    tickets = Ticket.objects.order_by("pk").values_list(
        "title", "state", "severity", "alerts_firing", "alerts_total", "alerts_hidden", "reopened"
    )
    alerts = Alert.objects.order_by("pk").values_list("key", "state", "starts_at", "ends_at")
    return list(tickets), list(alerts), Activity.objects.filter(thing_kind="ticket").count()


def _check(sender, payload):
    expect = payload.expect
    sender.tell(payload.body)

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error) == ("digested", "")
    open_tickets = Ticket.objects.open()
    assert open_tickets.count() == expect["open_tickets_from_empty"]
    for state in ("firing", "resolved"):
        assert Alert.objects.filter(state=state).count() == expect["alerts"][state]
    for ticket in open_tickets:
        _check_ticket(ticket, payload)
    for alert in Alert.objects.all():
        assert expect.get("layer") in (alert.layer, None)
        assert expect.get("health") in (alert.health, None)


def _check_ticket(ticket, payload):
    expect = payload.expect
    assert ticket.alerts_firing == expect["alerts"]["firing"]
    assert ticket.alerts_hidden == expect["alerts"]["hidden"]
    assert any(part in ticket.title for part in expect["title_contains_any"])
    if expect["severity"]:
        worst = WORST.get(payload.file, severity_of(expect["severity"]))
        assert ticket.severity == worst
    if expect["dedup_key"] and not expect["dedup_key"].startswith("no groupKey"):
        assert ticket.group_key == expect["dedup_key"]


def _check_again(sender, payload):
    facts = _facts()
    events = list(Ticket.objects.values_list("events", flat=True))
    for times in (1, 2):
        sender.tell(payload.body)
        assert _facts() == facts
        assert list(Ticket.objects.values_list("events", flat=True)) == [n + times for n in events]


@pytest.mark.parametrize("payload", bodies.ours(*SETS), ids=_id)
def test_payload_gives_what_its_index_says_and_no_more_when_sent_again(sender, payload):
    _check(sender, payload)
    _check_again(sender, payload)


@pytest.mark.parametrize(
    "payload",
    bodies.of_others(*SETS)
    or [pytest.param(None, marks=pytest.mark.skip("payload files outside the repository"))],
    ids=lambda payload: payload.file if payload else "none",
)
def test_payload_of_another_project_gives_what_its_index_says(sender, payload):
    _check(sender, payload)
    _check_again(sender, payload)


@pytest.mark.parametrize("sequence", bodies.sequences(), ids=lambda sequence: sequence["name"])
def test_sequence_gives_what_its_steps_say(sender_of, sequence):
    sender = sender_of(bodies.kind_of(sequence["steps"][0][0]))
    for file, expect in sequence["steps"]:
        _tell(sender, file)

        tickets = Ticket.objects.all()
        found = {
            "open": tickets.open().count(),
            "resolved": tickets.filter(state="resolved").count(),
            "firing": Alert.objects.firing().count(),
            "resolved_alerts": Alert.objects.filter(state="resolved").count(),
            "interruptions": Activity.objects.filter(
                verb__in=["open_ticket", "reopen_ticket"]
            ).count(),
            "events": sum(ticket.events for ticket in tickets),
            "acked": tickets.filter(acknowledged_at__isnull=False).exists(),
            "severity": f"lowered to {tickets.last().severity}" if tickets else "",
        }
        assert {key: found[key] for key in expect if key != "note"} == {
            key: value for key, value in expect.items() if key != "note"
        }


@pytest.mark.once
@pytest.mark.parametrize("sequence", bodies.sequences(), ids=lambda sequence: sequence["name"])
def test_sequence_replayed_twice_changes_nothing(sender_of, haruka, sequence):
    sender = sender_of(bodies.kind_of(sequence["steps"][0][0]))
    for file, _ in sequence["steps"]:
        _tell(sender, file)
    facts = _facts()

    for delivery in [*Delivery.objects.in_order()] * 2:
        replay_delivery(delivery=delivery, by=haruka, at=timezone.now())
        sender.digest()

    assert _facts() == facts


@pytest.mark.once
@pytest.mark.parametrize("sequence", bodies.sequences(), ids=lambda sequence: sequence["name"])
def test_sequence_sent_twice_more_changes_nothing(sender_of, sequence):
    kind = bodies.kind_of(sequence["steps"][0][0])
    sender = sender_of(kind)
    for file, _ in sequence["steps"]:
        _tell(sender, file)
    facts = _facts()

    for file, _ in sequence["steps"] * 2:
        _tell(sender, file)

    if kind == "grafana-legacy":  # its bodies carry no time: what is sent anew is a new alarm
        assert [state for _, state, *_ in _facts()[0]] == ["resolved"]
    else:
        assert _facts() == facts


def _tell(sender, file):
    payload = bodies.payload(file)
    sender.tell(payload.body, **payload.headers)


@pytest.mark.parametrize("payload", bodies.ours("hostile"), ids=_id)
def test_hostile_payload_leaves_a_clear_record(sender, payload):
    answer = sender.send(payload.body, **payload.headers)
    sender.digest()

    assert answer.status_code in (202, 400)
    if answer.status_code == 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert bytes(RejectedRequest.objects.get().body) == payload.body
        assert payload.expect["http"].startswith(("400", "2xx"))
        assert "or 400" in payload.expect["http"] or payload.expect["http"].startswith("400")
    else:
        assert "2xx" in payload.expect["http"]
        assert Delivery.objects.get().state in ("digested", "ignored")
    low, _, high = str(payload.expect["open_tickets_from_empty"]).partition("..")
    assert int(low) <= Ticket.objects.open().count() <= int(high or low)
