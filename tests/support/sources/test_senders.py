"""The traps of each sender, read without a database."""

import json
from datetime import UTC, datetime
from itertools import product

import pytest

from support.sources.senders import SENDERS, check_body, decode_body, read_body, takes
from support.sources.signals import (
    KEY_LENGTH,
    NAME_LENGTH,
    Handshake,
    Ignored,
    UnreadableBody,
)
from tests.support import fuzz

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def read(kind, payload, **given):
    (group,) = read_body(kind, json.dumps(payload).encode(), NOW, **given)
    return group


def signal(kind, payload):
    (found,) = read(kind, payload).signals
    return found


def datadog(**changes):
    return {
        "alert_transition": "Triggered",
        "alert_id": "1",
        "alert_scope": "host:a",
        "title": "[Triggered on {host:a}] CPU",
        "date": "1733930194000",
    } | changes


def test_datadog_tells_the_scopes_of_one_monitor_apart():
    assert read("datadog", datadog()).key != read("datadog", datadog(alert_scope="host:b")).key


def test_datadog_title_is_no_part_of_the_key():
    recovered = datadog(alert_transition="Recovered", title="[Recovered on {host:a}] CPU")
    assert signal("datadog", datadog()).key == signal("datadog", recovered).key
    assert not signal("datadog", recovered).firing


def test_datadog_cycle_is_the_alert_and_the_aggregation_its_group():
    found = read("datadog", datadog(alert_cycle_key="77", aggreg_key="agg"))
    assert (found.key, found.signals[0].key, found.signals[0].once) == ("agg", "77", True)


def test_datadog_name_that_was_not_filled_in_counts_as_missing():
    found = read("datadog", datadog(alert_cycle_key="$ALERT_CYCLE_KEY", aggreg_key="$AGGREG_KEY"))
    assert found.key == "monitor:1 host:a"


def test_datadog_time_is_in_milliseconds_written_as_text():
    assert signal("datadog", datadog()).starts_at == datetime(2024, 12, 11, 15, 16, 34, tzinfo=UTC)


@pytest.mark.parametrize(
    ("transition", "firing", "severity"),
    [
        ("Triggered", True, "critical"),
        ("Re-Triggered", True, "critical"),
        ("Warn", True, "warning"),
        ("No Data", True, "warning"),
        ("Renotify", True, "critical"),
        ("Recovered", False, "critical"),
    ],
)
def test_datadog_transitions(transition, firing, severity):
    found = signal("datadog", datadog(alert_transition=transition))
    assert (found.firing, found.severity) == (firing, severity)


def test_datadog_form_is_read_like_json():
    body = b"alert_transition=Triggered&alert_id=1&alert_scope=host%3Aa&title=CPU"
    form = "application/x-www-form-urlencoded"
    (group,) = read_body("datadog", body, NOW, content_type=form)
    assert group.key == "monitor:1 host:a"


KUMA = {
    "heartbeat": {"status": 0, "time": "2026-11-23 11:40:02.114", "msg": "503"},
    "monitor": {"id": 7, "name": "gateway"},
    "msg": "down",
}


def test_uptime_kuma_multipart_form_holds_the_same_json():
    body = (
        b'--x\r\nContent-Disposition: form-data; name="data"\r\n\r\n'
        + json.dumps(KUMA).encode()
        + b"\r\n--x--\r\n"
    )
    (group,) = read_body("uptime-kuma", body, NOW, content_type="multipart/form-data; boundary=x")
    assert group.key == "monitor:7"
    assert group.signals[0].told_at == datetime(2026, 11, 23, 11, 40, 2, 114000, UTC)


@pytest.mark.parametrize(
    "body", [b"", b"--x--", b"--x\r\n\r\n{}", b"--x\r\nname=data\r\n\r\n7\r\n"]
)
def test_uptime_kuma_form_without_its_field_is_unreadable(body):
    with pytest.raises(UnreadableBody):
        decode_body("uptime-kuma", body, "multipart/form-data; boundary=x")


@pytest.mark.parametrize("status", [2, 3, None, "x"])
def test_uptime_kuma_that_is_neither_down_nor_up_is_ignored(status):
    with pytest.raises(Ignored):
        read("uptime-kuma", KUMA | {"heartbeat": {"status": status}})


def test_grafana_groups_of_two_organisations_are_two():
    body = {"alerts": [{"labels": {"alertname": "A"}, "status": "firing"}], "groupKey": "{}:{}"}
    one, other = (read("grafana", body | {"orgId": org}) for org in (1, 2))
    assert (one.key, other.key) == ("{}:{}", "{}:{}")
    assert one.hash != other.hash


