"""The vision and its themes are agreed, corrected and put in order."""

from datetime import date

import pytest

from cycles.actions.visions import (
    ThemeExists,
    VisionEndsTooEarly,
    add_theme,
    agree_vision,
    edit_theme,
    edit_vision,
    move_theme,
)
from cycles.models import Theme, Vision
from planner.edits import ChangedMeanwhile
from planner.models import Activity
from planner.telling import tell
from tests.factories import NOON, ThemeFactory


@pytest.fixture
def vision(workspace, haruka):
    return agree_vision(
        workspace=workspace,
        statement="Nobody is woken at night.",
        agreed_on=date(2026, 1, 5),
        ends_on=date(2028, 12, 31),
        by=haruka,
        at=NOON,
    )


@pytest.fixture
def themes(workspace):
    return [
        ThemeFactory(workspace=workspace, name=name, position=place)
        for place, name in enumerate(["Calm nights", "Self-service", "Cheaper nodes"])
    ]


def last_told() -> str:
    return str(tell(Activity.objects.latest("pk")))


def names(workspace) -> list[str]:
    return [theme.name for theme in Theme.objects.filter(workspace=workspace).in_order()]


def test_vision_is_corrected_and_the_log_keeps_what_it_said(vision, haruka):
    wanted = {"statement": "Nobody is woken.", "ends_on": date(2029, 6, 30)}
    edit_vision(vision=vision, version=1, wanted=wanted, by=haruka, at=NOON)

    kept = Vision.objects.get()
    assert (kept.statement, kept.ends_on, kept.version) == (*wanted.values(), 2)
    before, after = Activity.objects.get(verb="edit_vision").data["changes"]["statement"]
    assert (before, after) == ("Nobody is woken at night.", "Nobody is woken.")
    assert "statement rewritten" in last_told()
    assert "end: 31 Dec 2028 → 30 Jun 2029" in last_told()


def test_vision_that_is_what_was_wanted_is_left_alone(vision, haruka):
    wanted = {"ends_on": date(2028, 12, 31)}
    assert edit_vision(vision=vision, version=1, wanted=wanted, by=haruka, at=NOON).version == 1
    assert not Activity.objects.filter(verb="edit_vision").exists()


def test_new_vision_leaves_the_earlier_one_as_it_was(vision, workspace, haruka):
    later = {"agreed_on": date(2027, 1, 5), "ends_on": date(2029, 12, 31)}
    agree_vision(workspace=workspace, statement="Calm.", **later, by=haruka, at=NOON)

    said = Vision.objects.order_by("pk").values_list("statement", flat=True)
    assert list(said) == ["Nobody is woken at night.", "Calm."]


@pytest.mark.parametrize(
    "wanted", [{"ends_on": date(2026, 1, 5)}, {"agreed_on": date(2029, 1, 1)}], ids=str
)
def test_vision_cannot_end_before_it_was_agreed(vision, haruka, wanted):
    with pytest.raises(VisionEndsTooEarly):
        edit_vision(vision=vision, version=1, wanted=wanted, by=haruka, at=NOON)
    assert Vision.objects.get().version == 1


def test_two_who_correct_different_parts_both_do(vision, haruka, ren):
    for by, wanted in ((haruka, {"ends_on": date(2029, 1, 1)}), (ren, {"statement": "Calm."})):
        edit_vision(vision=vision, version=1, wanted=wanted, by=by, at=NOON)

    kept = Vision.objects.get()
    assert (kept.ends_on, kept.statement, kept.version) == (date(2029, 1, 1), "Calm.", 3)


def test_second_who_corrects_the_same_day_is_shown_what_it_is(vision, haruka, ren):
    first, second = ({"ends_on": date(year, 1, 1)} for year in (2029, 2030))
    edit_vision(vision=vision, version=1, wanted=first, by=haruka, at=NOON)

    with pytest.raises(ChangedMeanwhile, match="Haruka Mori") as refused:
        edit_vision(vision=vision, version=1, wanted=second, by=ren, at=NOON)
    assert refused.value.conflicts[0].theirs == date(2029, 1, 1)


def test_who_sends_back_the_day_that_they_saw_changes_nothing(vision, haruka, ren):
    moved = {"ends_on": date(2029, 1, 1)}
    edit_vision(vision=vision, version=1, wanted=moved, by=haruka, at=NOON)
    seen = {"ends_on": date(2028, 12, 31), "statement": "Calm."}
    edit_vision(vision=vision, version=1, wanted=seen, by=ren, at=NOON)

    kept = Vision.objects.get()
    assert (kept.ends_on, kept.statement) == (date(2029, 1, 1), "Calm.")


def test_theme_is_renamed_and_described(themes, haruka):
    wanted = {"name": "Quiet nights", "summary": "Fewer pages."}
    edit_theme(theme=themes[0], version=1, wanted=wanted, by=haruka, at=NOON)

    kept = Theme.objects.get(pk=themes[0].pk)
    assert (kept.name, kept.summary, kept.version) == ("Quiet nights", "Fewer pages.", 2)
    assert last_told() == (
        "Haruka Mori edited the theme Quiet nights:"
        " name: Calm nights → Quiet nights, summary rewritten"
    )


def test_theme_cannot_take_the_name_of_another(themes, haruka, workspace, otto):
    ThemeFactory(workspace=otto.workspace, name="Theirs")
    with pytest.raises(ThemeExists):
        edit_theme(theme=themes[0], version=1, wanted={"name": "Self-service"}, by=haruka, at=NOON)
    edit_theme(theme=themes[0], version=1, wanted={"name": "Theirs"}, by=haruka, at=NOON)
    assert names(workspace)[0] == "Theirs"


@pytest.mark.parametrize(
    ("which", "places", "order"),
    [(0, 1, "102"), (0, 2, "120"), (2, -1, "021"), (1, -50, "102"), (1, 50, "021"), (0, -1, "012")],
)
def test_theme_is_moved_among_the_others(themes, haruka, workspace, which, places, order):
    move_theme(theme=themes[which], by=haruka, at=NOON, places=places)

    assert names(workspace) == [themes[int(place)].name for place in order]
    assert Activity.objects.filter(verb="move_theme").exists() is (order != "012")


def test_new_theme_stands_below_those_that_were_moved(themes, haruka, workspace):
    move_theme(theme=themes[2], by=haruka, at=NOON, places=-2)
    assert last_told() == "Haruka Mori moved the theme Cheaper nodes to place 1"
    add_theme(workspace=workspace, name="Last", by=haruka, at=NOON)

    assert names(workspace)[-1] == "Last"
