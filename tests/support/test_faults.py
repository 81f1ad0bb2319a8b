"""Whatever happens while a storm is digested, it leaves what it leaves on a quiet day."""

import random
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings

from planner.models import Activity
from support.models import Delivery, Ticket
from tests.services.process import Process, wait_until
from tests.services.stack import url_of_test_database
from tests.support.alertmanager import T0
from tests.support.storm import counted, standing, storm, what_fires

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
HOUR = timedelta(hours=1)

# A worker without a broker: it digests until so many are, and says when it begins and is done.
WORKER = """
import sys, time
import django; django.setup()
from support.models import Delivery
from support.tasks import digest
source, count = map(int, sys.argv[1:])
print("begins", flush=True)
while Delivery.objects.filter(source=source, state="digested").count() < count:
    digest(source)
    time.sleep(0.01)
print("done", flush=True)
"""


def _worker(sender, folder, number, *, count):
    log = folder / f"worker-{number}.log"
    return Process(
        "worker",
        [sys.executable, "-c", WORKER, str(sender.source.pk), str(count)],
        log=log,
        ready=lambda: log.exists() and "begins" in log.read_text(),
        env={
            "DATABASE_URL": url_of_test_database(),
            "PLANNER_SECRET_KEY": settings.SECRET_KEY,
            "DJANGO_SETTINGS_MODULE": "planner.settings",
            "PYTHONPATH": str(ROOT),
        },
    )


class _Senders:
    """Send at times that are the same in every run: a storm is told by them."""

    def __init__(self, sender):
        self.sender = sender
        self.at = T0 + HOUR

    def send(self, bodies):
        for one in bodies:
            self.at += timedelta(milliseconds=50)
            with time_machine.travel(self.at, tick=False):
                assert self.sender.send(one).status_code == 202


def _quiet_run(sender, bodies):
    _Senders(sender).send(bodies)
    sender.digest()
    return sender.source


def _timed(act, *given):
    began = time.perf_counter()
    act(*given)
    return time.perf_counter() - began


def _until_done(*workers):
    for worker in workers:
        wait_until(lambda: "done" in worker.output(), seconds=240, what="the worker")  # noqa: B023
        worker.kill()
    assert not Delivery.objects.exclude(state="digested").exists()


def _kill_again_and_again(sender, quiet, folder, *, alerts, times):
    bodies = storm(40, alerts // 40)
    _Senders(quiet).send(bodies)
    took = _timed(quiet.digest) / times
    chance, senders, hits, sent = random.Random(times), _Senders(sender), 0, 0
    for number in range(times):
        so_far, sent = sent, (number + 1) * len(bodies) // times
        senders.send(bodies[so_far:sent])
        worker = _worker(sender, folder, number, count=sent)
        worker.start()
        time.sleep(chance.uniform(0, 2 * took))  # wherever it is: it reads, or it writes
        worker.kill()
        hits += "done" not in worker.output()
    last = _worker(sender, folder, times, count=len(bodies))
    last.start()
    _until_done(last)

    assert hits, "Every worker was done before it was killed."
    assert standing(sender.source) == standing(quiet.source)
    assert counted(sender.source) == counted(quiet.source)
    assert _news_of(sender.source) == _news_of(quiet.source)
    assert Ticket.objects.filter(source=sender.source, group_key="storm").exists()


def _news_of(source):
    """What the log tells, once for each change."""
    tickets = Ticket.objects.filter(source=source).values("pk")
    told = Activity.objects.filter(thing_kind="ticket", thing_id__in=tickets).order_by("pk")
    return [(one.verb, one.data["title"], one.at) for one in told]


def test_worker_killed_again_and_again_in_a_storm_leaves_what_a_quiet_run_leaves(
    sender, sender_of, folder
):
    _kill_again_and_again(sender, sender_of("alertmanager"), folder, alerts=400, times=3)


@pytest.mark.slow
def test_worker_killed_fifty_times_in_a_storm_of_twenty_thousand_alerts_leaves_the_same(
    sender, sender_of, folder
):
    _kill_again_and_again(sender, sender_of("alertmanager"), folder, alerts=20_000, times=50)


def _two_at_once(sender, folder, bodies):
    """Two workers on the same keys, while both halves of a pair send."""
    workers = [_worker(sender, folder, number, count=len(bodies)) for number in (1, 2)]
    senders = _Senders(sender)
    senders.send(bodies[: len(bodies) // 2])
    for worker in workers:
        worker.start()
    senders.send(bodies[len(bodies) // 2 :])
    _until_done(*workers)


def _pair(groups, alerts):
    both = (storm(groups, alerts, externalURL=f"http://alertmanager-{half}") for half in "ab")
    return [told for half in zip(*both, strict=True) for told in half]


@pytest.mark.parametrize(
    "alerts", [10, pytest.param(500, marks=pytest.mark.slow)], ids=["400 alerts", "20000 alerts"]
)
def test_two_workers_and_both_halves_of_a_pair_leave_what_one_of_each_leaves(
    sender, sender_of, folder, alerts
):
    quiet = _quiet_run(sender_of("alertmanager"), storm(40, alerts))

    _two_at_once(sender, folder, _pair(40, alerts))

    tickets, alerts_now = standing(sender.source)
    quiet_tickets, quiet_alerts = standing(quiet)
    assert alerts_now == quiet_alerts
    # The other half comes a moment later: so does what it resolves.
    assert _without("resolved_at", tickets) == _without("resolved_at", quiet_tickets)
    events, episodes = counted(sender.source)
    quiet_events, quiet_episodes = counted(quiet)
    assert events == [2 * count for count in quiet_events]
    assert episodes == [one | {"events": 2 * one["events"]} for one in quiet_episodes]


def _without(name, rows):
    return [{key: value for key, value in row.items() if key != name} for row in rows]


@pytest.mark.parametrize(
    ("groups", "alerts"),
    [(12, 25), pytest.param(30, 650, marks=pytest.mark.slow)],
    ids=["300 alerts", "19500 alerts"],
)
def test_deliveries_that_are_shuffled_leave_what_those_in_order_leave(
    sender, sender_of, folder, groups, alerts
):
    # No more groups than may stand alone: which of them gathers is a matter of who comes first.
    quiet = _quiet_run(sender_of("alertmanager"), storm(groups, alerts))
    shuffled = _pair(groups, alerts)
    random.Random(alerts).shuffle(shuffled)

    _two_at_once(sender, folder, shuffled)

    tickets, alerts_now = standing(sender.source)
    quiet_tickets, quiet_alerts = standing(quiet)
    # What was over before its beginning came opens nothing: all that fires stands as it should.
    assert what_fires(tickets) == what_fires(quiet_tickets)
    assert _without("ticket__group_key", alerts_now) == _without("ticket__group_key", quiet_alerts)
