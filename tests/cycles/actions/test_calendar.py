import itertools
from datetime import date, timedelta
from decimal import Decimal

import pytest

from cycles.actions.calendar import (
    AlreadyBegun,
    CycleHasBegun,
    NotAStart,
    NoTeamFits,
    OverlapsEarlierCycle,
    begin_in_the_middle,
    change_cycle_settings,
    keep_cycles_ahead,
    open_calendar,
    shift_cycles,
)
from cycles.actions.cycle import start_cycle
from cycles.actions.seats import redate_seat, seat_member
from cycles.models import Cycle, CycleSettings, SeatDay, Team
from cycles.tasks import keep_cycles_ahead as keep_cycles_ahead_task
from planner.edits import ChangedMeanwhile
from planner.models import Activity, Workspace
from tests.cycles.conftest import team
from tests.factories import NOON


def dates(workspace):
    return list(workspace.cycles.order_by("number").values_list("number", "starts_on", "ends_on"))


def test_calendar_reaches_three_years_ahead(workspace):
    keep_cycles_ahead(workspace=workspace, at=NOON)

    cycles = dates(workspace)
    assert len(cycles) == 26
    assert cycles[0] == (1, date(2026, 5, 25), date(2026, 7, 5))
    assert cycles[-1][2] > date(2029, 5, 1)
    assert Team.objects.filter(cycle__workspace=workspace).count() == 52


def test_keeping_cycles_ahead_again_lays_none(workspace):
    assert keep_cycles_ahead(workspace=workspace, at=NOON) == 26
    assert keep_cycles_ahead(workspace=workspace, at=NOON) == 0
    assert Activity.objects.filter(verb="keep_cycles_ahead").count() == 1


def test_long_cycles_stop_three_years_ahead(workspace):
    CycleSettings.objects.filter(workspace=workspace).update(weeks=26, ahead=60)

    assert keep_cycles_ahead(workspace=workspace, at=NOON) == 6


def test_task_lays_one_more_when_a_cycle_has_started(ready, haruka, time_machine):
    time_machine.move_to(NOON)
    start_cycle(cycle=ready, by=haruka, at=NOON, on=ready.starts_on)

    assert keep_cycles_ahead_task() == 1
    assert ready.workspace.cycles.count() == 4


def test_new_workspace_has_a_calendar(db):
    fresh = Workspace.objects.create(slug="fresh", name="Fresh", created_at=NOON)

    settings = open_calendar(workspace=fresh, at=NOON)

    assert settings.weeks == 6
    assert fresh.cycles.count() == 26


def test_shift_moves_this_and_all_later_cycles_with_their_seats(ready, haruka, ren):
    second = ready.workspace.cycles.get(number=24)
    seat_member(team=team(second, "on_support"), member=ren, by=haruka, at=NOON)

    shift_cycles(cycle=second, weeks=2, by=haruka, at=NOON)

    assert [starts_on for _, starts_on, _ in dates(ready.workspace)] == [
        date(2026, 4, 27),
        date(2026, 6, 22),
        date(2026, 8, 3),
    ]
    days = SeatDay.objects.filter(member=ren, seat__team__cycle=second).order_by("on")
    assert (days.first().on, days.last().on) == (date(2026, 6, 22), date(2026, 8, 2))


def test_shift_by_a_whole_cycle_passes_over_the_seats_of_the_next(ready, haruka, ren):
    for number in (24, 25):
        later = ready.workspace.cycles.get(number=number)
        seat_member(team=team(later, "on_support"), member=ren, by=haruka, at=NOON)

    shift_cycles(cycle=ready, weeks=6, by=haruka, at=NOON)

    assert SeatDay.objects.filter(member=ren).count() == 3 * 42


def test_shift_keeps_the_distance_of_a_seat_of_some_weeks(ready, haruka, ren):
    seat = ren.seats.get()
    redate_seat(seat=seat, from_on=date(2026, 5, 4), to_on=date(2026, 5, 31), by=haruka, at=NOON)

    shift_cycles(cycle=ready, weeks=1, by=haruka, at=NOON)

    seat.refresh_from_db()
    assert (seat.from_on, seat.to_on) == (date(2026, 5, 11), date(2026, 6, 7))


def test_shift_refuses_to_run_into_the_cycle_before(cycle, haruka):
    second = cycle.workspace.cycles.get(number=24)

    with pytest.raises(OverlapsEarlierCycle, match="Cycle 23 runs until 7 Jun"):
        shift_cycles(cycle=second, weeks=-1, by=haruka, at=NOON)


