"""A cycle is six whole weeks of plain dates, wherever it is and whatever the clocks there did."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cycles.actions.calendar import begin_in_the_middle, keep_cycles_ahead
from cycles.actions.cycle import start_cycle
from cycles.actions.epics import choose_epic, create_epic
from cycles.actions.seats import seat_member
from cycles.models import Cycle, CycleSettings, SeatDay
from planner.models import Role
from planner.pages.now import now_page
from tests.factories import MemberFactory, PersonFactory, WorkspaceFactory

# (zone, a Monday within six weeks of a change of its clocks, or of the calendar itself)
PLACES = [
    ("Asia/Tokyo", date(2026, 4, 27)),
    ("Europe/Berlin", date(2026, 3, 2)),  # summer time begins on 29 March
    ("Europe/Berlin", date(2026, 10, 5)),  # and ends on 25 October
    ("America/Sao_Paulo", date(2018, 10, 8)),  # 4 November 2018 had no midnight
    ("Pacific/Apia", date(2011, 12, 5)),  # 30 December 2011 never was
]


@pytest.fixture(params=PLACES, ids=[f"{zone} {day}" for zone, day in PLACES])
def place(request, db):
    """A workspace there, its manager, somebody abroad, and a cycle that began on the Monday."""
    zone, monday = request.param
    workspace = WorkspaceFactory(time_zone=zone, country="")
    CycleSettings.objects.filter(workspace=workspace).update(
        on_support_seats=1, team_min=1, ahead=3
    )
    manager = MemberFactory(workspace=workspace, role=Role.MANAGER)
    abroad = MemberFactory(
        workspace=workspace, person=PersonFactory(name="Abby Road", time_zone="America/Los_Angeles")
    )
    helper = MemberFactory(workspace=workspace)
    noon = datetime.combine(monday, time(12), ZoneInfo(zone)).astimezone(UTC)
    keep_cycles_ahead(workspace=workspace, at=noon)
    begin_in_the_middle(workspace=workspace, number=1, starts_on=monday, by=manager, at=noon)
    cycle = Cycle.objects.get(workspace=workspace, number=1)
    epic = create_epic(
        workspace=workspace, title="Epic", size="big", origin="issue", by=manager, at=noon
    )
    choose_epic(cycle=cycle, epic=epic, by=manager, at=noon)
    seat_member(team=cycle.teams.get(kind="big"), member=abroad, by=manager, at=noon)
    seat_member(team=cycle.teams.get(kind="on_support"), member=helper, by=manager, at=noon)
    start_cycle(cycle=cycle, by=manager, at=noon)
    cycle.refresh_from_db()
    return cycle, manager, abroad


def test_a_cycle_is_six_whole_weeks(place):
    cycle, _manager, abroad = place

    assert (cycle.ends_on - cycle.starts_on).days == 41
    assert (cycle.starts_on.isoweekday(), cycle.ends_on.isoweekday()) == (1, 7)
    assert SeatDay.objects.filter(member=abroad).count() == 42
    following = Cycle.objects.get(workspace=cycle.workspace, number=2)
    assert following.starts_on == cycle.ends_on + timedelta(days=1)


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_each_day_is_counted_by_the_clock_of_the_workspace(place, hour):
    cycle, manager, _abroad = place
    zone = cycle.workspace.zone
    for weeks in range(6):
        day = cycle.starts_on + timedelta(weeks=weeks, days=2)
        at = datetime.combine(day, time(hour, 30), zone).astimezone(UTC)

        said = now_page(manager, at=at).running.day

        assert f"Day {weeks * 5 + 3} of 30." == said


def test_a_member_abroad_sees_the_same_dates(place):
    cycle, manager, abroad = place
    # The last minutes of a day there are another day where the member is.
    at = datetime.combine(cycle.starts_on, time(0, 5), cycle.workspace.zone).astimezone(UTC)
    for late in (at, at + timedelta(hours=23)):
        here, there = now_page(manager, at=late).running, now_page(abroad, at=late).running

        assert (here.dates, here.day, here.ruler) == (there.dates, there.day, there.ruler)
