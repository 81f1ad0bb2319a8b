from datetime import date
from decimal import Decimal

import pytest

from cycles.actions.calendar import keep_cycles_ahead
from cycles.actions.epics import choose_epic, create_epic
from cycles.actions.places import move_epic
from cycles.models import Bet, CycleSettings, Epic, Marker, Reading, Vision, VisionTarget
from cycles.queries.roadmap import RoadmapPage, roadmap_page
from cycles.queries.roadmap_asked import Asked
from cycles.rules.windows import Window
from tests.cycles.conftest import seated
from tests.factories import NOON, EpicFactory, ThemeFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 21)


def page(workspace, **asked: object) -> RoadmapPage:
    given = {name: str(value) for name, value in asked.items()}
    return roadmap_page(
        workspace, today=TODAY, asked=Asked.of(given), may_shape=True, may_plan=True
    )


@pytest.fixture
def clusters(workspace):
    return ThemeFactory(workspace=workspace, name="One platform")


@pytest.fixture
def placed(cycle, clusters):
    """An epic of the theme, in the cycle after the next."""
    epic = create_epic(
        workspace=cycle.workspace, title="Osaka region ready", size="big", origin="vision",
        theme=clusters, by=None, at=NOON,
    )  # fmt: skip
    move_epic(epic=epic, to=Window.of("C25"), by=None, at=NOON)
    return epic


def test_epic_lies_in_the_row_of_its_theme_between_the_ends_of_its_cycles(workspace, placed):
    found = page(workspace)

    (row,) = found.rows
    (bar,) = row.bars
    last = found.heads[-1]
    assert (row.name, bar.title, bar.when, bar.certainty) == (
        "One platform", "Osaka region ready", "C25", "candidate",
    )  # fmt: skip
    assert last.number == 25
    assert bar.start + bar.width == 1000


@pytest.mark.parametrize(
    ("size", "title", "lines", "height"),
    [
        ("big", "Osaka", 1, 4),
        ("small", "Osaka", 1, 2),
        ("small", "Remove 31 unused cluster roles at last", 1, 2),
        ("small", "Remove 31 unused cluster roles " * 3, 2, 3),
        ("big", "Remove 31 unused cluster roles " * 3, 2, 4),
    ],
)
def test_bar_is_as_high_as_its_words_need(workspace, placed, size, title, lines, height):
    Epic.objects.filter(pk=placed.pk).update(size=size, title=title)

    ((bar,),) = (row.bars for row in page(workspace).rows)

    assert (bar.lines, bar.height) == (lines, height)


def test_words_of_a_narrow_bar_take_more_room_beside_it_rather_than_lines(workspace, placed):
    CycleSettings.objects.filter(workspace=workspace).update(ahead=26)
    keep_cycles_ahead(workspace=workspace, at=NOON)
    move_epic(epic=placed, to=Window.of("C40"), by=None, at=NOON)
    found = {}
    for title in ("Osaka", "Kernel upgrades without a window", "Osaka " * 20):
        Epic.objects.filter(pk=placed.pk).update(size="small", title=title)
        ((bar,),) = (row.bars for row in page(workspace).rows)
        found[title[:6]] = (bool(bar.beside), bar.room, bar.lines)

    assert found == {"Osaka": (True, 74, 1), "Kernel": (True, 100, 2), "Osaka ": (True, 128, 5)}


def test_words_of_marked_days_never_lie_over_each_other(workspace, placed):
    for day, title in ((1, "Billing freeze"), (2, "Audit"), (28, "Contract ends")):
        Marker.objects.create(workspace=workspace, on=date(2026, 6, day), title=title)

    found = page(workspace).marks.lines

    assert [one.title for one in found] == ["Billing freeze", "Audit", "Contract ends"]
    assert [one.words for one in found] == ["Billing freeze", "", "Contract ends"]


def test_epic_without_a_date_is_in_the_tray_and_a_parked_one_nowhere(workspace, cycle):
    EpicFactory(workspace=workspace, number=1, title="Chaos days", state=Epic.State.IDEA)
    EpicFactory(workspace=workspace, number=2, state=Epic.State.PARKED)

    found = page(workspace)

    assert [(bar.title, bar.window) for bar in found.undated] == [("Chaos days", "-")]
    assert not any(row.bars for row in found.rows)
    assert [bar.certainty for bar in page(workspace, state="parked").undated] == ["parked"]


