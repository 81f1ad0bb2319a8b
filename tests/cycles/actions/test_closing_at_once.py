"""A cycle is closed, or opened again, while somebody else is at it or at the next one."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaits
from threading import Barrier

import pytest
from django.db import connection, transaction

from cycles.actions.closing import AlreadyClosed, close_cycle
from cycles.actions.epics import remove_epic
from cycles.actions.reopening import reopen_cycle
from cycles.actions.seats import seat_member
from cycles.models import Cycle, CycleReport
from tests.cycles.conftest import team, worker
from tests.cycles.whole import FRIDAY, decisions, named, whole_cycle

pytestmark = pytest.mark.django_db(transaction=True)


def test_cycle_is_closed_by_one_of_two(cycle, haruka, sho):
    running = whole_cycle(cycle, haruka, sho)
    decided, together = decisions(running), Barrier(2)

    def close(by):
        try:
            together.wait(5)
            close_cycle(cycle=running, decisions=decided, by=by, at=FRIDAY)
        except AlreadyClosed as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(close, [haruka, haruka]))

    assert told == ["", "Haruka Mori has closed cycle 23."]
    assert CycleReport.objects.count() == 1


def test_plan_stays_one_when_a_seat_is_given_while_the_cycle_before_it_is_reopened(
    cycle, haruka, sho
):
    running = whole_cycle(cycle, haruka, sho)
    close_cycle(cycle=running, decisions=decisions(running), by=haruka, at=FRIDAY)
    following = Cycle.objects.get(workspace=running.workspace, number=running.number + 1)
    remove_epic(cycle=following, epic=named(running, "Argo CD"), by=haruka, at=FRIDAY)

    def reopen():
        try:
            reopen_cycle(cycle=running, by=haruka, at=FRIDAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            seated = worker(running.workspace, "Kenji")
            on_support = team(following, "on_support")
            seat_member(team=on_support, member=seated, by=haruka, at=FRIDAY)
            reopening = pool.submit(reopen)
            with pytest.raises(StillWaits):
                reopening.result(0.5)
        reopening.result(10)

    following.refresh_from_db()
    assert following.state == Cycle.State.PLANNED
