"""From what users feel to the ticket that deals with it, and back; in a real browser."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories_health import played_cluster

pytestmark = pytest.mark.journey
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize(
    ("language", "theme", "width"), [("en", "light", 1440), ("ja", "dark", 390)]
)
def test_breach_leads_to_its_ticket_and_back(stack, haruka, axe, language, theme, width):
    played_cluster(haruka, now=timezone.now())
    haruka.person.language, haruka.person.theme = language, theme
    haruka.person.save()
    page = stack.sign_in(haruka, viewport={"width": width, "height": 844})
    page.goto(f"/w/{haruka.workspace.slug}/health/")

    panel = page.locator("#latency")
    expect(panel).to_have_class("card health-panel is-felt is-over")
    page.locator(".health-table summary").click()
    axe(page)
    assert page.evaluate(SIDEWAYS) == 0

    panel.locator(".health-ticket").click()
    page.wait_for_url("**/support/S-*")
    page.locator("a[href*='/health/'][href$='#latency']").click()
    expect(panel).to_be_in_viewport()

    page.locator("#nodes").get_by_role("link").last.click()
    expect(page.locator("tbody tr")).to_have_count(84)
    axe(page)
