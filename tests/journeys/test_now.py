"""Now looks after itself on a screen that nobody touches."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cycles.actions.calendar import begin_in_the_middle, keep_cycles_ahead
from cycles.actions.cycle import start_cycle
from cycles.actions.epics import choose_epic, create_epic
from cycles.actions.seats import seat_member
from cycles.models import Cycle, CycleSettings
from planner.models import Member
from tests.cycles.conftest import team, worker
from tests.factories import TicketFactory
from tests.services.stack import Stack

pytestmark = pytest.mark.journey

NOW = "/w/platform/"
A_MINUTE = 61_000  # and a second, in milliseconds


@pytest.fixture
def running(haruka: Member, ren: Member, sho: Member) -> Cycle:
    """A cycle in its second week, as the clock of the server has it."""
    workspace, at = haruka.workspace, timezone.now()
    today = at.astimezone(workspace.zone).date()
    monday = today - timedelta(days=today.weekday() + 7)
    CycleSettings.objects.filter(workspace=workspace).update(on_support_seats=1, ahead=2)
    keep_cycles_ahead(workspace=workspace, at=at)
    begin_in_the_middle(workspace=workspace, number=7, starts_on=monday, by=haruka, at=at)
    cycle = Cycle.objects.get(number=7)
    epic = create_epic(
        workspace=workspace, title="Ingress failover", size="big", origin="issue", by=haruka, at=at
    )
    choose_epic(cycle=cycle, epic=epic, by=haruka, at=at)
    for member in (ren, worker(workspace, "Yui Nakahara")):
        seat_member(team=team(cycle, "big"), member=member, by=haruka, at=at)
    seat_member(team=team(cycle, "on_support"), member=sho, by=haruka, at=at)
    return start_cycle(cycle=cycle, by=haruka, at=at, on=monday)


@pytest.fixture
def page(stack: Stack, running: Cycle, haruka: Member) -> Page:
    """Now, in a browser whose clock is wound on by hand."""
    found = stack.sign_in(haruka)
    found.clock.install()
    found.goto(NOW)
    expect(found.get_by_role("heading", level=1)).to_contain_text("Cycle 7")
    return found


def looks(page: Page) -> int:
    """Wind on to the next look; the status of what it was told."""
    with page.expect_response(lambda answer: "seen=" in answer.url) as told:
        page.clock.run_for(A_MINUTE)
    return told.value.status


def ask(running: Cycle, times: int = 1) -> None:
    for _ in range(times):
        TicketFactory(workspace=running.workspace, opened_at=timezone.now())


def test_now_says_what_is_new_and_stays_in_its_place(
    page: Page, running: Cycle, axe: Callable[[Page], None]
) -> None:
    desk = page.locator(".now")
    expect(desk).to_contain_text("0 open")
    page.get_by_text("Show as table").click()
    expect(page.get_by_role("table", name="Tickets that arrived")).to_contain_text("None yet.")
    page.get_by_role("link", name="Plan cycle 8").focus()
    ask(running, 2)

    assert looks(page) == 200

    expect(desk).to_contain_text("2 open")
    expect(page.locator("#open-tickets")).to_have_text("2 open tickets")
    expect(page.get_by_role("table", name="Tickets that arrived")).to_contain_text("2")
    expect(page.get_by_role("link", name="Plan cycle 8")).to_be_focused()
    axe(page)


def test_now_that_has_nothing_new_is_not_touched(page: Page) -> None:
    page.evaluate("document.querySelector('#now').dataset.mark = 'the same'")

    assert looks(page) == 204

    expect(page.locator("#now[data-mark]")).to_have_count(1)


def test_nothing_moves_under_the_pointer(page: Page, running: Cycle) -> None:
    page.get_by_role("link", name="Ingress failover").hover()
    ask(running)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.run_for(A_MINUTE)
    page.wait_for_timeout(300)
    assert asked == []
    expect(page.locator(".now")).to_contain_text("0 open")

    page.mouse.move(0, 0)
    assert looks(page) == 200
    expect(page.locator(".now")).to_contain_text("1 open")


def test_session_that_has_ended_leaves_the_page_as_it_is(page: Page, running: Cycle) -> None:
    page.context.clear_cookies()
    ask(running)

    assert looks(page) == 302

    page.wait_for_timeout(300)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cycle 7")
    expect(page.locator(".now")).to_contain_text("0 open")
    expect(page).to_have_url(page.url.partition("?")[0])


def test_server_that_is_away_leaves_the_page_as_it_is(
    page: Page, running: Cycle, stack: Stack
) -> None:
    stack.complaints.expect("net::ERR_FAILED")
    page.route("**/*seen=*", lambda route: route.abort())
    page.clock.run_for(A_MINUTE)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cycle 7")

    page.unroute("**/*seen=*")
    ask(running)
    assert looks(page) == 200
    expect(page.locator(".now")).to_contain_text("1 open")


@pytest.mark.parametrize("width", [861, 1024, 1280, 1440])
def test_figures_beside_a_drawing_leave_no_blank_paper_below_it(
    stack: Stack, running: Cycle, haruka: Member, width: int
) -> None:
    page = stack.sign_in(haruka, viewport={"width": width, "height": 900})
    page.goto(NOW)

    row = page.locator(".now-row", has=page.get_by_role("link", name="Ingress failover")).first
    box = row.bounding_box()

    assert box
    assert box["height"] <= 102 + 24  # the drawing, and the air around it
    assert page.evaluate("document.documentElement.scrollWidth") <= width
