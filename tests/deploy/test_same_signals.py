"""
Our own poller judges by the thresholds of the rules that we ship, and calls what it finds as they
do: so that the same signal is one ticket, whoever tells of it.
"""

import re

import pytest

from support.rules.measures import JUDGED, Measure
from tests.deploy.shipped import MONITORING, Alert, alerts, rules_of
from tests.deploy.test_sent import OBJECTIVE

RULES = {alert.name: alert for alert in alerts()}
# What the poller gives in percent or milliseconds, the rules give as shares and seconds.
SCALE = {"%": 100.0, "ms": 1000.0, "": 1.0}
# Rules that count to tell, where the poller says how many or which.
COUNTED = {"AddonDown", "NodeUnavailable", "NodeSaturated", "KubeStateMetricsAbsent"}
NOT_POLLED = {"Watchdog", "ServiceSilent"}


def _objectives() -> dict[str, float]:
    """What the example in ``objectives.yml`` asks for, by the alert that is about it."""
    asked = {
        rule["record"]: float(rule["expr"].removeprefix("vector(").removesuffix(")"))
        for rule in rules_of(MONITORING / "rules" / "objectives.yml")
    }
    return {
        "ServiceSuccessLow": asked["service:success:objective"],
        "ServiceSlow": asked["service:latency_seconds:objective"],
    }


def _limits(alert: Alert) -> set[float]:
    if alert.name in _objectives():
        return {_objectives()[alert.name]}
    return {float(found) for found in re.findall(r"[<>] ([\d.]+)", alert.expr)}


@pytest.mark.parametrize("measure", JUDGED, ids=lambda measure: measure.key)
def test_a_measure_is_judged_as_its_rule_does(measure: Measure):
    alert = RULES[measure.alert]
    usual = measure.usual
    assert usual is not None
    labels = OBJECTIVE | {k: v for k, v in alert.labels.items() if "$" not in v}

    assert alert.wait == f"{usual.for_seconds // 60}m"
    assert alert.labels["severity"] == usual.severity
    assert (measure.layer, measure.health) == (labels["layer"], labels["health"])
    if alert.name not in COUNTED:
        limits = {round(limit * SCALE[measure.unit], 6) for limit in _limits(alert)}
        assert usual.limit in limits


def test_all_that_can_be_polled_is():
    assert {measure.alert for measure in JUDGED} == RULES.keys() - NOT_POLLED
