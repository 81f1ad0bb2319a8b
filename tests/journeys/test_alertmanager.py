"""A rule of Prometheus becomes a ticket, and the ticket is resolved when the rule is quiet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from planner.models import Activity
from support.actions.sources import create_source
from support.models import Delivery, Ticket
from tests.services.monitoring import Alertmanager, Exporter, Prometheus
from tests.services.process import wait_until
from tests.services.stack import Stack

pytestmark = pytest.mark.journey

RULE = {
    "alert": "PodsNotReady",
    "expr": "pods_unready > 0",
    "labels": {"severity": "critical", "layer": "pod", "health": "work", "team": "platform"},
    "annotations": {"summary": "Pods are not ready"},
}


@dataclass
class Monitoring:
    """What is watched, and those who watch it."""

    exporter: Exporter
    alertmanager: Alertmanager
    prometheus: Prometheus

    def break_down(self) -> None:
        self.exporter.show("pods_unready", 3)

    def recover(self) -> None:
        self.exporter.show("pods_unready", 0)


@pytest.fixture
def monitoring(stack: Stack, workspace, folder: Path) -> Iterator[Monitoring]:
    _source, token = create_source(
        workspace=workspace, kind="alertmanager", name="Tokyo", by=None, at=timezone.now()
    )
    exporter = Exporter()
    alertmanager = Alertmanager(folder, webhook=f"{stack.url}/hooks/alertmanager", token=token.text)
    prometheus = Prometheus(folder, rules=[RULE], target=exporter.target, alertmanager=alertmanager)
    servers = (exporter, alertmanager, prometheus)
    for server in servers:
        server.start()
    yield Monitoring(exporter, alertmanager, prometheus)
    for server in reversed(servers):
        server.stop()


def _ticket_is(state: str) -> Callable[[], bool]:
    return lambda: Ticket.objects.filter(state=state).exists()


def _delivered(count: int) -> Callable[[], bool]:
    return lambda: Delivery.objects.count() >= count


def _everything_arrived_once() -> None:
    ticket = Ticket.objects.get()
    assert (ticket.reopened, ticket.alerts_total) == (0, 1)
    assert ticket.events == Delivery.objects.count()
    assert not Delivery.objects.exclude(state="digested").exists()
    verbs = Activity.objects.filter(thing_kind="ticket").order_by("pk").values_list("verb")
    assert list(verbs) == [("open_ticket",), ("resolve_ticket",)]


def test_ticket_comes_and_goes_with_the_rule(stack, monitoring, sho):
    page = stack.sign_in(sho)
    monitoring.break_down()
    wait_until(_delivered(1), seconds=30, what="Alertmanager")
    wait_until(_ticket_is("open"), seconds=10, what="the ticket")
    ticket = Ticket.objects.get()
    assert ticket.title == "PodsNotReady: Pods are not ready"
    assert (ticket.layer, ticket.health, ticket.owner) == ("pod", "work", "")
    page.goto("/w/platform/support/")
    expect(page.get_by_role("main")).to_contain_text("PodsNotReady: Pods are not ready")

    monitoring.recover()
    wait_until(_ticket_is("resolved"), seconds=30, what="the resolution")
    page.goto("/w/platform/support/")
    expect(page.get_by_role("main")).not_to_contain_text("PodsNotReady")

    _everything_arrived_once()


def test_nothing_is_lost_while_the_worker_is_away(stack, monitoring):
    stack.worker.kill()
    monitoring.break_down()
    wait_until(_delivered(1), seconds=30, what="Alertmanager")
    assert not Ticket.objects.exists()

    stack.worker.start()
    wait_until(_ticket_is("open"), seconds=10, what="the ticket")
    stack.worker.kill()
    monitoring.recover()
    wait_until(_delivered(2), seconds=30, what="the resolution")
    stack.worker.start()
    wait_until(_ticket_is("resolved"), seconds=10, what="the resolution")

    _everything_arrived_once()


def test_nothing_is_lost_while_the_broker_is_away(stack, monitoring):
    stack.beat.start()
    stack.valkey.kill()
    monitoring.break_down()
    wait_until(_delivered(1), seconds=30, what="Alertmanager")
    monitoring.recover()
    wait_until(_delivered(2), seconds=30, what="the resolution")
    assert not Ticket.objects.exists()

    stack.valkey.start()
    wait_until(_ticket_is("resolved"), seconds=30, what="the sweep")

    _everything_arrived_once()
