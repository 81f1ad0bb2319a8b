"""How epics stand is kept with every change of it."""

from datetime import date, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cycles.actions.closing import close_cycle
from cycles.actions.epics import choose_epic, create_epic, edit_epic, remove_epic
from cycles.actions.reopening import reopen_cycle
from cycles.actions.seats import seat_member, unseat_member
from cycles.actions.standings import SnapshotNeedsName, take_snapshot
from cycles.actions.visions import add_theme, edit_theme
from cycles.models import Cycle, Epic, KeptStanding, Place, Snapshot
from cycles.queries.changes import standings_at
from cycles.queries.standings import standings
from planner.models import Activity, Member, Workspace
from tests.cycles.conftest import team
from tests.cycles.whole import AFTER, LOCKED, decisions, whole_cycle
from tests.factories import NOON, EpicFactory

pytestmark = pytest.mark.django_db


def kept_of(epic: Epic) -> list[tuple[str, int | None]]:
    rows = [one.standing for one in KeptStanding.objects.filter(epic=epic)]
    return [(one.state, one.first) for one in rows]


def agrees(workspace: Workspace) -> bool:
    """What is kept as holding now is how it is."""
    lasting = KeptStanding.objects.filter(workspace=workspace).lasting()
    return {one.epic_id: one.standing for one in lasting} == standings(workspace)


@pytest.mark.parametrize("kind", ["big", "small", "on_support"])
def test_people_are_seated_without_a_look_at_how_epics_stand(
    cycle: Cycle, ingress: Epic, haruka: Member, ren: Member, kind: str
) -> None:
    choose_epic(cycle=cycle, epic=ingress, by=haruka, at=NOON)
    with CaptureQueriesContext(connection) as asked:
        seat = seat_member(team=team(cycle, kind), member=ren, by=haruka, at=NOON)
        unseat_member(seat=seat, by=haruka, at=NOON)

    assert [one["sql"] for one in asked if "cycles_keptstanding" in one["sql"]] == []
    assert agrees(cycle.workspace)


def test_each_step_of_an_epic_is_kept_with_what_brought_it_about(
    cycle: Cycle, ingress: Epic, haruka: Member
) -> None:
    later = NOON + timedelta(hours=1)
    choose_epic(cycle=cycle, epic=ingress, by=haruka, at=later)
    remove_epic(cycle=cycle, epic=ingress, by=haruka, at=later + timedelta(hours=1))

    assert kept_of(ingress) == [("candidate", None), ("planned", 23), ("candidate", None)]
    chosen = KeptStanding.objects.filter(epic=ingress)[1]
    assert (chosen.from_at, chosen.activity.verb) == (later, "choose_epic")
    assert chosen.until_at == later + timedelta(hours=1)


def test_change_that_moves_nothing_keeps_nothing(ingress: Epic, haruka: Member) -> None:
    edit_epic(
        epic=ingress, version=1, wanted={"summary": "Of two."}, by=haruka,
        at=NOON + timedelta(hours=1),
    )  # fmt: skip
    assert len(kept_of(ingress)) == 1


def test_whole_cycle_closed_and_opened_again_is_kept_as_it_is(
    cycle: Cycle, haruka: Member, sho: Member
) -> None:
    running = whole_cycle(cycle, haruka, sho)
    assert agrees(running.workspace)
    close_cycle(cycle=running, decisions=decisions(running), by=haruka, at=AFTER)
    assert agrees(running.workspace)
    again = KeptStanding.objects.get(
        workspace=running.workspace, until_at=None, content__title="Argo CD"
    )
    assert (again.standing.state, again.standing.first) == ("exploring", 24)
    # Two steps of one moment: the one that says why tells of both.
    assert again.activity.data["why"] == "Forty services are left, and the way is known."
    reopen_cycle(cycle=running, by=haruka, at=AFTER + timedelta(hours=1))
    assert agrees(running.workspace)


