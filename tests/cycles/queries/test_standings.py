from datetime import date, timedelta

import pytest

from cycles.models import Bet, Cycle, Epic, Place
from cycles.queries.standings import standings, standings_among
from planner.models import Workspace
from tests.factories import NOON, CycleFactory, EpicFactory

pytestmark = pytest.mark.django_db


def place(epic: Epic, first: Cycle, last: Cycle) -> Place:
    return Place.objects.create(epic=epic, unit="cycle", first=first, last=last)


def test_bet_counts_before_a_place_and_a_place_moves_with_its_cycles(workspace: Workspace) -> None:
    now, following = CycleFactory.create_batch(2, workspace=workspace)
    bet_on = EpicFactory(workspace=workspace, state=Epic.State.PLANNED)
    Bet.objects.create(epic=bet_on, cycle=now)
    place(bet_on, following, following)
    placed = EpicFactory(workspace=workspace)
    place(placed, now, following)
    later = following.ends_on + timedelta(weeks=1)
    Cycle.objects.filter(pk=following.pk).update(ends_on=later)

    found = standings(workspace)

    assert (found[bet_on.pk].first, found[bet_on.pk].certainty) == (now.number, "planned")
    assert (found[placed.pk].last, found[placed.pk].to_on) == (following.number, later)


def test_shipped_epic_stays_where_it_shipped_and_a_parked_one_goes(workspace: Workspace) -> None:
    cycle = CycleFactory(workspace=workspace)
    shipped = EpicFactory(workspace=workspace, state=Epic.State.SHIPPED, shipped_at=NOON)
    parked = EpicFactory(workspace=workspace, state=Epic.State.PARKED)
    for epic in (shipped, parked):
        Bet.objects.create(epic=epic, cycle=cycle, is_open=False)

    found = standings(workspace)

    assert (found[shipped.pk].first, found[shipped.pk].certainty) == (cycle.number, "shipped")
    assert (found[parked.pk].unit, found[parked.pk].certainty) == ("", "")


def test_idea_of_a_half_year_is_a_direction(workspace: Workspace) -> None:
    epic = EpicFactory(workspace=workspace, state=Epic.State.IDEA)
    Place.objects.create(epic=epic, unit="half", from_on=date(2028, 1, 1), to_on=date(2028, 6, 30))
    standing = standings(workspace)[epic.pk]
    assert (standing.certainty, standing.from_on) == ("direction", date(2028, 1, 1))


@pytest.mark.parametrize("count", [1, 3])
def test_standings_cost_the_same_however_many(
    workspace: Workspace, count: int, django_assert_num_queries
) -> None:
    for epic in EpicFactory.create_batch(count, workspace=workspace):
        place(epic, *[CycleFactory(workspace=workspace)] * 2)
    with django_assert_num_queries(2):
        assert len(standings(workspace)) == count


def test_epics_read_already_stand_as_the_database_says(workspace: Workspace) -> None:
    now, following = CycleFactory.create_batch(2, workspace=workspace)
    bet_on, placed, far, undated = EpicFactory.create_batch(4, workspace=workspace)
    Bet.objects.create(epic=bet_on, cycle=now)
    place(placed, now, following)
    Place.objects.create(epic=far, unit="year", from_on=date(2031, 1, 1), to_on=date(2031, 12, 31))
    read = list(Epic.objects.filter(workspace=workspace))
    assert standings_among(read) == standings(workspace)
    assert standings(workspace)[undated.pk].span is None
