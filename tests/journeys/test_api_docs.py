"""The REST interface, read and tried in a real browser."""

import pytest
from playwright.sync_api import expect

from planner.models import Member
from tests.api import token_of
from tests.factories import TicketFactory
from tests.services.stack import Stack

pytestmark = pytest.mark.journey


def test_interface_is_tried_where_it_is_described(stack: Stack, haruka: Member) -> None:
    TicketFactory(workspace=haruka.workspace, title="Why is DNS slow?")
    page = stack.open()
    page.goto("/api/v1/docs/")
    page.get_by_role("button", name="Authorize").first.click()
    page.get_by_label("auth-bearer-value").fill(token_of(haruka))
    page.get_by_role("button", name="Apply credentials").click()
    page.get_by_role("button", name="Close").first.click()
    tickets = page.locator("#operations-tickets-list_tickets")
    page.locator("#operations-tag-tickets").click()
    tickets.locator(".opblock-summary-control").click()
    tickets.get_by_role("button", name="Try it out").click()
    tickets.get_by_placeholder("slug").fill("platform")
    tickets.get_by_role("button", name="Execute").click()
    expect(tickets.locator(".live-responses-table")).to_contain_text("Why is DNS slow?")
