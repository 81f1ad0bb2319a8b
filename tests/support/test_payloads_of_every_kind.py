"""The bodies of every sender but Alertmanager: what the index says, once and sent twice again."""

import pytest

from planner.models import Activity
from support.models import Alert, Delivery, Ticket
from support.sources.severities import severity_of
from tests.support import bodies

SETS = tuple(folder for folder, kind in bodies.KINDS.items() if kind != "alertmanager")
# The index says in words what of a file's other fields a test can know.
SEVERITIES = {
    "datadog/p2_triggered.json": "critical",
    "datadog/p2_warn.json": "warning",
    "datadog/p2_recovered.json": "critical",
    "opsgenie/create.json": "warning",
    "zabbix/pagertree_problem.json": "critical",
    "zabbix/zulip_problem.json": "warning",
}
ACKNOWLEDGED = ("pagerduty/v3_incident_acknowledged.json", "opsgenie/acknowledge.json")
STATES = {"resolved": "resolved", "firing": "firing", "alerting": "firing"}
ALL = bodies.ours(*SETS) + bodies.of_others(*SETS)


def _facts():
    tickets = Ticket.objects.order_by("pk").values_list(
        "title", "state", "severity", "alerts_firing", "alerts_total", "reopened", "acknowledged_at"
    )
    alerts = Alert.objects.order_by("pk").values_list("key", "state", "starts_at", "ends_at")
    return list(tickets), list(alerts), Activity.objects.filter(thing_kind="ticket").count()


def _range(expected):
    """0, "0..1", "1 from empty; ...", "0 or 1 acked; ...": the least and the most."""
    numbers = [int(one) for one in str(expected) if one.isdigit()]
    return (
        (numbers[0], numbers[1])
        if ".." in str(expected) or " or " in str(expected)
        else (
            numbers[0],
            numbers[0],
        )
    )


@pytest.mark.parametrize("payload", ALL, ids=lambda payload: payload.file)
def test_payload_gives_what_its_index_says_and_no_more_when_sent_again(sender_of, payload):
    expect, sender = payload.expect, sender_of(bodies.kind_of(payload.file))
    sender.tell(payload.body, **payload.headers)

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error) in [("digested", ""), ("ignored", "")]
    found = Ticket.objects.open()
    if any(char.isdigit() for char in str(expect["open_tickets_from_empty"])):
        least, most = _range(expect["open_tickets_from_empty"])
        assert least <= found.count() <= most
    for alert in Alert.objects.all():
        _check_alert(alert, payload)
    for ticket in found:
        _check_ticket(ticket, payload)

    facts = _facts()
    for _ in range(2):
        sender.tell(payload.body, **payload.headers)
        assert _facts() == facts


def _check_alert(alert, payload):
    expect = payload.expect
    said = str(expect.get("state") or expect.get("group_state")).split(" ")[0]
    if said in STATES:
        assert alert.state == STATES[said]
    titles = [one for one in expect.get("title_contains_any") or [] if not one.startswith("user-")]
    if titles and alert.state == "resolved":
        assert any(one in alert.name for one in titles)
    if "alerts" in expect:
        of_state = Alert.objects.filter(state=alert.state).count()
        assert expect["alerts"][alert.state] == of_state


def _check_ticket(ticket, payload):
    expect = payload.expect
    titles = [one for one in expect.get("title_contains_any") or [] if not one.startswith("user-")]
    assert not titles or any(one in ticket.title for one in titles)
    if payload.file in SEVERITIES:
        assert ticket.severity == SEVERITIES[payload.file]
    elif expect.get("group_state") and expect["severity"]:
        assert ticket.severity == severity_of(expect["severity"])
    if expect.get("tickets_per", "").startswith("groupKey"):
        assert ticket.group_key == expect["dedup_key"]
    assert bool(ticket.acknowledged_at) == (payload.file in ACKNOWLEDGED)


def test_payloads_of_every_kind_are_here():
    assert {bodies.kind_of(payload.file) for payload in bodies.ours(*SETS)} >= {
        "datadog",
        "grafana",
        "pagerduty",
        "sns",
        "uptime-kuma",
        "zabbix",
    }


def test_team_tag_of_an_uptime_kuma_monitor_makes_it_ours(sender_of):
    sender_of("uptime-kuma").tell(bodies.body("uptime_kuma/down.json"))

    assert Alert.objects.get().labels["team"] == "platform"
    assert Ticket.objects.get().owner == ""
