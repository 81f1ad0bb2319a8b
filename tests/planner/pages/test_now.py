from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cycles.actions.closing import close_cycle
from cycles.actions.cycle import start_cycle
from planner.pages.now import now_page
from support.models import Ticket
from tests.cycles.conftest import (  # noqa: F401
    cycle,
    ingress,
    quota,
    ready,
    seated,
    settings_of,
    worker,
)
from tests.factories import NOON, SourceFactory, TicketFactory

NOW = "/w/platform/"


@pytest.fixture
def running(ready, haruka, time_machine):  # noqa: F811
    time_machine.move_to(NOON)
    start_cycle(cycle=ready, by=haruka, at=NOON, on=ready.starts_on)
    ready.refresh_from_db()
    return ready


@pytest.fixture
def signed_in(client, haruka):
    client.force_login(haruka.person)
    return client


def told(haruka, at):
    return now_page(haruka, at=at)


def test_now_shows_the_teams_on_one_ruler(signed_in, running):
    page = signed_in.get(NOW)

    assertContains(page, "Day 15 of 26.")
    assertContains(page, "Ingress failover")
    assertContains(page, "1 release team at work, 1 person on support.")
    assertContains(page, "33 %")


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (-24, "Day 1 of 26: unknowns first."),
        (15, "The last of 26 days."),
        (17, "Its last working day was 5 Jun: close it when the epics are decided."),
    ],
)
def test_first_and_last_days_are_said(running, haruka, days, sentence):
    assert told(haruka, NOON + timedelta(days=days)).running.day == sentence


@pytest.mark.parametrize(("days", "is_late"), [(-24, False), (0, False), (4, True), (15, True)])
def test_what_is_said_of_the_desk_stands_where_there_is_room(running, haruka, days, is_late):
    assert told(haruka, NOON + timedelta(days=days)).running.desk.is_late is is_late


def test_now_without_a_cycle_says_what_comes_next(cycle, haruka):  # noqa: F811
    page = told(haruka, NOON)

    assert page.running is None
    assert page.nothing == "No cycle has started yet"
    assert page.nothing_more == "Cycle 23 was to start on Monday 27 April 2026."
    assert page.next.url == reverse("cycles:plan", args=["platform", 23])


def test_cycle_that_may_begin_today_is_not_late(cycle, haruka):  # noqa: F811
    page = told(haruka, NOON - timedelta(days=24))

    assert page.nothing_more == "Cycle 23 is to start on Monday 27 April 2026."


def test_between_cycles_the_last_report_is_near(running, haruka, signed_in):
    running.bets.all().delete()
    close_cycle(cycle=running, decisions={}, by=haruka, at=NOON)

    page = signed_in.get(NOW)

    assertContains(page, "Between cycles")
    assertContains(page, f'<a href="{NOW}cycles/23/">Report of cycle 23</a>')


def test_now_tells_of_the_desk(running, haruka):
    workspace = running.workspace
    for hours in (1, 30, 30):
        TicketFactory(workspace=workspace, opened_at=NOON - timedelta(hours=hours))
    TicketFactory(workspace=workspace, owner="checkout")  # theirs, not ours

    desk = told(haruka, NOON).running.desk

    assert desk.open == 3
    assert desk.oldest == "open, oldest 30 h"
    assert [bar.count for bar in desk.bars] == [2, 1]


def test_now_draws_how_many_tickets_were_open(running, haruka):
    workspace = running.workspace
    for opened, resolved in ((50, None), (50, 2), (30, 26), (1, None)):  # hours before noon
        TicketFactory(
            workspace=workspace,
            opened_at=NOON - timedelta(hours=opened),
            state=Ticket.State.RESOLVED if resolved else Ticket.State.OPEN,
            resolved_at=NOON - timedelta(hours=resolved) if resolved else None,
        )

    desk = told(haruka, NOON).running.desk

    # Two came on the first of the three days; one came and went on the second.
    assert [(bar.count, bar.open) for bar in desk.bars] == [(2, 2), (1, 2), (1, 2)]
    heights = [float(point.partition(",")[2]) for point in desk.line.points.split()]
    assert heights[-4:] == [86, 16, 16, 16]
    assert desk.line.now == "16.0"


def test_line_of_open_tickets_ends_now_though_the_cycle_should_have_ended_before(running, haruka):
    late = NOON + timedelta(days=20)
    for days in (30, 10, 1):  # on a Monday, on a Sunday, and after the last day of the cycle
        TicketFactory(workspace=running.workspace, opened_at=late - timedelta(days=days))

    desk = told(haruka, late).running.desk

    assert desk.arrived == "2 arrived in this cycle"
    assert [(bar.count, bar.open) for bar in desk.bars] == [(1, 1)]
    heights = [point.partition(",")[2] for point in desk.line.points.split()]
    # The Sunday's stands on the Friday before, and the last drawn day has what is open now.
    assert list(dict.fromkeys(heights)) == ["86.0", "62.7", "39.3", "16.0"]
    assert desk.line.now == "16.0"


@pytest.mark.parametrize(
    ("minutes", "health", "is_said"),
    [(31, "work", True), (29, "work", False), (31, "resource", False)],
)
def test_worst_problem_is_a_work_alert_that_nobody_has(running, haruka, minutes, health, is_said):
    alert = TicketFactory(
        workspace=running.workspace,
        kind=Ticket.Kind.ALERT,
        source=SourceFactory(workspace=running.workspace),
        group_hash="0" * 64,
        health=health,
        opened_at=NOON - timedelta(minutes=minutes),
    )
    assert ("nobody has it" in told(haruka, NOON).running.worst) is is_said

    alert.assignee = haruka
    alert.save()
    assert "nobody has it" not in told(haruka, NOON).running.worst


def test_now_asks_the_same_with_1_and_with_60_seated_members(signed_in, running):
    def queries() -> int:
        signed_in.get(NOW)
        with CaptureQueriesContext(connection) as captured:
            assert signed_in.get(NOW).status_code == 200
        return len(captured)

    ahead = running.workspace.cycles.get(number=24)
    for one in (running, ahead):
        seated(one, 1)
    few = queries()
    seated(running, 59)
    seated(ahead, 59)

    assert queries() == few
    assertContains(signed_in.get(NOW), "22 release teams at work")


def test_tables_come_when_they_are_asked_for(signed_in, running):
    assertNotContains(signed_in.get(NOW), "<caption>")

    told = signed_in.get(NOW, {"tables": "1"})
    for caption in ("Epics", "People", "Tickets that arrived", "Reactive person-days"):
        assertContains(told, f"<caption>{caption}</caption>")


def test_now_that_says_nothing_new_is_not_sent_again(signed_in, running, haruka):
    stamp = told(haruka, NOON).stamp

    assert signed_in.get(NOW, {"seen": stamp}).status_code == 204
    TicketFactory(workspace=running.workspace, opened_at=NOON)
    assertContains(signed_in.get(NOW, {"seen": stamp}), "1 open")


def test_who_only_asks_sees_nothing_of_the_teams(client, running, nadia):
    client.force_login(nadia.person)

    assertNotContains(client.get(NOW, follow=True), "Ingress failover")
