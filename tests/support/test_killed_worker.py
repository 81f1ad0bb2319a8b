"""A worker may be killed at any instruction: nothing is lost, and nothing is done twice."""

import random
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from planner.models import Activity
from support.models import Alert, Delivery, DeskSettings, Episode, Ticket
from tests.services.process import Process
from tests.services.stack import _test_database_url
from tests.support.alertmanager import alert, body

ROOT = Path(__file__).resolve().parents[2]
GROUPS, ALERTS, REPEATS = 4, 40, 3

# A worker without a broker: it digests what waits, and says when it begins and when it is done.
WORKER = """
import django; django.setup()
from support.tasks import digest
print("begins", flush=True)
digest(int(__import__("sys").argv[1]))
print("done", flush=True)
"""


def _worker(sender, folder, number):
    log = folder / f"worker-{number}.log"
    return Process(
        "worker",
        [sys.executable, "-c", WORKER, str(sender.source.pk)],
        log=log,
        ready=lambda: log.exists() and "begins" in log.read_text(),
        env={
            "DATABASE_URL": _test_database_url(),
            "PLANNER_SECRET_KEY": settings.SECRET_KEY,
            "DJANGO_SETTINGS_MODULE": "planner.settings",
            "PYTHONPATH": str(ROOT),
        },
    )


def _everything_arrived_once():
    assert not Delivery.objects.exclude(state="digested").exists()
    tickets = Ticket.objects.order_by("number")
    assert [ticket.number for ticket in tickets] == list(range(1, GROUPS + 1))
    for ticket in tickets:
        assert (ticket.alerts_firing, ticket.alerts_total) == (ALERTS, ALERTS)
        assert (ticket.events, ticket.reopened) == (REPEATS, 0)
    assert Alert.objects.firing().count() == GROUPS * ALERTS
    assert set(Episode.objects.values_list("events", flat=True)) == {REPEATS}
    told = Activity.objects.filter(thing_kind="ticket", thing_id__in=tickets.values("pk"))
    assert [one.verb for one in told] == ["open_ticket"] * GROUPS


def _kill_again_and_again(sender, folder, times):
    chance = random.Random(times)
    hits = 0
    for number in range(times):
        _send_all(sender)
        worker = _worker(sender, folder, number)
        worker.start()
        time.sleep(chance.uniform(0, 0.25))
        worker.kill()
        hits += "done" not in worker.output()
        sender.digest()
        _everything_arrived_once()
        _forget()
    assert hits, "Every worker was done before it was killed."


def _send_all(sender):
    for _ in range(REPEATS):
        for group in range(GROUPS):
            alerts = [alert(f"{group}-{n}") for n in range(ALERTS)]
            assert sender.send(body(*alerts, group=str(group))).status_code == 202


def _forget():
    """A fresh start for the next kill; only the log goes on."""
    for model in (Episode, Alert, Ticket, Delivery):
        model.objects.all().delete()
    DeskSettings.objects.update(tickets_numbered=0)


@pytest.mark.django_db(transaction=True)
def test_worker_killed_thrice_loses_nothing_and_doubles_nothing(sender, folder):
    _kill_again_and_again(sender, folder, 3)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_worker_killed_fifty_times_loses_nothing_and_doubles_nothing(sender, folder):
    _kill_again_and_again(sender, folder, 50)
