"""Measures, markers and targets of the roadmap."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from cycles.actions.markers import (
    MarkerIsGone,
    TargetIsGone,
    add_marker,
    drop_vision_target,
    edit_marker,
    remove_marker,
    set_vision_target,
)
from cycles.actions.measures import (
    NotReadYet,
    ReadingIsGone,
    ThemeHasNoMeasure,
    note_reading,
    strike_reading,
)
from cycles.actions.visions import (
    FiguresNeedMeasure,
    ThemeHasEpics,
    add_theme,
    edit_theme,
    remove_theme,
)
from cycles.models import Marker, Reading, Theme, VisionTarget
from planner.edits import ChangedMeanwhile
from planner.models import Activity
from planner.telling import tell
from tests.factories import NOON, EpicFactory, ThemeFactory

DAY = date(2026, 5, 20)


@pytest.fixture
def theme(workspace, haruka):
    return add_theme(
        workspace=workspace, name="Calm nights", by=haruka, at=NOON,
        measure="pages a week", measure_was=Decimal(23), measure_target=Decimal(2),
    )  # fmt: skip


def last_told() -> str:
    return str(tell(Activity.objects.latest("pk")))


def test_measure_of_a_theme_is_changed_exactly(theme, haruka, ren):
    edit_theme(
        theme=theme, version=1, wanted={"measure_target": Decimal("2.50")}, by=haruka, at=NOON
    )
    assert "where it should be: 2.00 → 2.50" in last_told()
    with pytest.raises(ChangedMeanwhile) as refused:
        edit_theme(theme=theme, version=1, wanted={"measure_target": Decimal(3)}, by=ren, at=NOON)
    assert refused.value.conflicts[0].theirs == Decimal("2.50")
    edit_theme(theme=theme, version=1, wanted={"measure_target": Decimal(2)}, by=ren, at=NOON)
    assert Theme.objects.get().measure_target == Decimal("2.50")


def test_figures_need_what_they_count(theme, workspace, haruka):
    with pytest.raises(FiguresNeedMeasure):
        edit_theme(theme=theme, version=1, wanted={"measure": ""}, by=haruka, at=NOON)
    with pytest.raises(FiguresNeedMeasure):
        add_theme(workspace=workspace, name="x", measure_unit="%", by=haruka, at=NOON)
    nothing = {"measure": "", "measure_was": None, "measure_target": None}
    edit_theme(theme=theme, version=1, wanted=nothing, by=haruka, at=NOON)
    assert Theme.objects.get().measure == ""


def test_theme_goes_once_no_epic_belongs_to_it(theme, haruka, workspace):
    epic = EpicFactory(workspace=workspace, theme=theme)
    with pytest.raises(ThemeHasEpics, match="1 epic belongs to Calm nights"):
        remove_theme(theme=theme, by=haruka, at=NOON)
    epic.delete()
    remove_theme(theme=theme, by=haruka, at=NOON)
    assert not Theme.objects.exists()


def test_second_reading_of_a_day_replaces_the_first(theme, ren):
    for value in ("9", "8.5"):
        reading = note_reading(theme=theme, on=DAY, value=Decimal(value), by=ren, at=NOON)
    assert Reading.objects.get().value == Decimal("8.5")
    assert last_told() == "Ren Kuroda read the measure of Calm nights on 20 May 2026: 8.5"

    strike_reading(reading=reading, by=ren, at=NOON)
    assert not Reading.objects.exists()
    with pytest.raises(ReadingIsGone):
        strike_reading(reading=reading, by=ren, at=NOON)


def test_nothing_is_read_without_a_measure_or_before_its_day(theme, ren, workspace):
    with pytest.raises(NotReadYet):
        note_reading(theme=theme, on=DAY + timedelta(2), value=Decimal(1), by=ren, at=NOON)
    bare = ThemeFactory(workspace=workspace)
    with pytest.raises(ThemeHasNoMeasure):
        note_reading(theme=bare, on=DAY, value=Decimal(1), by=ren, at=NOON)


def test_marker_is_set_moved_and_removed(workspace, haruka, ren):
    marker = add_marker(workspace=workspace, on=DAY, title="Freeze", by=haruka, at=NOON)
    moved = {"on": DAY + timedelta(1)}
    edit_marker(marker=marker, version=1, wanted=moved, by=haruka, at=NOON)
    assert "20 May 2026 → 21 May 2026" in last_told()
    with pytest.raises(ChangedMeanwhile):
        edit_marker(marker=marker, version=1, wanted={"on": DAY + timedelta(5)}, by=ren, at=NOON)
    assert edit_marker(marker=marker, version=2, wanted=moved, by=ren, at=NOON).version == 2

    remove_marker(marker=marker, by=haruka, at=NOON)
    assert not Marker.objects.exists()
    for act in (
        lambda: remove_marker(marker=marker, by=haruka, at=NOON),
        lambda: edit_marker(marker=marker, version=2, wanted=moved, by=ren, at=NOON),
    ):
        with pytest.raises(MarkerIsGone):
            act()


def test_later_word_of_a_day_is_the_target(workspace, haruka):
    for percent in (60, 70):
        target = set_vision_target(
            workspace=workspace, from_on=DAY, percent=percent, by=haruka, at=NOON
        )
    assert VisionTarget.objects.get().percent == 70
    assert last_told() == "Haruka Mori set the vision target from 20 May 2026 on to 70 %"
    drop_vision_target(target=target, by=haruka, at=NOON)
    with pytest.raises(TargetIsGone):
        drop_vision_target(target=target, by=haruka, at=NOON)
