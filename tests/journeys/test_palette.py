"""The palette: from any page to any thing, and all that a page can do, by a few letters."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from planner.models import Member
from tests.factories import CycleFactory, EpicFactory, TicketFactory
from tests.services.stack import Stack

pytestmark = pytest.mark.journey


def test_palette_jumps_to_an_epic_by_keyboard(
    stack: Stack, haruka: Member, axe: Callable[[Page], None]
) -> None:
    epic = EpicFactory(workspace=haruka.workspace, title="Calm nights")
    page = stack.sign_in(haruka)
    page.goto("/w/platform/plan/")
    page.keyboard.press("/")
    palette = page.get_by_role("dialog", name="Jump to, or do")
    expect(palette.get_by_role("combobox")).to_be_focused()
    expect(palette.get_by_role("option").first).to_be_visible()
    axe(page)
    page.keyboard.type("calm")
    expect(palette.get_by_role("option", name="Calm nights")).to_have_attribute(
        "aria-selected", "true"
    )
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/w/platform/epics/{epic.key}/")


def test_palette_does_what_the_page_can_do(stack: Stack, sho: Member) -> None:
    ticket = TicketFactory(workspace=sho.workspace, title="May I have a namespace?")
    page = stack.sign_in(sho)
    page.goto(f"/w/platform/support/{ticket.key}")
    page.keyboard.press("Control+k")
    page.keyboard.type("tak")
    expect(page.get_by_role("option", name="Take")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#pane")).to_contain_text("Let go")
    ticket.refresh_from_db()
    assert ticket.assignee == sho


def test_palette_opens_from_within_a_field_and_closes_with_escape(
    stack: Stack, haruka: Member
) -> None:
    CycleFactory(workspace=haruka.workspace, number=24)
    page = stack.sign_in(haruka)
    page.goto("/w/platform/plan/")
    page.get_by_label("Search epics").focus()
    page.keyboard.press("Control+k")
    page.keyboard.type("no such thing")
    expect(page.get_by_role("dialog")).to_contain_text("Nothing found")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_phone_reaches_it_from_the_tab_bar(stack: Stack, haruka: Member) -> None:
    TicketFactory(workspace=haruka.workspace, number=7, title="障害の連絡")
    page = stack.sign_in(haruka, viewport={"width": 390, "height": 844})
    page.goto("/w/platform/")
    page.get_by_role("link", name="Search").click()
    page.get_by_role("combobox").fill("障害")
    page.get_by_role("option", name="障害の連絡").click()
    page.wait_for_url("**/support/S-7")


def test_without_scripts_it_is_a_page(stack: Stack, haruka: Member) -> None:
    EpicFactory(workspace=haruka.workspace, title="Calm nights")
    page = stack.sign_in(haruka, java_script_enabled=False)
    page.goto("/w/platform/")
    page.get_by_role("link", name="Jump to epic, ticket, person").click()
    page.get_by_role("searchbox").fill("calm")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Calm nights").click()
    expect(page.get_by_role("heading", name="Calm nights")).to_be_visible()
