"""Who sends may be killed at any instruction: everything arrives, at most once more for a kill."""

import json
import random
import re
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from support.actions import webhooks
from support.actions.hearing import add_slack_channel
from support.actions.notices import tell
from support.actions.tickets import take_ticket
from support.models import Message, Notification
from support.models.outbox import UNDER_WAY
from tests.factories import TicketFactory
from tests.services.process import Process, wait_until
from tests.services.stack import url_of_test_database
from tests.support.receiver import receiving

ROOT = Path(__file__).resolve().parents[2]
NEWS = 40

# A worker without a broker: it sends what is due, and says when it begins and when it is done.
WORKER = """
import sys
import django; django.setup()
from support.tasks import send_messages, send_notices
print("begins", flush=True)
send_notices(int(sys.argv[1]))
send_messages(int(sys.argv[2]))
print("done", flush=True)
"""


def _worker(workspace, endpoint, folder, number):
    log = folder / f"sender-{number}.log"
    return Process(
        "sender",
        [sys.executable, "-c", WORKER, str(workspace.pk), str(endpoint.pk)],
        log=log,
        ready=lambda: log.exists() and "begins" in log.read_text(),
        env={
            "DATABASE_URL": url_of_test_database(),
            "PLANNER_SECRET_KEY": settings.SECRET_KEY,
            "PLANNER_OUTGOING_ALLOW": "127.0.0.0/8",
            "DJANGO_SETTINGS_MODULE": "planner.settings",
            "PYTHONPATH": str(ROOT),
        },
    )


def _time_goes_on():
    """What the killed ones had is nobody's any more."""
    past = timezone.now() - timedelta(minutes=5)
    for model in (Notification, Message):
        model.objects.filter(state__in=UNDER_WAY).update(next_attempt_at=past)


def _write(haruka, slack, program):
    """News for many channels, so that each is a message of its own, and as many events."""
    asked = {"workspace": haruka.workspace, "by": haruka, "at": timezone.now()}
    made = TicketFactory.create_batch(NEWS, workspace=haruka.workspace)
    endpoint, _secret = webhooks.add_endpoint(url=program.url, kinds=["ticket.assigned"], **asked)
    for ticket in made:
        channel = add_slack_channel(name=f"#{ticket.key}", url=slack.url, **asked)
        with transaction.atomic():
            tell(
                workspace=haruka.workspace, reason="owner", slack=channel, ticket=ticket,
                at=timezone.now(),
            )  # fmt: skip
        take_ticket(ticket=ticket, by=haruka, at=timezone.now())
    return made, endpoint


def _kill_again_and_again(haruka, slack, folder, times):
    chance, hits = random.Random(times), 0
    with receiving() as program:
        made, endpoint = _write(haruka, slack, program)
        for number in range(times + 1):
            worker = _worker(haruka.workspace, endpoint, folder, number)
            worker.start()
            if number < times:
                time.sleep(chance.uniform(0, 0.2))
            else:
                wait_until(lambda: "done" in worker.output(), seconds=30)  # noqa: B023
            worker.kill()
            hits += "done" not in worker.output()
            _time_goes_on()
        _everything_arrived(made, slack, program, hits)
    assert hits, "Every worker was done before it was killed."


def _everything_arrived(made, slack, program, hits):
    assert not Notification.objects.filter(state__in=UNDER_WAY).exists()
    assert not Message.objects.exclude(state="sent").exists()
    told = Counter(re.findall(r"S-[0-9]+", json.loads(each)["text"])[0] for each in slack.bodies)
    assert set(told) == {ticket.key for ticket in made}
    events = Counter(headers["webhook-id"] for headers, _ in program.got)
    assert set(events) == set(Message.objects.values_list("uid", flat=True))
    assert len(events) == len(made)
    again = sum(told.values()) - len(told) + sum(events.values()) - len(events)
    assert again <= hits


@pytest.mark.django_db(transaction=True)
def test_sender_killed_once_sends_everything_and_at_most_one_again(haruka, receiver, folder):
    _kill_again_and_again(haruka, receiver, folder, 1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_sender_killed_fifty_times_sends_everything(haruka, receiver, folder):
    _kill_again_and_again(haruka, receiver, folder, 50)
