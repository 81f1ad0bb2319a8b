"""A cycle is closed, or opened again, while somebody else is at it or at the next one."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaits
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cycles.actions.closing import AlreadyClosed, close_cycle
from cycles.actions.epics import remove_epic
from cycles.actions.leave import LeaveIsHistory, cancel_leave, edit_leave, take_leave
from cycles.actions.reopening import reopen_cycle
from cycles.actions.seats import seat_member
from cycles.models import Cycle, CycleReport, Leave
from support.actions.timer import start_timer, stop_timer
from tests.crossing import crossing
from tests.cycles.conftest import team, worker
from tests.cycles.whole import FRIDAY, decisions, named, whole_cycle
from tests.factories import TicketFactory

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


def test_reopening_holds_epics_in_one_order(cycle, haruka, sho):
    """Whoever holds several of them does so by their ids: then nobody waits for ever."""
    running = whole_cycle(cycle, haruka, sho)
    close_cycle(cycle=running, decisions=decisions(running), by=haruka, at=FRIDAY)

    with CaptureQueriesContext(connection) as asked:
        reopen_cycle(cycle=running, by=haruka, at=FRIDAY)

    ids = '"cycles_epic"."id" IN ('
    many = [sql for sql in (query["sql"] for query in asked) if ids in sql and "SELECT" in sql]
    # SQLite has one writer at a time, and says nothing of locks.
    ordered = [sql for sql in many if 'ORDER BY "cycles_epic"."id" ASC' in sql]
    held = [sql for sql in many if "FOR UPDATE" in sql] or ordered
    assert held
    assert set(held) <= set(ordered)


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


@pytest.mark.parametrize("asked", ["take", "edit", "cancel"])
def test_no_leave_changes_in_a_cycle_that_is_just_closing(cycle, haruka, sho, asked):
    running = whole_cycle(cycle, haruka, sho)
    decided, day, by = decisions(running), FRIDAY.date(), {"by": sho, "at": FRIDAY}
    there = asked != "take" and take_leave(member=sho, from_on=day, to_on=day, **by)
    before = list(Leave.objects.values_list("from_on", "to_on"))

    def change():
        try:
            if not there:
                take_leave(member=sho, from_on=day, to_on=day, **by)
            elif asked == "edit":
                wanted = {"from_on": day - timedelta(days=1)}
                edit_leave(leave=there, version=1, wanted=wanted, **by)
            else:
                cancel_leave(leave=there, **by)
        except LeaveIsHistory as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            close_cycle(cycle=running, decisions=decided, by=haruka, at=FRIDAY)
            changing = pool.submit(change)
            with pytest.raises(StillWaits):
                changing.result(0.5)
        assert isinstance(changing.result(10), LeaveIsHistory)

    assert list(Leave.objects.values_list("from_on", "to_on")) == before


def test_who_closes_a_cycle_may_take_leave_in_the_same_moment(cycle, haruka, sho):
    running = whole_cycle(cycle, haruka, sho)
    decided, day = decisions(running), FRIDAY.date() + timedelta(days=1)

    crossing(
        (
            "planner_member",
            lambda: take_leave(member=haruka, from_on=day, to_on=day, by=haruka, at=FRIDAY),
        ),
        (
            "cycles_cycle",
            lambda: close_cycle(cycle=running, decisions=decided, by=haruka, at=FRIDAY),
        ),
    )

    running.refresh_from_db()
    assert running.state == Cycle.State.CLOSED


def test_who_closes_a_cycle_may_stop_their_clock_in_the_same_moment(cycle, haruka, sho):
    running = whole_cycle(cycle, haruka, sho)
    decided = decisions(running)
    start_timer(member=haruka, ticket=TicketFactory(workspace=running.workspace), at=FRIDAY)

    crossing(
        ("planner_member", lambda: stop_timer(member=haruka, at=FRIDAY + timedelta(minutes=9))),
        (
            "cycles_cycle",
            lambda: close_cycle(cycle=running, decisions=decided, by=haruka, at=FRIDAY),
        ),
    )

    running.refresh_from_db()
    assert running.state == Cycle.State.CLOSED
