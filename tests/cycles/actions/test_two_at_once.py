"""Two people plan at the same moment: one is done, the other is told why not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from cycles.actions.cycle import AnotherCycleIsActive, EarlierCycleWaits, start_cycle
from cycles.actions.locks import CycleIsLocked
from cycles.actions.refusals import Refusal
from cycles.actions.seating import AlreadySeated, SeatChanged, TeamIsFull
from cycles.actions.seats import move_seat, redate_seat, seat_member
from cycles.models import Cycle, Seat, SeatDay, Team
from planner.models import Activity, Member, Role
from tests.cycles.conftest import team, worker
from tests.factories import NOON, MemberFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Call in as many threads; what each came to: what it returned, or a refusal."""
    together = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        try:
            together.wait(5)
            return call()
        except Refusal as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def seat(asked_team: Team, member: Member) -> Callable[[], object]:
    return lambda: type(seat_member(team=asked_team, member=member, by=None, at=NOON))


def test_one_person_gets_one_seat(cycle, ren):
    teams = [team(cycle, kind) for kind in ("small", "on_support")]

    results = at_once(*(seat(one, ren) for one in teams))

    assert set(results) == {AlreadySeated, Seat}
    assert SeatDay.objects.filter(member=ren).count() == 42


def test_last_seat_goes_to_one_of_two(cycle, ren):
    other = worker(cycle.workspace, "Yui Nakahara")

    results = at_once(*(seat(team(cycle, "on_support"), one) for one in (ren, other)))

    assert set(results) == {TeamIsFull, Seat}


def test_of_two_managers_who_start_a_cycle_one_did(ready, haruka, ren):
    results = at_once(
        *(lambda by=by: start_cycle(cycle=ready, by=by, at=NOON) and by for by in (haruka, ren))
    )

    active = Cycle.objects.active().get()
    assert set(results) == {CycleIsLocked, active.started_by}
    assert Activity.objects.get(verb="start_cycle").by == active.started_by


def test_manager_whose_start_comes_second_reads_why(ready, haruka):
    other = MemberFactory(workspace=ready.workspace, role=Role.MANAGER)
    start = reverse("cycles:start", args=["platform", 23])

    def press(by: Member) -> tuple[int, bool]:
        browser = Client()
        browser.force_login(by.person)
        answer = browser.post(start, {"on": "2026-05-21"})
        return answer.status_code, "its plan is locked" in answer.content.decode()

    with time_machine.travel(NOON):
        results = at_once(lambda: press(haruka), lambda: press(other))

    assert sorted(results) == [(302, False), (422, True)]
    assert Cycle.objects.active().count() == 1


def test_two_cycles_never_run_at_once(ready, haruka):
    """The next one would be ready too, were the first not to start in the same moment."""
    following = Cycle.objects.get(number=24)

    results = at_once(
        lambda: start_cycle(cycle=ready, by=haruka, at=NOON) and ready,
        lambda: start_cycle(cycle=following, by=haruka, at=NOON) and following,
    )

    assert results[0] == ready
    assert results[1] in (AnotherCycleIsActive, EarlierCycleWaits)


def test_of_two_who_change_the_same_day_of_a_seat_one_is_told(ready, haruka, ren):
    one = ren.seats.get()
    seen = (one.from_on, one.to_on)

    def begin_on(day: date) -> Callable[[], object]:
        return lambda: (
            redate_seat(
                seat=one, from_on=day, to_on=one.to_on, seen=seen, by=haruka, at=NOON
            ).from_on
        )

    days = (date(2026, 5, 4), date(2026, 5, 11))
    results = at_once(*map(begin_on, days))

    kept = ren.seats.get().from_on
    assert kept in days
    assert set(results) == {SeatChanged, kept}


def test_two_who_change_the_two_ends_of_a_seat_both_have_their_way(ready, haruka, ren):
    one = ren.seats.get()
    seen = (one.from_on, one.to_on)
    later, earlier = date(2026, 5, 4), date(2026, 5, 31)

    at_once(
        lambda: redate_seat(
            seat=one, from_on=later, to_on=one.to_on, seen=seen, by=haruka, at=NOON
        ),
        lambda: redate_seat(
            seat=one, from_on=one.from_on, to_on=earlier, seen=seen, by=haruka, at=NOON
        ),
    )  # fmt: skip

    kept = ren.seats.get()
    assert (kept.from_on, kept.to_on) == (later, earlier)
    assert kept.days.count() == 28


def test_of_two_who_move_somebody_to_different_teams_one_is_told(ready, haruka, ren):
    one, seen_in = ren.seats.get(), ren.seats.get().team_id
    team(ready, "on_support").seats.all().delete()
    ways = [team(ready, kind) for kind in ("small", "on_support")]

    results = at_once(
        *(
            lambda to=to: move_seat(seat=one, team=to, seen_in=seen_in, by=haruka, at=NOON).team_id
            for to in ways
        )
    )

    assert set(results) == {SeatChanged, ren.seats.get().team_id}
