from datetime import date, timedelta

import pytest

from cycles.actions.cycle import (
    AnotherCycleIsActive,
    CycleCannotStart,
    EarlierCycleWaits,
    NotAStartDay,
    start_cycle,
)
from cycles.actions.locks import CycleIsLocked, ReasonNeeded
from cycles.actions.seating import (
    AlreadySeated,
    NotAWorker,
    OutsideTheCycle,
    SeatIsGone,
    TeamIsFull,
)
from cycles.actions.seats import move_seat, redate_seat, seat_member, unseat_member
from cycles.models import Cycle, Epic, SeatDay
from cycles.rules.staffing import Code
from planner.actions.members import deactivate_member
from planner.models import Activity, Role
from tests.cycles.conftest import team, worker
from tests.factories import NOON

STARTED_ON = date(2026, 4, 27)


def test_seat_is_for_the_whole_cycle_by_default(ready, ren):
    seat = ren.seats.get()

    assert (seat.from_on, seat.to_on) == (ready.starts_on, ready.ends_on)
    assert seat.days.count() == 42
    assert Activity.objects.filter(verb="seat_member", data__name="Ren Kuroda").exists()


def test_person_sits_once_on_a_day_and_is_told_where(ready, haruka, ren):
    with pytest.raises(AlreadySeated, match="Ren Kuroda already sits in Ingress failover"):
        seat_member(team=team(ready, "small"), member=ren, by=haruka, at=NOON)


def test_people_may_hand_over_in_the_middle(ready, haruka, ren):
    half = date(2026, 5, 17)
    redate_seat(seat=ren.seats.get(), from_on=STARTED_ON, to_on=half, by=haruka, at=NOON)

    seat_member(
        team=team(ready, "small"), member=ren, from_on=half + timedelta(days=1),
        by=haruka, at=NOON,
    )  # fmt: skip

    assert SeatDay.objects.filter(member=ren).count() == 42
    with pytest.raises(AlreadySeated):
        redate_seat(
            seat=ren.seats.first(), from_on=STARTED_ON, to_on=ready.ends_on, by=haruka, at=NOON
        )


def test_team_takes_no_more_than_it_has_seats(ready, haruka):
    seat_member(team=team(ready, "big"), member=worker(ready.workspace, "A"), by=haruka, at=NOON)

    with pytest.raises(TeamIsFull, match="3 seats"):
        seat_member(
            team=team(ready, "big"), member=worker(ready.workspace, "B"), by=haruka, at=NOON
        )
    with pytest.raises(TeamIsFull):
        seat_member(
            team=team(ready, "on_support"), member=worker(ready.workspace, "C"),
            by=haruka, at=NOON,
        )  # fmt: skip


@pytest.mark.parametrize("role", [Role.VIEWER, Role.REQUESTER])
def test_only_workers_get_seats(cycle, haruka, ren, role):
    ren.role = role
    ren.save()

    with pytest.raises(NotAWorker, match="cannot have a seat"):
        seat_member(team=team(cycle, "small"), member=ren, by=haruka, at=NOON)


def test_who_has_left_gets_no_seat(cycle, haruka, ren):
    ren.left_at = NOON
    ren.save()

    with pytest.raises(NotAWorker, match="has left"):
        seat_member(team=team(cycle, "small"), member=ren, by=haruka, at=NOON)


@pytest.mark.parametrize(
    ("from_on", "to_on"),
    [
        (date(2026, 4, 26), None),
        (None, date(2026, 6, 8)),
        (date(2026, 5, 20), date(2026, 5, 19)),
    ],
)
def test_seat_lies_within_its_cycle(cycle, haruka, ren, from_on, to_on):
    with pytest.raises(OutsideTheCycle, match="27 Apr and 7 Jun"):
        seat_member(
            team=team(cycle, "small"), member=ren, from_on=from_on, to_on=to_on,
            by=haruka, at=NOON,
        )  # fmt: skip