def test_what_is_bet_on_or_shipped_is_not_offered_to_be_moved(workspace, cycle, placed, ingress):
    choose_epic(cycle=cycle, epic=ingress, by=None, at=NOON)
    found = {bar.title: bar.window for row in page(workspace).rows for bar in row.bars}
    assert found == {"Osaka region ready": "C25", "Ingress failover": ""}


def test_epic_outside_of_what_is_drawn_is_counted(workspace, placed):
    move_epic(epic=placed, to=Window.of("2031"), by=None, at=NOON)
    assert page(workspace).outside == "1 epic lies after this."


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 2), ({"origin": "vision"}, 1), ({"size": "small"}, 1), ({"state": "idea"}, 0),
        ({"q": "OSAKA"}, 1), ({"q": "E-2"}, 1), ({"theme": 999}, 0), ({"size": "huge"}, 2),
    ],
)  # fmt: skip
def test_filters_say_what_is_drawn(workspace, placed, quota, asked, count):
    found = page(workspace, **asked)
    assert len(found.undated) + sum(len(row.bars) for row in found.rows) == count
    assert bool(found.nothing) == (count == 0)


def test_share_of_a_cycle_counts_the_seats_of_release_teams(workspace, cycle):
    seated(cycle, 6)  # two teams of three
    Epic.objects.filter(pk=Bet.objects.first().epic_id).update(
        origin="vision", theme=ThemeFactory(workspace=workspace)
    )
    VisionTarget.objects.create(workspace=workspace, from_on=date(2026, 6, 8), percent=60)

    shares = {bar.name: (bar.text, bar.target) for bar in page(workspace).shares}

    assert shares["Cycle 23"] == ("50 % plan", "50 %")
    assert shares["Cycle 24"] == ("", "60 %")


def test_measure_of_a_theme_says_where_it_is_and_how_far_it_has_come(workspace, clusters, cycle):
    clusters.measure, clusters.measure_unit = "of deploys without us", "%"
    clusters.measure_was, clusters.measure_target = Decimal(40), Decimal(90)
    clusters.save()
    for day, value in ((1, 50), (2, 61)):
        Reading.objects.create(theme=clusters, on=date(2026, 5, day), value=value, noted_at=NOON)
    (row,) = page(workspace).rows
    assert (row.measure, row.progress) == ("61 % of deploys without us, was 40 %", 42)


def test_headline_is_the_vision_that_was_agreed_last(workspace, cycle):
    for year, statement in ((2025, "Old"), (2026, "Any region, safely.")):
        Vision.objects.create(
            workspace=workspace, statement=statement,
            agreed_on=date(year, 1, 14), ends_on=date(2028, 12, 31),
        )  # fmt: skip
    found = page(workspace)
    assert found.statement == "Any region, safely."
    assert found.lead == "Vision, agreed 14 Jan 2026. 0 themes, 3 cycles."


def test_workspace_without_cycles_has_a_roadmap_all_the_same(workspace):
    assert page(workspace).nothing == "No epic is written down yet."


@pytest.mark.parametrize("count", [1, 3])
def test_roadmap_costs_the_same_however_much_is_on_it(
    workspace, cycle, count, django_assert_num_queries
):
    for number in range(count):
        theme = ThemeFactory(workspace=workspace)
        epic = EpicFactory(workspace=workspace, theme=theme, number=50 + number)
        move_epic(epic=epic, to=Window.of("C24"), by=None, at=NOON)
    seated(cycle, 3 * count)
    with django_assert_num_queries(14):
        page(workspace)


def test_zoom_keeps_the_filters_and_steps_lead_as_far_as_there_are_cycles(workspace, cycle):
    found = page(workspace, zoom="cycle", size="big", at=24)

    assert [head.number for head in found.heads] == [23, 24, 25]
    assert [(link.query, link.is_current) for link in found.zooms] == [
        ("?size=big", False),
        ("?zoom=year&size=big", False),
        ("?zoom=cycle&size=big", True),
    ]
    assert [link.query for link in found.steps] == [
        "?zoom=cycle&at=23&size=big",
        "?zoom=cycle&at=25&size=big",
    ]
    assert page(workspace, zoom="cycle", at=25).steps[1].query == ""
    assert found.unfiltered == "zoom=cycle&at=24"


def test_cycle_that_is_not_there_is_not_drawn_around(workspace, cycle):
    assert [head.number for head in page(workspace, zoom="cycle", at=999).heads] == [23, 24]
