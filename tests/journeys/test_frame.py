"""What stands around every page, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from planner.models import Member
from tests.services.stack import Stack

pytestmark = pytest.mark.journey
PHONE = {"width": 390, "height": 844}


def test_skip_link_leads_past_the_frame(stack: Stack, haruka: Member) -> None:
    page = stack.sign_in(haruka)
    page.goto("/profile/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_theme_is_switched_on_the_page_where_one_is(
    stack: Stack, haruka: Member, scripts: bool
) -> None:
    page = stack.sign_in(haruka, java_script_enabled=scripts, color_scheme="light")
    page.goto("/w/platform/settings/people/")
    page.get_by_label("Menu of Haruka Mori").click()
    page.get_by_role("banner").get_by_role("button", name="Dark").click()
    expect(page.locator("html[data-theme=dark]")).to_have_count(1)
    expect(page).to_have_url(f"{stack.url}/w/platform/settings/people/")


def test_phone_has_its_places_under_the_thumb(
    stack: Stack, haruka: Member, axe: Callable[[Page], None]
) -> None:
    page = stack.sign_in(haruka, viewport=PHONE, has_touch=True)
    page.goto("/w/platform/support/")
    bar = page.get_by_role("navigation", name="Main, at the bottom")
    expect(bar.get_by_role("link", name="Support")).to_have_attribute("aria-current", "page")
    bar.get_by_text("More").tap()
    expect(bar.get_by_role("link", name="Your profile")).to_be_in_viewport()
    axe(page)
    page.locator("h1").first.tap()
    expect(bar.get_by_role("link", name="Your profile")).to_be_hidden()


def test_everything_in_the_frame_of_the_phone_is_large_enough_to_hit(
    stack: Stack, haruka: Member
) -> None:
    page = stack.sign_in(haruka, viewport=PHONE)
    page.goto("/w/platform/settings/people/")
    for width in (660, 860, 862, 1021):  # between phone and desktop the frame fits as well
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.set_viewport_size(PHONE)
    page.goto("/profile/")
    small = page.evaluate(
        """() => [...document.querySelectorAll(".top a, .top summary, .tab-bar a, .button")]
            .filter((element) => element.checkVisibility())
            .filter((element) => element.getBoundingClientRect().height < 44)
            .map((element) => element.outerHTML)"""
    )
    assert not small


def test_lost_page_is_accessible_and_leads_on(
    stack: Stack, otto: Member, workspace: object, axe: Callable[[Page], None]
) -> None:
    page = stack.sign_in(otto, viewport=PHONE, color_scheme="dark")
    page.goto("/w/platform/support/")
    expect(page.get_by_role("heading", name="Nothing here")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="To your workspaces").click()
    expect(page).to_have_url(f"{stack.url}/w/elsewhere/")


def test_page_prints_without_its_frame(stack: Stack, haruka: Member) -> None:
    page = stack.sign_in(haruka, color_scheme="dark")
    page.goto("/gallery/")
    page.emulate_media(media="print")
    expect(page.get_by_role("banner")).to_be_hidden()
    expect(page.get_by_role("button", name="Start cycle").first).to_be_hidden()
    colour = "getComputedStyle(document.querySelector('h1')).color"
    assert page.evaluate(colour) == "rgb(27, 26, 23)"
