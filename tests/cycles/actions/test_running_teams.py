"""Teams of a running cycle change for a reason, and the days that have been stay as they were."""

from datetime import date, timedelta

import pytest

from cycles.actions.cycle import start_cycle
from cycles.actions.locks import CycleIsLocked, ReasonNeeded
from cycles.actions.seating import OutsideTheCycle, TeamIsFull
from cycles.actions.seats import move_seat, redate_seat, seat_member, unseat_member
from cycles.models import Cycle, Seat, SeatDay
from planner.models import Activity
from tests.cycles.conftest import team, worker
from tests.factories import NOON

TODAY = date(2026, 5, 21)
YESTERDAY = TODAY - timedelta(days=1)
WHY = "Ren is needed at the other end"


@pytest.fixture
def running(ready, haruka):
    start_cycle(cycle=ready, by=haruka, at=NOON, on=ready.starts_on)
    ready.refresh_from_db()
    return ready


def days_of(member):
    return sorted(SeatDay.objects.filter(member=member).values_list("on", flat=True))


def test_without_a_reason_nothing_changes(running, haruka, ren):
    for reason in ("", "   "):
        with pytest.raises(ReasonNeeded):
            unseat_member(seat=ren.seats.get(), by=haruka, at=NOON, reason=reason)
    assert ren.seats.get().to_on == running.ends_on


def test_who_leaves_keeps_the_days_that_have_been(running, haruka, ren):
    unseat_member(seat=ren.seats.get(), by=haruka, at=NOON, reason=WHY)

    seat = ren.seats.get()
    assert (seat.from_on, seat.to_on) == (running.starts_on, YESTERDAY)
    assert days_of(ren)[-1] == YESTERDAY


def test_a_seat_that_was_to_begin_later_goes_wholly(running, haruka):
    late = worker(running.workspace, "Late Comer")
    seat = seat_member(
        team=team(running, "big"), member=late, by=haruka, at=NOON, reason=WHY,
        from_on=TODAY + timedelta(days=4),
    )  # fmt: skip

    unseat_member(seat=seat, by=haruka, at=NOON, reason=WHY)

    assert not late.seats.exists()
    assert days_of(late) == []


def test_who_moves_sits_in_the_other_team_from_today_on(running, haruka, ren, sho):
    unseat_member(seat=sho.seats.get(), by=haruka, at=NOON, reason=WHY)
    moved = move_seat(
        seat=ren.seats.get(), team=team(running, "on_support"), by=haruka, at=NOON, reason=WHY
    )

    assert [(seat.team.kind, seat.from_on, seat.to_on) for seat in ren.seats.order_by("pk")] == [
        ("big", running.starts_on, YESTERDAY),
        ("on_support", TODAY, running.ends_on),
    ]
    assert moved.from_on == TODAY
    assert len(days_of(ren)) == 42


def test_who_joins_sits_there_from_today_on(running, haruka):
    late = worker(running.workspace, "Late Comer")
    seat = seat_member(team=team(running, "big"), member=late, by=haruka, at=NOON, reason=WHY)

    assert (seat.from_on, seat.to_on) == (TODAY, running.ends_on)


def test_a_day_that_has_been_is_corrected_by_naming_it(running, haruka, ren):
    monday = date(2026, 5, 18)
    unseat_member(seat=ren.seats.get(), by=haruka, at=NOON, reason="Left on Friday", from_on=monday)

    assert ren.seats.get().to_on == monday - timedelta(days=1)


def test_a_seat_that_is_over_cannot_be_left_again(running, haruka, ren):
    seat = redate_seat(
        seat=ren.seats.get(), from_on=running.starts_on, to_on=YESTERDAY, by=haruka, at=NOON,
        reason=WHY,
    )  # fmt: skip
    for change in (
        lambda: unseat_member(seat=seat, by=haruka, at=NOON, reason=WHY),
        lambda: move_seat(
            seat=seat, team=team(running, "on_support"), by=haruka, at=NOON, reason=WHY
        ),
    ):
        with pytest.raises(OutsideTheCycle):
            change()


def test_a_full_team_stays_full_while_it_runs(running, haruka, ren):
    with pytest.raises(TeamIsFull):
        move_seat(
            seat=ren.seats.get(), team=team(running, "on_support"), by=haruka, at=NOON, reason=WHY
        )
    assert Seat.objects.get(member=ren).team.kind == "big"


def test_a_closed_cycle_keeps_its_teams(running, haruka, ren):
    Cycle.objects.filter(pk=running.pk).update(state="closed", closed_at=NOON)

    with pytest.raises(CycleIsLocked, match="closed"):
        unseat_member(seat=ren.seats.get(), by=haruka, at=NOON, reason=WHY)


def test_the_reason_is_kept_with_the_change(running, haruka, ren):
    unseat_member(seat=ren.seats.get(), by=haruka, at=NOON, reason=f" {WHY} ")

    told = Activity.objects.get(verb="unseat_member")

    assert (told.by, told.data["reason"]) == (haruka, WHY)
    assert (told.within_kind, told.within_id) == ("cycle", running.pk)
