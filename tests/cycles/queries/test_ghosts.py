"""The roadmap's drawing compared with what it was."""

from datetime import date, timedelta

import pytest

from cycles.actions.calendar import keep_cycles_ahead
from cycles.actions.epics import create_epic, edit_epic
from cycles.actions.places import move_epic
from cycles.actions.standings import take_snapshot
from cycles.actions.visions import add_theme, edit_theme
from cycles.models import Cycle, Epic, Snapshot, Theme
from cycles.queries.ghosts import Then, then_of
from cycles.queries.roadmap import RoadmapPage, roadmap_page
from cycles.queries.roadmap_asked import Asked
from cycles.queries.roadmap_rows import Bar
from cycles.rules.windows import Window
from planner.models import Member
from tests.factories import NOON

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def theme(cycle: Cycle, haruka: Member) -> Theme:
    return add_theme(workspace=cycle.workspace, name="Deploys", by=haruka, at=NOON - 2 * HOUR)


def laid(theme: Theme, title: str, where: str, by: Member) -> Epic:
    epic = create_epic(
        workspace=theme.workspace, title=title, size="big", origin="vision", theme=theme, by=by,
        at=NOON - HOUR,
    )  # fmt: skip
    move_epic(epic=epic, to=Window.of(where), by=by, at=NOON - HOUR)
    return epic


@pytest.fixture
def then(theme: Theme, haruka: Member) -> Then:
    """Argo CD moved from cycle 24 to 25, Previews came, Spinnaker lost its date."""
    argo = laid(theme, "Argo CD", "C24", haruka)
    spinnaker = laid(theme, "Spinnaker", "2027-Q1", haruka)
    laid(theme, "Deploy alone", "2027", haruka)
    taken = take_snapshot(workspace=theme.workspace, name="April", by=haruka, at=NOON)
    move_epic(epic=argo, to=Window.of("C25"), by=haruka, at=NOON + HOUR)
    move_epic(epic=spinnaker, to=Window(), by=haruka, at=NOON + HOUR)
    create_epic(
        workspace=theme.workspace, title="Previews", size="big", origin="vision", theme=theme,
        by=haruka, at=NOON + HOUR,
    )  # fmt: skip
    return then_of(theme.workspace, str(taken.pk))


def page_of(theme: Theme, **asked: str) -> RoadmapPage:
    keep_cycles_ahead(workspace=theme.workspace, at=NOON)
    since = str(Snapshot.objects.get().pk)
    return roadmap_page(
        theme.workspace, today=date(2026, 5, 21), asked=Asked.of({"since": since, **asked}),
        may_shape=True, may_plan=True,
    )  # fmt: skip


def bars(page: RoadmapPage) -> set[tuple[str, str, str]]:
    found: list[Bar] = [*page.undated, *(bar for row in page.rows for bar in row.bars)]
    return {(one.title, one.when, one.mark) for one in found}


def test_what_moved_leaves_a_ghost_and_what_came_has_a_sign(then: Then, theme: Theme) -> None:
    assert then.said == "3 changes: 1 added, 2 moved."
    assert bars(page_of(theme)) >= {
        ("Argo CD", "C24", "ghost"),
        ("Argo CD", "C25", "moved"),
        ("Spinnaker", "no date yet", "moved"),
        ("Previews", "no date yet", "added"),
    }
    assert [(one.standing.title, one.is_gone) for one in then.ghosts] == [
        ("Argo CD", False),
        ("Spinnaker", False),
    ]


def test_ghosts_are_filtered_like_the_others(then: Then, theme: Theme) -> None:
    titles = {title for title, _when, _mark in bars(page_of(theme, q="argo"))}
    assert titles == {"Argo CD"}


def test_ghost_stands_in_the_row_of_a_theme_that_was_renamed(
    then: Then, theme: Theme, haruka: Member
) -> None:
    edit_theme(theme=theme, version=1, wanted={"name": "Delivery"}, by=haruka, at=NOON + 2 * HOUR)
    (row,) = page_of(theme).rows
    assert ("C24", "ghost") in {(bar.when, bar.mark) for bar in row.bars}


def test_what_is_gone_is_struck_and_a_deleted_epic_has_no_page(
    then: Then, theme: Theme, haruka: Member
) -> None:
    Epic.objects.filter(title="Argo CD").update(state="dropped")
    Epic.objects.get(title="Spinnaker").kept_standings.update(epic=None)
    Epic.objects.filter(title="Spinnaker").delete()
    found = then_of(theme.workspace, str(Snapshot.objects.get().pk)).ghosts
    assert {(one.standing.title, one.is_gone, one.has_page) for one in found} == {
        ("Argo CD", True, True),
        ("Spinnaker", True, False),
    }


def test_other_changes_have_a_sign_of_their_own(then: Then, theme: Theme, haruka: Member) -> None:
    epic = Epic.objects.get(title="Deploy alone")
    edit_epic(epic=epic, version=epic.version, wanted={"size": "small"}, by=haruka, at=NOON + HOUR)
    mark = then_of(theme.workspace, then.since).marks[epic.key]
    assert (mark.sign, mark.word) == ("changed", "Re-sized")


def test_nothing_is_read_without_a_comparison(theme: Theme, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert then_of(theme.workspace, "") == Then()


def test_point_that_is_none_is_said(theme: Theme) -> None:
    assert then_of(theme.workspace, "soon").refusal
