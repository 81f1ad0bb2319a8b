"""Sho and Haruka at one ticket: each sees what the other did, and loses nothing."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from planner.models import Member, Workspace
from support.actions.tickets import resolve_ticket, take_ticket
from support.models import Ticket
from tests.factories import TicketFactory
from tests.services.stack import Stack

pytestmark = pytest.mark.journey

TICKET = "/w/platform/support/S-1"
NEXT_LOOK = 15_000  # milliseconds until a desk asks again


@pytest.fixture
def ticket(workspace: Workspace) -> Ticket:
    now = timezone.now()
    return TicketFactory(
        workspace=workspace, number=1, title="Quota?", opened_at=now, last_event_at=now
    )


def _opened(stack: Stack, who: Member) -> Page:
    page = stack.sign_in(who)
    page.clock.install()
    page.goto(TICKET)
    expect(page.locator("#pane")).to_have_attribute("data-ticket", "S-1")
    return page


def _look(page: Page) -> None:
    with page.expect_response(lambda answer: answer.request.headers.get("hx-target") == "pane"):
        page.clock.run_for(NEXT_LOOK)


def test_ticket_shows_what_a_colleague_did(
    stack: Stack, sho: Member, haruka: Member, ticket: Ticket
) -> None:
    page = _opened(stack, sho)
    page.locator(".top .logo").hover()
    take_ticket(ticket=ticket, by=haruka, at=timezone.now())

    _look(page)

    expect(page.locator("#pane .facts")).to_contain_text("Haruka Mori")
    expect(page.locator("#pane").get_by_role("button", name="Take", exact=True)).to_have_count(0)


def test_nothing_moves_under_who_writes_while_a_colleague_resolves(
    stack: Stack, sho: Member, haruka: Member, ticket: Ticket
) -> None:
    page = _opened(stack, sho)
    words = page.get_by_label("Note or answer")
    page.keyboard.press("a")
    words.press_sequentially("Half an ans")
    before = [box.bounding_box() for box in page.locator("#pane button:visible").all()]
    resolve_ticket(ticket=ticket, by=haruka, at=timezone.now())

    _look(page)

    line = page.get_by_role("button", name="Haruka Mori resolved it")
    expect(line).to_be_visible()
    expect(words).to_be_focused()
    now = page.locator("#pane button:visible:not([data-news])").all()
    assert [box.bounding_box() for box in now] == before

    line.click()
    expect(page.locator("#pane").get_by_role("button", name="Reopen")).to_be_visible()
    expect(words).to_have_value("Half an ans")
    expect(page.get_by_role("radio", name="Answer")).to_be_checked()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".timeline .is-answer")).to_have_text("Half an ans")
