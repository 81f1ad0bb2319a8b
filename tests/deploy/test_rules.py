"""The rules of Prometheus that we ship: valid, tried by promtool, labelled for the intake."""

import subprocess
from pathlib import Path

import pytest

from deploy.monitoring.manifests import manifests
from support.rules.classification import HEALTHS, LAYERS
from support.sources.severities import SCALE
from tests.deploy.shipped import MONITORING, RULE_FILES, RULE_TESTS, alerts, read, rules_of
from tests.services.binaries import binary

NAMES = [alert.name for alert in alerts()]


def _promtool(*arguments: str | Path) -> None:
    done = subprocess.run([binary("promtool"), *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_rules_are_valid():
    _promtool("check", "rules", *RULE_FILES)


@pytest.mark.parametrize("file", RULE_TESTS, ids=lambda file: file.stem)
def test_rules_do_what_their_tests_say(file):
    _promtool("test", "rules", file)


def test_every_alert_is_tried_while_it_fires_and_while_it_does_not():
    tried = [
        (one["alertname"], bool(one["exp_alerts"]))
        for file in RULE_TESTS
        for test in read(file)["tests"]
        for one in test.get("alert_rule_test", ())
    ]
    always = {("Watchdog", False)}

    assert {*tried, *always} == {(name, fires) for name in NAMES for fires in (True, False)}


def test_every_record_is_read_or_drawn():
    text = "\n".join(file.read_text() for file in [*RULE_FILES, *RULE_TESTS])
    records = {rule["record"] for file in RULE_FILES for rule in rules_of(file) if "record" in rule}

    assert records
    assert [one for one in sorted(records) if text.count(one) < 2] == []


@pytest.mark.parametrize("alert", alerts(), ids=NAMES)
def test_alert_says_what_the_intake_reads(alert):
    from_objective = "{{ $labels.%s }}"

    assert alert.labels["health"] in HEALTHS
    assert alert.labels["layer"] in {*LAYERS, from_objective % "layer"}
    assert alert.labels["severity"] in SCALE
    # Whose a namespace is the planner knows: an alert for developers leaves it open.
    if alert.labels["severity"] != "info" or alert.labels["layer"] != "pod":
        assert alert.labels["team"] in {"platform", from_objective % "team"}
    assert alert.annotations.keys() == {"summary", "description", "runbook"}


def test_alerts_are_called_differently():
    assert sorted(set(NAMES)) == sorted(NAMES)


def test_what_is_watched_never_alerts():
    rules = rules_of(MONITORING / "rules" / "watched.yml")
    watched = [rule["record"] for rule in rules]

    assert len(watched) == len(rules)
    assert [alert.name for alert in alerts() for one in watched if one in alert.expr] == []


def test_manifests_are_made_from_the_rules():
    folder = MONITORING / "manifests"

    assert {file.name: file.read_text() for file in folder.iterdir()} == manifests()


@pytest.mark.parametrize("file", RULE_FILES, ids=lambda file: file.stem)
def test_a_manifest_holds_the_same_rules(file):
    manifest = read(MONITORING / "manifests" / file.name)

    assert manifest["spec"] == read(file)
    assert manifest["kind"] == "PrometheusRule"
