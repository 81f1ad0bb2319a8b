"""The servers of the tests do what they promise; everything else stands on them."""

import json
import socket
import urllib.request

import pytest

from tests.services.environment import OutgoingSocketIsClosed
from tests.services.monitoring import Alertmanager, Exporter, Prometheus
from tests.services.process import DidNotStart, Process, free_port, wait_until
from tests.services.stack import Stack


def test_outgoing_socket_is_closed():
    with socket.socket() as opened, pytest.raises(OutgoingSocketIsClosed):
        opened.connect(("192.0.2.1", 80))


def test_process_that_ends_at_once_says_what_it_wrote(folder):
    ended = Process(
        "sh", ["sh", "-c", "echo no such luck; exit 3"], log=folder / "log", ready=lambda: False
    )

    with pytest.raises(DidNotStart, match="no such luck"):
        ended.start()


def test_kill_leaves_nothing_of_the_process_behind(folder):
    note = folder / "pid"
    script = f"(trap '' TERM; echo $$ > {note}; exec sleep 60) & wait"
    parent = Process("sh", ["sh", "-c", script], log=folder / "log", ready=note.exists)
    parent.start()

    parent.stop(seconds=0.1)

    assert not parent.is_running


def test_rule_of_prometheus_reaches_a_webhook_through_alertmanager(folder):
    webhook = Exporter()
    webhook.start()
    exporter = Exporter()
    exporter.start()
    alertmanager = Alertmanager(folder, webhook=f"http://{webhook.target}/")
    prometheus = Prometheus(
        folder,
        rules=[{"alert": "PodsNotReady", "expr": "pods_unready > 0"}],
        target=exporter.target,
        alertmanager=alertmanager,
    )
    try:
        alertmanager.start()
        prometheus.start()
        exporter.show("pods_unready", 3)

        def has_arrived():
            with urllib.request.urlopen(f"{alertmanager.url}/api/v2/alerts") as answer:
                return [alert["labels"]["alertname"] for alert in json.load(answer)]

        wait_until(lambda: has_arrived() == ["PodsNotReady"], seconds=15, what="the alert")
    finally:
        prometheus.stop()
        alertmanager.stop()
        exporter.stop()
        webhook.stop()


@pytest.mark.journey
def test_stack_serves_pages_on_the_database_of_the_test(stack: Stack, haruka):
    page = stack.sign_in(haruka)

    assert page.goto("/healthz").status == 200
    assert stack.worker.is_running


@pytest.mark.journey
def test_stack_goes_on_after_a_test_that_stopped_it(stack: Stack):
    for server in (stack.valkey, stack.worker, stack.web):
        server.kill()
    stack.servers.start()
    stack.beat.start()

    assert stack.open().goto("/healthz").status == 200


@pytest.mark.journey
def test_console_error_and_csp_violation_are_complaints(stack: Stack):
    page = stack.open()
    page.goto("/healthz")
    page.evaluate("console.error('looked at')")

    page.evaluate("document.body.appendChild(document.createElement('script')).text = '1'")
    page.wait_for_timeout(100)

    assert len(stack.complaints.unexpected()) >= 2
    stack.complaints.expect("")


def test_free_ports_are_below_those_that_connect_to_themselves():
    assert all(free_port() < 32768 for _ in range(20))
