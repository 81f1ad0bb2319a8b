from datetime import date

import pytest

from cycles.actions.cycle import start_cycle
from cycles.actions.epics import (
    EpicAlreadyChosen,
    EpicHasEnded,
    EpicIsNotChosen,
    VisionNeedsTheme,
    choose_epic,
    create_epic,
    edit_epic,
    move_epic,
    remove_epic,
)
from cycles.actions.history import NotBeforeTheFirst, remember_cycle
from cycles.actions.locks import CycleIsLocked
from cycles.actions.visions import ThemeExists, VisionEndsTooEarly, add_theme, agree_vision
from cycles.models import Cycle, Epic, Seat, Team
from cycles.queries.staffing import staffing_of
from planner.edits import ChangedMeanwhile
from planner.models import Activity
from tests.cycles.conftest import team
from tests.factories import NOON


def test_epics_are_numbered_one_after_the_other(ingress, quota):
    assert (ingress.key, quota.key) == ("E-1", "E-2")


def test_vision_based_epic_needs_a_theme(workspace, haruka):
    with pytest.raises(VisionNeedsTheme):
        create_epic(workspace=workspace, title="x", size="big", origin="vision", by=haruka, at=NOON)


def test_choosing_a_big_epic_brings_its_team(cycle, ingress, quota, haruka):
    for epic in (ingress, quota):
        choose_epic(cycle=cycle, epic=epic, by=haruka, at=NOON)

    cycle.refresh_from_db()
    ingress.refresh_from_db()
    assert Team.objects.filter(epic=ingress).count() == 1
    assert not Team.objects.filter(epic=quota).exists()
    assert (cycle.state, ingress.state) == (Cycle.State.PLANNED, Epic.State.PLANNED)


def test_epic_is_chosen_once(cycle, ingress, haruka):
    choose_epic(cycle=cycle, epic=ingress, by=haruka, at=NOON)
    later = cycle.workspace.cycles.get(number=24)

    with pytest.raises(EpicAlreadyChosen, match="in cycle 23"):
        choose_epic(cycle=later, epic=ingress, by=haruka, at=NOON)


def test_ended_epic_is_not_chosen_again(cycle, ingress, haruka):
    Epic.objects.filter(pk=ingress.pk).update(state=Epic.State.SHIPPED)

    with pytest.raises(EpicHasEnded):
        choose_epic(cycle=cycle, epic=ingress, by=haruka, at=NOON)


def test_removing_an_epic_frees_its_people(ready, ingress, haruka, ren):
    remove_epic(cycle=ready, epic=ingress, by=haruka, at=NOON)

    ingress.refresh_from_db()
    assert ingress.state == Epic.State.CANDIDATE
    assert not Seat.objects.filter(member=ren).exists()
    with pytest.raises(EpicIsNotChosen):
        remove_epic(cycle=ready, epic=ingress, by=haruka, at=NOON)


def test_plan_of_a_started_cycle_is_locked(ready, ingress, quota, haruka):
    start_cycle(cycle=ready, by=haruka, at=NOON, on=ready.starts_on)

    with pytest.raises(CycleIsLocked, match="Cycle 23 has started"):
        choose_epic(cycle=ready, epic=quota, by=haruka, at=NOON)
    with pytest.raises(CycleIsLocked):
        remove_epic(cycle=ready, epic=ingress, by=haruka, at=NOON)


@pytest.mark.parametrize(("places", "order"), [(-1, "ACB"), (-9, "CAB"), (0, "ABC"), (5, "ABC")])
def test_small_epics_are_reordered(cycle, haruka, places, order):
    for title in "ABC":
        epic = create_epic(
            workspace=cycle.workspace, title=title, size="small", origin="issue",
            by=haruka, at=NOON,
        )  # fmt: skip
        choose_epic(cycle=cycle, epic=epic, by=haruka, at=NOON)

    move_epic(cycle=cycle, epic=epic, places=places, by=haruka, at=NOON)

    assert "".join(bet.epic.title for bet in cycle.bets.order_by("position")) == order


def test_edits_of_different_fields_both_win(ingress, haruka, ren):
    edit_epic(epic=ingress, version=1, wanted={"title": "Failover"}, by=haruka, at=NOON)
    edit_epic(
        epic=ingress,
        version=1,
        wanted={"title": "Ingress failover", "summary": "Why"},
        by=ren,
        at=NOON,
    )

    ingress.refresh_from_db()
    assert (ingress.title, ingress.summary, ingress.version) == ("Failover", "Why", 3)


def test_edit_of_the_same_field_shows_the_conflict(ingress, haruka, ren):
    edit_epic(epic=ingress, version=1, wanted={"title": "Failover"}, by=haruka, at=NOON)

    with pytest.raises(ChangedMeanwhile, match="Haruka Mori") as refusal:
        edit_epic(epic=ingress, version=1, wanted={"title": "Ingress"}, by=ren, at=NOON)

    assert refusal.value.conflicts[0].theirs == "Failover"


def test_size_stays_while_the_epic_is_chosen(ready, ingress, haruka):
    ingress.refresh_from_db()

    with pytest.raises(EpicAlreadyChosen):
        edit_epic(
            epic=ingress, version=ingress.version, wanted={"size": "small"}, by=haruka, at=NOON
        )


def test_themes_come_in_order_and_once(workspace, haruka):
    first, second = (
        add_theme(workspace=workspace, name=name, by=haruka, at=NOON) for name in ("A", "B")
    )

    assert (first.position, second.position) == (0, 1)
    with pytest.raises(ThemeExists):
        add_theme(workspace=workspace, name="A", by=haruka, at=NOON)


def test_vision_ends_after_it_was_agreed(workspace, haruka):
    with pytest.raises(VisionEndsTooEarly):
        agree_vision(
            workspace=workspace, statement="Boring nodes", agreed_on=date(2026, 5, 1),
            ends_on=date(2026, 5, 1), by=haruka, at=NOON,
        )  # fmt: skip


def test_remembered_cycles_make_turns_fair(cycle, ingress, haruka, ren):
    remember_cycle(
        workspace=cycle.workspace, number=22, starts_on=date(2026, 3, 16),
        ends_on=date(2026, 4, 26), on_support=[ren], big={ingress: [haruka]},
        by=haruka, at=NOON,
    )  # fmt: skip

    assert staffing_of(cycle).last_on_support == {ren.pk: 22}
    assert Activity.objects.filter(verb="remember_cycle").exists()
    with pytest.raises(NotBeforeTheFirst, match="Cycle 22"):
        remember_cycle(
            workspace=cycle.workspace, number=23, starts_on=date(2025, 3, 16),
            ends_on=date(2025, 4, 26), by=haruka, at=NOON,
        )  # fmt: skip


def test_team_of_a_removed_epic_takes_no_more_people(ready, ingress, haruka):
    from cycles.actions.seating import TeamIsGone
    from cycles.actions.seats import seat_member

    big = team(ready, "big")
    remove_epic(cycle=ready, epic=ingress, by=haruka, at=NOON)

    with pytest.raises(TeamIsGone):
        seat_member(team=big, member=haruka, by=haruka, at=NOON)
