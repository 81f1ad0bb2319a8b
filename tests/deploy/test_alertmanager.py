"""The example for Alertmanager: valid, and each alert goes where it should."""

import subprocess
from pathlib import Path

import pytest

from tests.deploy.shipped import MONITORING, alerts, read
from tests.services.binaries import binary

CONFIG = MONITORING / "alertmanager.yml"


def _amtool(*arguments: str | Path) -> str:
    done = subprocess.run([binary("amtool"), *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def test_configuration_is_valid():
    assert "SUCCESS" in _amtool("check-config", CONFIG)


@pytest.mark.parametrize("alert", alerts(), ids=lambda alert: alert.name)
def test_every_alert_reaches_the_desk_and_the_heartbeat_its_own_source(alert):
    labels = [f"{name}={value}" for name, value in alert.labels.items() if "$" not in value]
    routed = _amtool(
        *("config", "routes", "test", f"--config.file={CONFIG}"),
        *(f"alertname={alert.name}", *labels),
    )

    assert routed == ("sixweek-heartbeat" if alert.name == "Watchdog" else "sixweek")


def test_inhibitions_name_alerts_that_we_ship():
    names = {alert.name for alert in alerts()}
    rules = read(CONFIG)["inhibit_rules"]
    said = {
        name
        for rule in rules
        for matcher in [*rule["source_matchers"], *rule["target_matchers"]]
        for name in matcher.split('"')[1].split("|")
    }

    assert said <= names
    assert {one for one in names if one.startswith("NodePool")} <= said
