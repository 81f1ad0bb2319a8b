import pytest

from cycles.actions.cycle import start_cycle
from cycles.actions.epics import VisionNeedsTheme, choose_epic
from cycles.actions.places import CycleIsNotAhead, EpicIsHeld, MovedMeanwhile, move_epic
from cycles.models import Epic, Place
from cycles.queries.standings import standings
from cycles.rules.windows import Window
from planner.models import Activity
from planner.telling import tell
from tests.factories import NOON, ThemeFactory

pytestmark = pytest.mark.django_db


def move(epic, to, **asked):
    return move_epic(epic=epic, to=Window.of(to), by=None, at=NOON, **asked)


def where(epic):
    return Window.of_standing(standings(epic.workspace)[epic.pk]).text


def test_epic_is_moved_by_cycles_then_to_a_quarter_and_its_date_is_taken_away(cycle, ingress):
    for to in ("C24-C25", "2027-Q2", "2028", ""):
        move(ingress, to)
        assert where(ingress) == to
    assert not Place.objects.exists()


def test_move_is_told_and_says_what_it_was(cycle, ingress, haruka):
    move(ingress, "C24")
    moved = move_epic(epic=ingress, to=Window.of("2027-H1"), by=haruka, at=NOON)

    assert moved.before.text == "C24"
    told = tell(Activity.objects.get(by=haruka, verb="place_epic"))
    assert told.what == "moved Ingress failover on the roadmap: C24 → first half of 2027"


def test_same_place_is_no_move(cycle, ingress):
    move(ingress, "C24")
    count = Activity.objects.count()
    move(ingress, "C24")
    assert Activity.objects.count() == count


def test_cycle_that_begins_takes_the_place_no_longer(ready, quota):
    start_cycle(cycle=ready, on=ready.starts_on, by=None, at=NOON)
    with pytest.raises(CycleIsNotAhead, match="Cycle 23 has begun"):
        move(quota, "C23-C24")


def test_cycle_that_nobody_laid_out_is_refused(cycle, ingress):
    with pytest.raises(CycleIsNotAhead, match="Cycle 99 is not laid out"):
        move(ingress, "C24-C99")


def test_time_that_is_over_is_refused(cycle, ingress):
    with pytest.raises(CycleIsNotAhead, match="Q1 2026 is over"):
        move(ingress, "2026-Q1")


def test_epic_in_a_plan_is_not_moved_and_is_told_where_to_take_it_out(cycle, ingress):
    choose_epic(cycle=cycle, epic=ingress, by=None, at=NOON)
    with pytest.raises(EpicIsHeld, match="in the plan of cycle 23: take it out there first"):
        move(ingress, "C24")


def test_epic_that_is_worked_on_or_has_ended_is_not_moved(ready, ingress):
    start_cycle(cycle=ready, on=ready.starts_on, by=None, at=NOON)
    with pytest.raises(EpicIsHeld, match="Cycle 23 works on"):
        move(ingress, "C24")
    Epic.objects.filter(pk=ingress.pk).update(state="shipped", shipped_at=NOON)
    with pytest.raises(EpicIsHeld, match="has ended"):
        move(ingress, "C24")


def test_nobody_overwrites_what_somebody_else_moved(cycle, ingress):
    move(ingress, "C25")
    with pytest.raises(MovedMeanwhile, match="It is here now: C25"):
        move(ingress, "C24", seen=Window())
    assert where(ingress) == "C25"


def test_epic_comes_into_another_row_at_once_or_not_at_all(cycle, ingress):
    theme = ThemeFactory(workspace=cycle.workspace)
    move(ingress, "C24", theme=theme.pk)
    ingress.refresh_from_db()
    assert (where(ingress), ingress.theme) == ("C24", theme)

    Epic.objects.filter(pk=ingress.pk).update(origin="vision")
    with pytest.raises(VisionNeedsTheme):
        move(ingress, "C25", theme=0)
    assert where(ingress) == "C24"