def test_grafana_alert_without_data_is_called_by_its_rule():
    labels = {"alertname": "DatasourceNoData", "rulename": "Disk"}
    body = {"alerts": [{"labels": labels, "status": "firing", "values": None}]}
    assert read("grafana", body).title == "DatasourceNoData: Disk"


@pytest.mark.parametrize(
    "changes", [{"state": "paused"}, {"state": "pending"}, {"ruleId": 0}, {"state": None}]
)
def test_grafana_legacy_that_is_no_alarm_is_ignored(changes):
    with pytest.raises(Ignored):
        read("grafana-legacy", {"ruleId": 7, "state": "alerting", "evalMatches": None} | changes)


def pagerduty(kind, **incident):
    data = {"id": "P1", "title": "Down", "created_at": "2026-11-23T11:00:00Z"} | incident
    return {"event": {"event_type": kind, "occurred_at": "2026-11-23T12:00:00Z", "data": data}}


def test_pagerduty_episode_begins_when_the_incident_was_reopened():
    found = signal("pagerduty", pagerduty("incident.reopened", reopened_at="2026-11-23T11:30:00Z"))
    assert found.starts_at == datetime(2026, 11, 23, 11, 30, tzinfo=UTC)


def test_pagerduty_resolved_ends_when_it_happened():
    found = signal("pagerduty", pagerduty("incident.resolved"))
    assert (found.firing, found.ends_at) == (False, datetime(2026, 11, 23, 12, tzinfo=UTC))


@pytest.mark.parametrize("kind", ["incident.annotated", "pagey.ping", "service.updated", "x" * 500])
def test_pagerduty_event_of_another_kind_is_ignored(kind):
    with pytest.raises(Ignored):
        read("pagerduty", pagerduty(kind))


@pytest.mark.parametrize("action", ["AddNote", "Escalate", "AddTags", "Snooze", "", "??"])
def test_opsgenie_action_that_changes_no_alert_is_ignored(action):
    with pytest.raises(Ignored):
        read("opsgenie", {"action": action, "alert": {"alertId": "a"}})


def test_opsgenie_number_beyond_a_double_is_kept():
    body = {"alertId": "a", "updatedAt": 1502709956288000110, "createdAt": 1502709956288}
    found = signal("opsgenie", {"action": "Delete", "alert": body})
    assert found.ends_at.year == found.starts_at.year == 2017


def sns(message, **changes):
    text = message if isinstance(message, str) else json.dumps(message)
    return {"Type": "Notification", "TopicArn": "arn:t", "Message": text} | changes


ALARM = {
    "AlarmName": "A",
    "NewStateValue": "ALARM",
    "StateChangeTime": "2026-11-23T11:00:00.0+0000",
}


def test_sns_alarm_on_several_metrics_has_no_metric_name():
    alarm = ALARM | {"AlarmArn": "arn:a", "Trigger": {"Metrics": [{"Id": "e1"}]}}
    found = signal("sns", sns(alarm))
    assert (found.key, found.told_at) == ("arn:a", datetime(2026, 11, 23, 11, tzinfo=UTC))


@pytest.mark.parametrize("message", ["Hello", "[1]", "{}", "[" * 5000, '{"NewStateValue": 7'])
def test_sns_message_that_is_no_alarm_is_ignored(message):
    with pytest.raises(Ignored):
        read("sns", sns(message))


def test_sns_raw_delivery_is_the_alarm_itself():
    assert signal("sns", ALARM | {"AWSAccountId": "1"}).key == "1:A"


def test_sns_event_of_eventbridge():
    detail = {"alarmName": "A", "state": {"value": "OK", "timestamp": "2026-11-23T11:00:00.0+0000"}}
    found = signal("sns", {"detail": detail, "resources": ["arn:a"]})
    assert (found.key, found.firing) == ("arn:a", False)


def test_sns_confirmation_asks_a_person_to_open_its_link():
    url = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t"
    with pytest.raises(Handshake) as caught:
        read("sns", {"Type": "SubscriptionConfirmation", "SubscribeURL": url, "TopicArn": "arn:t"})
    assert (caught.value.url, caught.value.topic) == (url, "arn:t")


