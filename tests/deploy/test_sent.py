"""What we ship, sent as Alertmanager and Datadog would send it, is what it says it is."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from support.rules.classification import Table
from support.rules.ownership import OURS, Owners
from support.rules.receivers import DATADOG
from support.rules.shipped import SHIPPED
from support.sources.senders import read_body
from support.sources.signals import Signal
from tests.deploy.shipped import MONITORING, Alert, alerts
from tests.support.alertmanager import alert as sent_alert
from tests.support.alertmanager import body

NOW = datetime(2026, 5, 21, 9, tzinfo=UTC)
OWNERS = Owners({"platform"}, [("Checkout", "shop")])
TABLE = Table(SHIPPED, OWNERS)
# What the expression brings along.
BROUGHT = {
    "KubePodsUnreadyInNamespace": {"namespace": "shop"},
    "KubeDeploymentPodsUnready": {"namespace": "shop", "deployment": "cart"},
    "KubeAPIResponseSlow": {"verb": "LIST"},
    "NodeUnavailable": {"node": "n7", "pool": "highmem"},
    "NodeSaturated": {"node": "n7", "pool": "highmem"},
    "NodeDiskFull": {"node": "n7", "pool": "highmem", "instance": "10.0.0.7:9100"},
    "NodeErrors": {"node": "n7", "pool": "highmem", "instance": "10.0.0.7:9100"},
}
OBJECTIVE = {"service": "edge-gateway", "layer": "addon", "team": "platform"}
DEVELOPERS = {"KubePodsUnreadyInNamespace", "KubeDeploymentPodsUnready"}
MONITORS = sorted((MONITORING / "datadog").glob("*.json"))


def _labels(alert: Alert) -> dict[str, str]:
    """As Prometheus fills them in."""
    own = {name: value for name, value in alert.labels.items() if "$" not in value}
    more = OBJECTIVE if own.keys() != alert.labels.keys() else BROUGHT.get(alert.name, {})
    return {"cluster": "tokyo", "prometheus": "monitoring/k8s"} | more | own


def _received(alert: Alert) -> Signal:
    labels = _labels(alert)
    one = sent_alert("f1", name=alert.name)
    one["labels"] = {"alertname": alert.name} | labels
    (group,) = read_body("alertmanager", body(one, group=alert.name), NOW)
    return group.signals[0]


@pytest.mark.parametrize("alert", alerts(), ids=lambda alert: alert.name)
def test_an_alert_is_classified_by_its_own_labels(alert):
    signal = _received(alert)
    found = TABLE.classify(signal.labels)

    assert found.layer == _labels(alert)["layer"]
    assert found.health == alert.labels["health"]
    assert found.owner == ("Checkout" if alert.name in DEVELOPERS else OURS)
    assert found.by.startswith("label")
    assert signal.severity == alert.labels["severity"]


@pytest.mark.parametrize("alert", alerts(), ids=lambda alert: alert.name)
def test_its_name_alone_says_nothing_else(alert):
    """Where somebody has dropped the labels on the way."""
    found = TABLE.classify({"alertname": alert.name})

    if found.by != "none":
        assert (found.layer, found.health) == (alert.labels["layer"], alert.labels["health"])


def _monitor(file: Any) -> dict[str, Any]:
    monitor: dict[str, Any] = json.loads(file.read_text())
    return monitor


def _sent_by(monitor: dict[str, Any]) -> bytes:
    """Our payload template, filled in as https://docs.datadoghq.com/integrations/webhooks/ says."""
    scope = "kube_cluster_name:tokyo,kube_namespace:shop"
    filled = {
        "$ALERT_CYCLE_KEY": "8611",
        "$AGGREG_KEY": "9d4e6",
        "$ALERT_ID": "42",
        "$ALERT_SCOPE": scope,
        "$ALERT_TRANSITION": "Triggered",
        "$ALERT_TYPE": "error",
        "$ALERT_PRIORITY": f"P{monitor['priority']}",
        "$EVENT_TITLE": f"[P1] [Triggered on {{{scope}}}] {monitor['name']}",
        "$TEXT_ONLY_MSG": monitor["message"],
        "$DATE": "1779354000000",
        "$HOSTNAME": "",
        "$ORG_NAME": "Example",
        "$TAGS": ",".join(["monitor", *scope.split(","), *monitor["tags"]]),
        "$LINK": "https://app.datadoghq.com/event/event?id=1",
    }
    assert filled.keys() == set(DATADOG.values())
    return json.dumps({name: filled[variable] for name, variable in DATADOG.items()}).encode()


@pytest.mark.parametrize("file", MONITORS, ids=lambda file: file.stem)
def test_a_monitor_of_datadog_tells_the_same_as_the_alert(file):
    monitor = _monitor(file)
    (alert,) = (alert for alert in alerts() if alert.name == file.stem)
    (group,) = read_body("datadog", _sent_by(monitor), NOW)
    signal = group.signals[0]
    found = TABLE.classify(signal.labels)

    assert signal.labels["alertname"] == monitor["name"]
    assert monitor["name"].startswith(f"{alert.name}: ")
    assert found.layer == _labels(alert)["layer"]
    assert found.health == alert.labels["health"]
    assert found.owner == ("Checkout" if alert.name in DEVELOPERS else OURS)
    assert signal.severity == alert.labels["severity"]
    assert signal.labels["namespace"] == "shop"
    assert signal.labels["cluster"] == "tokyo"


@pytest.mark.parametrize("file", MONITORS, ids=lambda file: file.stem)
def test_a_monitor_is_what_datadog_takes(file):
    monitor = _monitor(file)
    threshold = monitor["options"]["thresholds"]["critical"]

    assert monitor.keys() == {"name", "type", "query", "message", "tags", "priority", "options"}
    assert "@webhook-sixweek" in monitor["message"]
    assert f"docs/runbooks/{file.stem}.md" in monitor["message"]
    if monitor["type"] == "query alert":
        assert monitor["query"].endswith(f" > {threshold}")
        assert monitor["query"].count("(") == monitor["query"].count(")")
    else:
        assert (monitor["type"], file.stem) == ("service check", "DatadogAgentAbsent")


def test_what_datadog_cannot_measure_is_known():
    missing = {alert.name for alert in alerts()} - {file.stem for file in MONITORS}

    assert missing == {"Watchdog", "KubeStateMetricsAbsent", "NodeExporterAbsent", "ServiceSilent"}