def test_past_moment_is_read_as_it_was(cycle: Cycle, haruka: Member, sho: Member) -> None:
    running = whole_cycle(cycle, haruka, sho)
    before = {one.key: one for one in standings(running.workspace).values()}
    close_cycle(cycle=running, decisions=decisions(running), by=haruka, at=AFTER)
    then = standings_at(running.workspace, LOCKED + timedelta(days=30))
    assert {one.key: one for one in then} == before


def test_theme_that_is_renamed_is_kept_with_its_epics(workspace: Workspace, haruka: Member) -> None:
    theme = add_theme(workspace=workspace, name="Calm nights", by=haruka, at=NOON)
    create_epic(
        workspace=workspace, title="x", size="big", origin="vision", theme=theme, by=haruka, at=NOON
    )
    edit_theme(
        theme=theme, version=1, wanted={"name": "Quiet"}, by=haruka, at=NOON + timedelta(hours=1)
    )
    assert agrees(workspace)
    assert [one.standing.theme for one in KeptStanding.objects.all()] == ["Calm nights", "Quiet"]


def test_log_written_backwards_keeps_the_last_word(ingress: Epic, haruka: Member) -> None:
    edit_epic(
        epic=ingress, version=1, wanted={"title": "Ingress"}, by=haruka,
        at=NOON - timedelta(days=3),
    )  # fmt: skip
    assert [one.standing.title for one in KeptStanding.objects.all()] == ["Ingress"]
    assert agrees(ingress.workspace)


def test_deleted_epic_stood_until_then(ingress: Epic, quota: Epic) -> None:
    later = NOON + timedelta(hours=1)
    with time_machine.travel(later, tick=False):
        quota.delete()
    assert [one.key for one in standings_at(ingress.workspace, later)] == [ingress.key]
    assert len(standings_at(ingress.workspace, NOON)) == 2


def test_epic_deleted_in_the_moment_of_its_making_never_stood(quota: Epic) -> None:
    with time_machine.travel(NOON, tick=False):
        Epic.objects.filter(pk=quota.pk).delete()
    assert not KeptStanding.objects.exists()


def test_what_was_before_is_kept_from_its_first_day_as_it_stands(
    cycle: Cycle, haruka: Member, sho: Member
) -> None:
    running = whole_cycle(cycle, haruka, sho)
    placed = EpicFactory(workspace=running.workspace, number=90)
    Place.objects.create(
        epic=placed, unit="half", from_on=date(2028, 1, 1), to_on=date(2028, 6, 30)
    )
    ahead = EpicFactory(workspace=running.workspace, number=91)
    last = running.workspace.cycles.last()
    Place.objects.create(epic=ahead, unit="cycle", first=last, last=last)
    close_cycle(cycle=running, decisions=decisions(running), by=haruka, at=AFTER)
    KeptStanding.objects.all().delete()

    import_module("cycles.migrations.0005_kept_standings").keep_what_stands(apps, None)

    assert agrees(running.workspace)
    assert KeptStanding.objects.get(epic=placed).from_at == placed.created_at


def test_snapshot_is_the_roadmap_of_its_moment_for_ever(ingress: Epic, haruka: Member) -> None:
    snapshot = take_snapshot(workspace=ingress.workspace, name=" May ", by=haruka, at=NOON)
    edit_epic(epic=ingress, version=1, wanted={"title": "Ingress"}, by=haruka, at=NOON)
    snapshot.refresh_from_db()
    assert (snapshot.name, snapshot.kind, snapshot.taken_by) == ("May", "hand", haruka)
    assert [one.title for one in snapshot.standings] == ["Ingress failover"]
    assert Activity.objects.filter(verb="take_snapshot", by=haruka).exists()


def test_snapshot_without_a_name_is_refused(workspace: Workspace, haruka: Member) -> None:
    with pytest.raises(SnapshotNeedsName):
        take_snapshot(workspace=workspace, name=" ", by=haruka, at=NOON)
    assert not Snapshot.objects.exists()