def test_shift_refuses_a_cycle_that_has_begun(ready, haruka):
    start_cycle(cycle=ready, by=haruka, at=NOON, on=ready.starts_on)

    with pytest.raises(CycleHasBegun, match="23"):
        shift_cycles(cycle=ready, weeks=1, by=haruka, at=NOON)


def test_beginning_in_the_middle_numbers_and_dates_all_cycles(cycle):
    assert [number for number, _, _ in dates(cycle.workspace)] == [23, 24, 25]
    assert cycle.ends_on == date(2026, 6, 7)
    assert cycle.state == Cycle.State.DRAFT


def test_workspace_without_cycles_begins_in_the_middle_too(workspace):
    assert not workspace.cycles.exists()

    first = begin_in_the_middle(
        workspace=workspace, number=23, starts_on=date(2026, 4, 27), by=None, at=NOON
    )

    assert (first.number, first.starts_on) == (23, date(2026, 4, 27))
    assert workspace.cycles.count() == 26


def test_beginning_can_be_corrected_to_a_smaller_number(cycle):
    begin_in_the_middle(
        workspace=cycle.workspace, number=22, starts_on=date(2026, 4, 20), by=None, at=NOON
    )

    assert dates(cycle.workspace)[0][:2] == (22, date(2026, 4, 20))


@pytest.mark.parametrize(
    ("starts_on", "reason"),
    [
        (date(2026, 5, 25), "still ahead"),
        (date(2026, 4, 28), "4 May 2026"),
        (date(2026, 4, 6), "over by now"),
    ],
)
def test_beginning_refuses_a_day_that_is_no_start(cycle, starts_on, reason):
    with pytest.raises(NotAStart, match=reason):
        begin_in_the_middle(
            workspace=cycle.workspace, number=1, starts_on=starts_on, by=None, at=NOON
        )


def test_beginning_is_settled_once_a_cycle_was_started(ready, haruka):
    start_cycle(cycle=ready, by=haruka, at=NOON, on=ready.starts_on)

    with pytest.raises(AlreadyBegun):
        begin_in_the_middle(
            workspace=ready.workspace, number=1, starts_on=ready.starts_on, by=haruka, at=NOON
        )


def test_new_length_cuts_only_what_nobody_has_planned(ready, settings_of, haruka):
    change_cycle_settings(
        workspace=ready.workspace,
        version=settings_of.version,
        wanted={"weeks": 8, "ahead": 4},
        by=haruka,
        at=NOON,
    )

    cycles = dates(ready.workspace)
    assert cycles[0][1:] == (date(2026, 4, 27), date(2026, 6, 7))
    assert cycles[1][1:] == (date(2026, 6, 8), date(2026, 8, 2))
    assert len(cycles) == 4
    assert all(
        later[1] - earlier[2] == timedelta(days=1) for earlier, later in itertools.pairwise(cycles)
    )


def test_settings_of_two_people_both_win_or_show_the_conflict(cycle, settings_of, haruka):
    version = settings_of.version
    for wanted in ({"team_max": 4}, {"reactive_target": 40}, {"day_hours": Decimal("7.5")}):
        change_cycle_settings(
            workspace=cycle.workspace, version=version, wanted=wanted, by=haruka, at=NOON
        )

    with pytest.raises(ChangedMeanwhile, match="Haruka"):
        change_cycle_settings(
            workspace=cycle.workspace, version=version, wanted={"team_max": 5},
            by=haruka, at=NOON,
        )  # fmt: skip

    settings_of.refresh_from_db()
    assert (settings_of.team_max, settings_of.reactive_target) == (4, 40)
    assert settings_of.day_hours == Decimal("7.5")


def test_settings_refuse_a_team_that_cannot_be(cycle, settings_of, haruka):
    with pytest.raises(NoTeamFits):
        change_cycle_settings(
            workspace=cycle.workspace, version=settings_of.version, wanted={"team_min": 9},
            by=haruka, at=NOON,
        )  # fmt: skip


def test_calendar_that_cannot_be_kept_stops_no_other(workspace, otto):
    CycleSettings.objects.filter(workspace=workspace).update(ahead=2)
    Cycle.objects.create(
        workspace=workspace, number=1, starts_on=date(9999, 12, 6), ends_on=date.max
    )
    before = otto.workspace.cycles.count()
    CycleSettings.objects.filter(workspace=otto.workspace).update(ahead=before + 2)

    assert keep_cycles_ahead_task() == 2
