# ruff: noqa: F811 - fixtures are imported by their names
"""What Now tells of the release teams: unknowns, commitment, hill, scope, and the one lane."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from cycles.actions.cycle import start_cycle
from cycles.actions.seats import seat_member
from cycles.models import Bet, Epic
from planner.pages.now import now_page
from tests.cycles.conftest import cycle, ingress, quota, ready, worker  # noqa: F401
from tests.cycles.telling import commitment, on_day, on_the_hill, scope, unknown
from tests.factories import NOON


@pytest.fixture
def running(ready, haruka, time_machine):
    time_machine.move_to(NOON)
    start_cycle(cycle=ready, by=haruka, at=NOON, on=ready.starts_on)
    ready.refresh_from_db()
    return ready


def first(haruka):
    """The row of the Big Epic, today."""
    return now_page(haruka, at=NOON).running.teams[0]


def test_unknowns_are_drawn_as_steps_from_the_history(running, ingress, haruka):
    unknown(running, ingress, 0, 9)
    unknown(running, ingress, 0)
    unknown(running, ingress, 3, 3)

    row = first(haruka)

    assert (row.unknowns, row.unknowns_of) == (1, "of 3")
    assert row.big.burn.begin == "2 unknowns"
    # Two until the eleventh day of the ruler (6 May, the ninth day, is a holiday), then one.
    assert [(level.x, level.height) for level in row.big.burn.levels] == [
        ("0%", "14"),
        ("25%", "7"),
    ]
    assert row.big.burn.levels[-1].end == now_page(haruka, at=NOON).running.ground.today


def test_many_unknowns_stay_within_their_row(running, ingress, haruka):
    for _n in range(40):
        unknown(running, ingress, 0)

    assert float(first(haruka).big.burn.levels[0].height) <= 50


def test_without_unknowns_it_is_said(running, haruka):
    row = first(haruka)

    assert (row.unknowns, row.unknowns_of) == (0, "none raised yet")
    assert row.big.burn.levels == ()
    assert (row.big.note.text, row.big.note.more) == (
        "No unknown raised yet",
        "11 working days left",
    )
    assert row.big.scope.not_yet == "Scope opens at 0 unknowns"


def test_an_epic_without_unknowns_left_is_asked_to_commit(running, ingress, haruka):
    unknown(running, ingress, 0, 8)

    assert first(haruka).big.note.text == "No unknowns left: time to commit"


def test_a_commitment_is_a_flag_with_its_scope(running, ingress, haruka):
    unknown(running, ingress, 0, 8)
    commitment(running, ingress, 18)  # Friday 15 May
    for built in (None, 22, 23):
        scope(running, ingress, "must", built)
    scope(running, ingress, "could")

    page = now_page(haruka, at=NOON).running
    big = page.teams[0].big

    assert (big.burn.flag.text, big.burn.flag.leads_back) == ("Committed 15 May", False)
    assert (big.scope.built, big.scope.of) == ("2", "of 3 must")
    assert (big.scope.squares, big.scope.circles) == ((True, True, False), (False,))
    assert [mark.kind for mark in big.burn.shipped] == ["must", "must"]
    assert page.summary == "The Big Epic is committed."
    assert big.note is None


def test_flag_leads_to_the_commitment(running, ingress, client, haruka):
    client.force_login(haruka.person)
    assertNotContains(client.get("/w/platform/"), "#commitment")

    commitment(running, ingress, 18)

    leads = (
        'href="/w/platform/epics/E-1/#commitment" aria-label="Ingress failover: Committed 15 May"'
    )
    assertContains(client.get("/w/platform/"), leads)
    assertContains(client.get("/w/platform/epics/E-1/"), 'id="commitment"')


def test_what_was_found_after_the_commitment_is_told_as_discovery(
    running,
    ingress,
    haruka,
):
    commitment(running, ingress, 18)
    unknown(running, ingress, 22, is_late=True)

    note = first(haruka).big.note

    assert (note.text, note.is_found) == ("+1 found on Tue 19 May", True)


@pytest.mark.parametrize(
    ("days_before", "is_said"),
    [(0, True), (9, False)],  # 21 May is in the second half, 12 May in the first
)
def test_late_unknowns_are_the_worst_problem(
    running,
    ingress,
    haruka,
    days_before,
    is_said,
):
    for _n in range(3):
        unknown(running, ingress, 0)

    at = NOON - timedelta(days=days_before)

    assert (
        now_page(haruka, at=at).running.worst == "Ingress failover still has 3 unknowns."
    ) is is_said


def test_the_hill_shows_where_it_stands_and_stood(running, ingress, haruka):
    for place, day in ((8, 4), (24, 9), (64, 20)):
        on_the_hill(running, ingress, place, day)

    hill = first(haruka).big.hill

    assert hill.text == "downhill, 64"
    assert len(hill.trail) == 2


def test_small_epics_lie_in_their_lane(running, quota, haruka):
    for title, began, shipped in (
        ("Certificates", 0, 11),
        ("Docs", 15, None),
        ("Labels", None, None),
    ):
        epic = Epic.objects.create(
            workspace=running.workspace, number=90 + Epic.objects.count(),
            title=title, size="small",
            origin="issue", state="shipped" if shipped else "exploring", created_at=NOON,
            shipped_at=on_day(running, shipped) if shipped else None,
        )  # fmt: skip
        began_on = on_day(running, began).date() if began is not None else None
        Bet.objects.create(epic=epic, cycle=running, began_on=began_on)

    (row,) = [row for row in now_page(haruka, at=NOON).running.teams if row.lane]

    assert [(bar.title, bar.state) for bar in row.lane.wide.bars] == [
        ("Certificates", "shipped"),
        ("Docs", "doing"),
        ("Labels", "waiting"),
    ]
    assert (row.lane.doing, row.lane.waiting) == ("1 in progress", "1 waiting")
    assert (row.lane.shipped, row.lane.of) == ("1", "of 3 epics")
    assert row.lane.wide.bars[0].x == "0%"
    assert row.lane.wide.bars[0].label == "Certificates, shipped 8 May"


@pytest.mark.parametrize("days", [-24, 0, 15])
def test_what_waits_in_the_lane_is_as_long_as_the_longest_name(running, quota, haruka, days):
    for number, title in ((91, "Labels"), (92, "Everything about the cost of every pool")):
        epic = Epic.objects.create(
            workspace=running.workspace, number=number, title=title, size="small",
            origin="issue", state="exploring", created_at=NOON,
        )  # fmt: skip
        Bet.objects.create(epic=epic, cycle=running)

    at = NOON + timedelta(days=days)
    (row,) = [row for row in now_page(haruka, at=at).running.teams if row.lane]

    for drawing in (row.lane.wide, row.lane.narrow):
        assert len({(bar.x, bar.width) for bar in drawing.bars}) == 1
        for bar in drawing.bars:
            assert bar.name_x == bar.x
            assert float(bar.x.rstrip("%")) + float(bar.width.rstrip("%")) <= 100
    assert {bar.y % 44 for bar in row.lane.narrow.bars} == {28}  # each as high as a thumb


def test_a_seat_of_some_weeks_is_told_in_the_table(ready, haruka, time_machine):
    time_machine.move_to(NOON)
    spare = worker(ready.workspace, "Late Comer")
    seat_member(
        team=ready.teams.get(kind="big"), member=spare, by=haruka, at=NOON,
        from_on=ready.starts_on + timedelta(weeks=3),
    )  # fmt: skip
    start_cycle(cycle=ready, by=haruka, at=NOON, on=ready.starts_on)

    late = first(haruka).sitters[-1]

    assert (late.name, late.days, late.left) == ("Late Comer", "18 May to 7 Jun 2026", "12")


def test_telling_of_the_teams_costs_the_same_with_1_and_with_many(
    running,
    ingress,
    haruka,
):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            now_page(haruka, at=NOON)
        return len(asked)

    unknown(running, ingress, 0)
    on_the_hill(running, ingress, 8, 2)
    scope(running, ingress, "must", 5)
    commitment(running, ingress, 18)
    few = queries()
    for n in range(12):
        unknown(running, ingress, n, n + 3, is_late=n > 6)
        on_the_hill(running, ingress, 8 + n, n)
        scope(running, ingress, "could", n)

    assert queries() == few