@pytest.mark.parametrize(
    "url",
    [
        "http://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription",
        "https://sns.eu-west-1.amazonaws.com.evil.example/?Action=ConfirmSubscription",
        "https://sns.eu-west-1.amazonaws.com@evil.example/?Action=ConfirmSubscription",
        "https://sns.eu-west-1.amazonaws.com:8443/?Action=ConfirmSubscription",
        "https://sns.eu-west-1.amazonaws.com/x?Action=ConfirmSubscription",
        "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe",
        "https://169.254.169.254/?Action=ConfirmSubscription",
        "javascript:alert(1)",
        "file:///etc/passwd",
        None,
    ],
)
def test_sns_link_that_leads_elsewhere_is_not_shown(url):
    with pytest.raises(Ignored) as caught:
        read("sns", {"Type": "SubscriptionConfirmation", "SubscribeURL": url, "TopicArn": "arn:t"})
    assert not isinstance(caught.value, Handshake)


def test_sentry_issue_is_found_by_its_address_where_it_is_not_named():
    event = {"web_url": "https://sentry.io/organizations/a/issues/52/events/b5/", "title": "E"}
    assert signal("sentry", {"action": "triggered", "data": {"event": event}}).key == "issue:52"


@pytest.mark.parametrize(
    "body",
    [
        {"action": "assigned", "data": {"issue": {"id": "1"}}},
        {"action": "created", "data": {"comment": "x"}},
        {"action": "created", "data": {"installation": {}}},
        {},
    ],
)
def test_sentry_that_changes_no_issue_is_ignored(body):
    with pytest.raises(Ignored):
        read("sentry", body)


def test_sentry_metric_alert_is_critical_when_it_says_so():
    body = {"action": "critical", "data": {"metric_alert": {"id": "5", "title": "p95"}}}
    found = signal("sentry", body)
    assert (found.key, found.severity, found.name) == ("metric:5", "critical", "p95")


ZABBIX = {"event_id": "23", "trigger_id": "9", "event_value": "1", "title": "Problem: Disk"}


def test_zabbix_title_does_not_say_the_state():
    found = signal("zabbix", ZABBIX | {"event_value": "0"})
    assert (found.firing, found.name) == (False, "Disk")


def test_zabbix_macro_that_was_not_filled_in_counts_as_missing():
    found = read("zabbix", ZABBIX | {"event_id": "{EVENT.ID}", "severity": "*UNKNOWN*"})
    assert (found.key, found.signals[0].key) == ("trigger:9", "trigger:9")
    with pytest.raises(UnreadableBody, match="macros"):
        read("zabbix", {"event_id": "{EVENT.ID}", "trigger_id": "{TRIGGER.ID}", "value": "1"})


def test_zabbix_tags_are_labels():
    tags = '[{"tag":"team","value":"payments"}]'
    assert signal("zabbix", ZABBIX | {"tags": tags}).labels["team"] == "payments"
    assert signal("zabbix", ZABBIX | {"tags": "team:payments, x"}).labels["team"] == "payments"


@pytest.mark.parametrize("kind", SENDERS)
@pytest.mark.parametrize("body", [b"", b"nope", b"[]", b"7", b"null", b'"x"', b"[" * 5000])
def test_body_that_is_no_object_is_refused_at_the_door(kind, body):
    with pytest.raises(UnreadableBody):
        check_body(kind, body)


@pytest.mark.parametrize(
    ("kind", "media", "taken"),
    [
        ("alertmanager", "application/json; charset=utf-8", True),
        ("alertmanager", "", True),
        ("alertmanager", "text/plain", False),
        ("sns", "text/plain; charset=UTF-8", True),
        ("datadog", "application/x-www-form-urlencoded", True),
        ("sentry", "application/x-www-form-urlencoded", False),
        ("uptime-kuma", "multipart/form-data; boundary=x", True),
        ("generic", "application/vnd.acme+json", True),
        ("generic", "text/html", False),
    ],
)
def test_media_types_that_are_taken(kind, media, taken):
    assert takes(kind, media) is taken


@pytest.mark.parametrize("kind", SENDERS)
def test_text_that_is_too_long_fits_wherever_it_stands(kind):
    taken = 0
    small = [one for one in fuzz.whole(kind) if len(json.dumps(one)) < 5000]
    for one in small[:5]:
        places = list(fuzz.places(one))[:40]
        for long_one, missing in product(places, places):
            body = fuzz.without(fuzz.put(one, long_one, "x" * 10_000), missing)
            for group in _groups(kind, body):
                taken += 1
                texts = [group.title, *(each.name for each in group.signals)]
                assert max(map(len, texts)) <= NAME_LENGTH, (long_one, missing)
                keys = [each.key for each in group.signals]
                assert max(map(len, keys)) <= KEY_LENGTH, (long_one, missing)
    assert taken > 0


def _groups(kind, body):
    try:
        return read_body(kind, json.dumps(body).encode(), NOW)
    except (Ignored, UnreadableBody):
        return []
