"""Two people plan at the same moment: one is done, the other is told why not."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from cycles.actions.refusals import Refusal
from cycles.actions.seats import AlreadySeated, TeamIsFull, seat_member
from cycles.models import SeatDay
from tests.cycles.conftest import team, worker
from tests.factories import NOON

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: dict) -> list[type]:
    """Seat in as many threads; what each came to: nothing, or a refusal."""
    together = Barrier(len(calls))

    def seat(asked: dict) -> type:
        try:
            together.wait(5)
            seat_member(**asked, by=None, at=NOON)
        except Refusal as refusal:
            return type(refusal)
        finally:
            connection.close()
        return type(None)

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(seat, calls), key=lambda one: one.__name__)


def test_one_person_gets_one_seat(cycle, ren):
    teams = [team(cycle, kind) for kind in ("small", "on_support")]

    results = at_once(*({"team": one, "member": ren} for one in teams))

    assert results == [AlreadySeated, type(None)]
    assert SeatDay.objects.filter(member=ren).count() == 42


def test_last_seat_goes_to_one_of_two(cycle, ren):
    other = worker(cycle.workspace, "Yui Nakahara")

    results = at_once(*({"team": team(cycle, "on_support"), "member": one} for one in (ren, other)))

    assert set(results) == {TeamIsFull, type(None)}
