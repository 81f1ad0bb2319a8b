"""What has changed, as people read it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import translation

from cycles.actions.epics import create_epic, edit_epic
from cycles.actions.visions import add_theme
from cycles.models import Epic, Theme
from cycles.queries.change_words import change_text, changes_by_theme, changes_said
from cycles.queries.changes import Made, changes_since
from cycles.rules.changes import Change, changes_between
from cycles.rules.roadmap import Standing
from planner.models import Member, Workspace
from tests.cycles.rules.test_changes import INGRESS, QUARTER, UNDATED
from tests.factories import NOON

HOUR = timedelta(hours=1)
HALF = UNDATED | {"unit": "half", "from_on": date(2028, 7, 1)}


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ({}, {"first": 26, "last": 26}, "Cycle 25 → Cycle 26"),
        ({}, {"last": 27}, "Cycle 25 → Cycles 25 to 27"),
        ({}, UNDATED, "Cycle 25 → no date yet"),
        (UNDATED, QUARTER, "No date yet → Q1 2027"),
        (UNDATED, HALF, "No date yet → second half of 2028"),
        ({}, {"state": "planned"}, "Candidate → Planned"),
        ({}, {"state": "shipped"}, "Cycle 25"),
        ({}, {"state": "dropped"} | UNDATED, "Cycle 25"),
        ({}, {"size": "small"}, "Big → Small"),
        ({}, {"theme": "", "theme_id": None}, "Deploys without us → No theme"),
        ({}, {"title": "Ingress"}, "Ingress failover → Ingress"),
    ],
)  # fmt: skip
def test_change_is_said_from_and_to(
    before: dict[str, object], after: dict[str, object], text: str
) -> None:
    (change,) = changes_between([replace(INGRESS, **before)], [replace(INGRESS, **after)])
    assert change_text(change) == text


@pytest.mark.parametrize(
    ("standing", "text"),
    [
        (INGRESS, "候補、サイクル25"),
        (replace(INGRESS, **QUARTER), "候補、2027年第1四半期"),
        (replace(INGRESS, last=27), "候補、サイクル25〜27"),
    ],
)
def test_addition_is_said_in_japanese(standing: Standing, text: str) -> None:
    with translation.override("ja"):
        assert change_text(Change("presence", None, standing)) == text


def test_changes_are_counted_by_what_happened() -> None:
    moved = replace(INGRESS, first=26, last=26)
    other = replace(moved, key="E-8")
    made = [Made(one) for one in changes_between([INGRESS], [moved, other])]
    assert changes_said(made) == "2 changes: 1 added, 1 moved."
    assert changes_said(made[:1]) == "1 change: 1 moved."
    assert changes_said([]) == "Nothing has changed."


@pytest.fixture
def themes(workspace: Workspace, haruka: Member) -> list[Theme]:
    return [
        add_theme(workspace=workspace, name=name, by=haruka, at=NOON - HOUR)
        for name in ("Deploys", "Nodes", "Nights")
    ]


def of_theme(theme: Theme, by: Member) -> Epic:
    return create_epic(
        workspace=theme.workspace, title=f"Of {theme}", size="big", origin="vision", theme=theme,
        by=by, at=NOON,
    )  # fmt: skip


@pytest.mark.django_db
def test_themes_stand_in_their_order_quiet_ones_too(
    themes: list[Theme], ingress: Epic, haruka: Member
) -> None:
    of_theme(themes[1], haruka)

    told = changes_by_theme(ingress.workspace, changes_since(ingress.workspace, NOON - HOUR))

    assert [(one.name, len(one.kinds)) for one in told] == [
        ("Deploys", 0),
        ("Nodes", 1),
        ("Nights", 0),
        ("Of no theme", 1),
    ]
    (row,) = told[1].kinds[0].rows
    assert (row.title, row.text, row.made) == (
        "Of Nodes",
        "Candidate, no date yet",
        f"{haruka.name}, 21 May 2026",
    )
    assert row.url.endswith(f"/epics/{row.key}/")


@pytest.mark.django_db
def test_epic_that_left_a_theme_is_told_of_in_both(themes: list[Theme], haruka: Member) -> None:
    epic = of_theme(themes[0], haruka)
    edit_epic(epic=epic, version=1, wanted={"theme_id": themes[2].pk}, by=haruka, at=NOON + HOUR)
    told = changes_by_theme(epic.workspace, changes_since(epic.workspace, NOON))
    said = {one.name: [row.text for kind in one.kinds for row in kind.rows] for one in told}
    assert said == {"Deploys": ["Deploys → Nights"], "Nodes": [], "Nights": ["Deploys → Nights"]}