def test_moving_keeps_the_days_and_refuses_a_full_team(ready, haruka, ren):
    seat = ren.seats.get()

    with pytest.raises(TeamIsFull):
        move_seat(seat=seat, team=team(ready, "on_support"), by=haruka, at=NOON)
    move_seat(seat=seat, team=team(ready, "small"), by=haruka, at=NOON)

    assert ren.seats.get().team.kind == "small"
    assert SeatDay.objects.filter(member=ren).count() == 42


def test_seat_is_emptied_once(ready, haruka, ren):
    seat = ren.seats.get()
    unseat_member(seat=seat, by=haruka, at=NOON)

    seat.pk = seat.pk or -1
    with pytest.raises(SeatIsGone):
        unseat_member(seat=seat, by=haruka, at=NOON)
    assert not SeatDay.objects.filter(member=ren).exists()


def test_start_locks_the_plan_and_sends_epics_exploring(ready, ingress, haruka, ren):
    start_cycle(cycle=ready, by=haruka, at=NOON, on=STARTED_ON)

    ready.refresh_from_db()
    ingress.refresh_from_db()
    assert (ready.state, ready.started_by) == (Cycle.State.ACTIVE, haruka)
    assert ingress.state == Epic.State.EXPLORING
    with pytest.raises(ReasonNeeded):
        unseat_member(seat=ren.seats.get(), by=haruka, at=NOON)
    with pytest.raises(CycleIsLocked):
        start_cycle(cycle=ready, by=haruka, at=NOON)


def test_start_says_every_reason(ready, haruka, ren, sho):
    for member in (ren, sho):
        unseat_member(seat=member.seats.get(), by=haruka, at=NOON)

    with pytest.raises(CycleCannotStart) as refusal:
        start_cycle(cycle=ready, by=haruka, at=NOON)

    assert {one.code for one in refusal.value.findings} == {Code.TEAM_SIZE, Code.SUPPORT_SEATS}
    assert str(refusal.value) == (
        "Can’t start: Ingress failover needs 1 more, On support needs 1 more."
    )
    ready.refresh_from_db()
    assert ready.state == Cycle.State.PLANNED


def test_late_start_moves_the_first_day_and_the_seats(ready, haruka, ren):
    start_cycle(cycle=ready, by=haruka, at=NOON)

    ready.refresh_from_db()
    assert ready.starts_on == ren.seats.get().from_on == date(2026, 5, 21)
    assert SeatDay.objects.filter(member=ren).count() == 18
    told = Activity.objects.get(verb="start_cycle").data
    assert (told["planned_on"], told["starts_on"]) == ("2026-04-27", "2026-05-21")


def test_early_start_lengthens_the_seats(ready, haruka, ren):
    early = NOON - timedelta(days=27)  # Friday 24 April

    start_cycle(cycle=ready, by=haruka, at=early)

    assert ren.seats.get().from_on == date(2026, 4, 24)
    assert SeatDay.objects.filter(member=ren).count() == 45


@pytest.mark.parametrize("on", [date(2026, 5, 22), date(2026, 6, 7), date(1026, 4, 27)])
def test_cycle_starts_on_a_day_that_has_been(ready, haruka, on):
    at = NOON if on < date(2026, 6, 1) else NOON + timedelta(days=30)

    with pytest.raises(NotAStartDay):
        start_cycle(cycle=ready, by=haruka, at=at, on=on)


def test_one_cycle_runs_at_a_time_and_in_order(ready, haruka):
    second = ready.workspace.cycles.get(number=24)
    with pytest.raises(EarlierCycleWaits, match="Cycle 23 comes first"):
        start_cycle(cycle=second, by=haruka, at=NOON)

    start_cycle(cycle=ready, by=haruka, at=NOON, on=STARTED_ON)

    with pytest.raises(AnotherCycleIsActive, match="Cycle 23 is still running"):
        start_cycle(cycle=second, by=haruka, at=NOON)


def test_cycle_does_not_start_with_somebody_who_has_left(ready, haruka, sho):
    deactivate_member(member=sho, by=haruka, at=NOON)

    with pytest.raises(CycleCannotStart, match="Sho Minagawa cannot have a seat any more"):
        start_cycle(cycle=ready, by=haruka, at=NOON, on=ready.starts_on)
