"""Waking a worker costs the one who does it nothing."""

import time

from celery.signals import before_task_publish

from planner.kit.waker import PAUSE, Waker
from tests.services.process import wait_until


def test_thousand_wishes_become_a_few_tasks():
    sent = []

    def listen(sender, body, **facts):
        sent.append((sender, body[0]))

    before_task_publish.connect(listen)
    try:
        waker = Waker("support.tasks.digest")
        begun = time.monotonic()
        for _ in range(1000):
            waker.wake(2**40)
        took = time.monotonic() - begun
        waker.wake(2**40 + 1)
        wait_until(lambda: ("support.tasks.digest", [2**40 + 1]) in sent, what="the last wish")
    finally:
        before_task_publish.disconnect(listen)

    assert len(sent) <= 3 + took / PAUSE
    assert ("support.tasks.digest", [2**40]) in sent
