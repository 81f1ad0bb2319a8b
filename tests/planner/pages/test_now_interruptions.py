# ruff: noqa: F811 - fixtures are imported by their names
"""What Now tells of the interruptions: a mark for each on the ruler, and what they come to."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from cycles.actions.cycle import start_cycle
from cycles.models import Team
from planner.pages.now import now_page
from tests.cycles.conftest import cycle, ingress, quota, ready, worker  # noqa: F401
from tests.factories import NOON, TimeEntryFactory
from tests.support.interrupted import asked, shielded, through

NOW = "/w/platform/"


@pytest.fixture
def running(ready, haruka, time_machine):
    time_machine.move_to(NOON)
    start_cycle(cycle=ready, by=haruka, at=NOON, on=ready.starts_on)
    ready.refresh_from_db()
    return ready


@pytest.fixture
def team(running):
    return running.teams.get(kind=Team.Kind.BIG)


@pytest.fixture
def signed_in(client, haruka):
    client.force_login(haruka.person)
    return client


def first(haruka):
    return now_page(haruka, at=NOON).running.rows[0].marks


def test_each_stands_on_the_day_on_which_it_was_answered(team, haruka):
    shielded(team, haruka, 3, asked_at=NOON - timedelta(days=9))
    one = through(team, haruka)

    marks = first(haruka)

    today = now_page(haruka, at=NOON).running.ground.today
    assert [(mark.kind, mark.x) for mark in marks.drawn] == [
        ("shielded", "51.667%"),
        ("through", today),
    ]
    assert marks.drawn[1].url == one.get_absolute_url()
    assert marks.drawn[1].label == f"Thursday 21 May 2026: {one.asked} (Let through)"


def test_those_of_one_day_stand_side_by_side_and_those_of_a_kind_are_counted(team, haruka):
    shielded(team, haruka)
    shielded(team, haruka)
    through(team, haruka)

    assert [(mark.kind, mark.count) for mark in first(haruka).drawn] == [
        ("shielded", 2),
        ("through", 1),
    ]
    assert len({mark.dx for mark in first(haruka).drawn}) == 2


def test_figures_count_time_that_is_logged_instead_of_what_was_thought(team, haruka):
    one = through(team, haruka, estimate="3")
    through(team, haruka, estimate="1.5")
    asked(team, haruka, state="walk_up", given_to=haruka)
    TimeEntryFactory(member=haruka, interruption=one, minutes=240)
    shielded(team, haruka)
    asked(team, haruka)

    page = now_page(haruka, at=NOON).running

    assert first(haruka).said == "1 waiting, 1 shielded, 3 let through, 2 d"
    assert page.interruptions.headline == "1 of 4 interruptions shielded."
    assert page.interruptions.more == "3 let through cost 2 days."
    assert page.interruptions.glyphs == ("shielded", *["through"] * 3)


def test_page_links_each_and_tells_them_in_a_table(signed_in, team, haruka):
    one = through(team, haruka, asked="<b>Now</b>")

    page = signed_in.get(f"{NOW}?tables=1")

    assertContains(page, f'<a class="mark is-through" href="{one.get_absolute_url()}"')
    assertContains(page, "<caption>Interruptions</caption>")
    assertContains(page, "&lt;b&gt;Now&lt;/b&gt;")
    assertNotContains(page, "<b>Now</b>")


def test_nothing_is_said_where_nobody_asked(signed_in, running):
    page = signed_in.get(f"{NOW}?tables=1")

    assertNotContains(page, "now-marks")
    assertNotContains(page, "now-told")
    assertNotContains(page, "<caption>Interruptions</caption>")


def test_those_of_the_desk_of_another_cycle_and_of_later_are_not_drawn(running, team, haruka):
    shielded(running.teams.get(kind=Team.Kind.ON_SUPPORT), haruka)
    asked(team, haruka, -1)
    ahead = running.workspace.cycles.get(number=24)
    shielded(Team.objects.filter(cycle=ahead).exclude(kind="on_support").first(), haruka)

    assert first(haruka).drawn == ()
    assert now_page(haruka, at=NOON).running.interruptions.rows == ()


def test_now_asks_the_same_with_1_and_with_30_interruptions(signed_in, team, haruka):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert signed_in.get(NOW).status_code == 200
        return len(captured)

    through(team, haruka)
    signed_in.get(NOW)
    few = queries()
    for days in range(29):
        (through if days % 2 else shielded)(team, haruka, days % 20)

    assert queries() == few
