# ruff: noqa: F811 - fixtures are imported by their names
"""The log of interruptions on the page of an epic."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cycles.actions.cycle import start_cycle
from cycles.models import Bet, Epic, Seat, Team
from support.queries.epic_log import epic_log
from tests.cycles.conftest import cycle, ingress, quota, ready, worker  # noqa: F401
from tests.factories import NOON, EpicFactory, TimeEntryFactory
from tests.support.interrupted import asked, shielded, through


@pytest.fixture
def running(ready, haruka, time_machine):
    time_machine.move_to(NOON)
    start_cycle(cycle=ready, by=haruka, at=NOON, on=ready.starts_on)
    ready.refresh_from_db()
    return ready


@pytest.fixture
def team(running):
    return running.teams.get(kind=Team.Kind.BIG)


def log_of(team, reader):
    epic = Epic.objects.get(pk=team.epic_id)
    epic.workspace = reader.workspace
    return epic_log(epic, reader, NOON)


def test_log_tells_who_asked_what_became_of_it_and_what_it_cost(team, haruka, ren):
    shielded(team, haruka, 2, asker="Yuto", asker_team="Checkout", answer="It stays.")
    one = through(team, haruka, 1, estimate="2", given_to=ren)
    TimeEntryFactory(member=ren, interruption=one, minutes=240)

    log = log_of(team, haruka)

    assert log.said == "2 asked, 1 shielded, 1 let through, 0.5 d"
    latest, before = log.rows
    assert (latest.day, latest.state, latest.css) == ("20 May", "Let through", "c-rea")
    assert (latest.by, latest.answer) == (haruka.name, f"to {ren.name}")
    assert (latest.cost, latest.thought) == ("0.5 d", "thought: 2 d")
    assert (before.who, before.answer, before.cost) == ("Yuto, Checkout", "It stays.", "")


def test_what_took_no_time_yet_says_what_is_thought(team, haruka):
    through(team, haruka, estimate="1.5")

    (row,) = log_of(team, haruka).rows
    assert (row.cost, row.thought) == ("about 1.5 d", "")


def test_many_are_folded(team, haruka):
    for days in range(10):
        asked(team, haruka, days)

    log = log_of(team, haruka)
    assert (len(log.rows), len(log.earlier)) == (8, 2)
    assert log.rows[0].day == "21 May"


def test_small_epics_share_what_their_team_is_asked(running, team, haruka):
    small = EpicFactory(workspace=running.workspace, size="small", number=90)
    Bet.objects.create(cycle=running, epic=small, position=9)
    asked(running.teams.get(kind=Team.Kind.SMALL), haruka)
    asked(team, haruka)

    log = epic_log(small, haruka, NOON)

    assert (len(log.rows), log.of_whom) == (1, "The Small Epics share a team.")
    assert log.ask_url.endswith(f"?team={running.teams.get(kind='small').pk}")


def test_who_works_the_desk_asks_and_who_sits_there_says_who_came_by(team, haruka, vera):
    Seat.objects.filter(team=team, member=haruka).delete()
    asks = reverse("support:ask", args=["platform"]) + f"?team={team.pk}"
    assert (log_of(team, haruka).ask_url, log_of(team, haruka).walk_up_url) == (asks, "")
    sitter = team.seats.first().member
    assert log_of(team, sitter).walk_up_url == reverse("support:walk_up", args=["platform"])
    assert log_of(team, vera).ask_url == ""


def test_epic_whose_cycle_does_not_run_has_nobody_to_ask(cycle, haruka):
    epic = EpicFactory(workspace=cycle.workspace)

    log = epic_log(epic, haruka, NOON)

    assert (log.said, log.rows, log.ask_url, log.walk_up_url) == ("", (), "", "")


def test_page_of_an_epic_shows_its_log_in_as_many_queries(client, team, haruka):
    client.force_login(haruka.person)
    url = team.epic.get_absolute_url()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    assertContains(client.get(url), "Nobody has asked for its time yet.")
    one = through(team, haruka, asked="<b>Now</b>")
    page = client.get(url)
    assertContains(page, f'href="{one.get_absolute_url()}"')
    assertContains(page, "&lt;b&gt;Now&lt;/b&gt;")
    assertNotContains(page, "<b>Now</b>")
    few = queries()
    for days in range(12):
        shielded(team, haruka, days)
    assert queries() == few
