"""The manager plans a first cycle and starts it: by keyboard, by drag, by menu, and by forms."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cycles.actions.calendar import keep_cycles_ahead
from cycles.actions.epics import create_epic
from cycles.models import CycleSettings
from planner.models import Member, Workspace
from tests.factories import MemberFactory, PersonFactory

pytestmark = pytest.mark.journey

PLAN = "/w/platform/plan/1/"
PEOPLE = ("Yui Nakahara", "Priya Raman", "Kenji Amano", "Mei Shirota", "Lukas Brandt")


@pytest.fixture
def team(workspace: Workspace, haruka: Member, ren: Member, sho: Member) -> Workspace:
    """Seven people, three epics, and cycles ahead; nothing is planned."""
    CycleSettings.objects.filter(workspace=workspace).update(on_support_seats=1, ahead=3)
    for name in PEOPLE:
        MemberFactory(workspace=workspace, person=PersonFactory(name=name))
    for title, size in (("Failover", "big"), ("Quota form", "small"), ("Restore drill", "small")):
        create_epic(
            workspace=workspace, title=title, size=size, origin="issue",
            by=haruka, at=timezone.now(),
        )  # fmt: skip
    keep_cycles_ahead(workspace=workspace, at=timezone.now())
    return workspace


def card(page: Page, name: str):
    return page.get_by_role("article").filter(has=page.get_by_role("heading", name=name))


def add(page: Page, title: str) -> None:
    page.get_by_role("button", name=f"Add {title} to cycle 1").click()
    expect(page.locator(".plan-canvas").get_by_role("link", name=title)).to_be_visible()


def sits(page: Page, where: str, name: str) -> None:
    expect(card(page, where).locator("[data-seat]").filter(has_text=name)).to_be_visible()


def by_keyboard(page: Page, where: str, name: str) -> None:
    card(page, where).locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox").and_(page.locator(":focus"))).to_be_visible()
    page.keyboard.type(name[:4].lower())
    page.keyboard.press("Enter")
    sits(page, where, name)


def by_menu(page: Page, where: str, name: str) -> None:
    card(page, where).locator("summary").first.click()
    option = page.get_by_role("option", name=re.compile(name)).locator("visible=true")
    assert option.locator(".ellipsis").evaluate("one => one.scrollWidth <= one.clientWidth")
    option.click()
    sits(page, where, name)


def by_drag(page: Page, where: str, name: str) -> None:
    person = page.locator(".person").filter(has_text=name)
    person.drag_to(card(page, where).locator("[data-drop]"))
    sits(page, where, name)


def test_first_cycle_is_planned_and_started(stack, team, haruka, axe):
    page = stack.sign_in(haruka)
    page.goto(PLAN)
    for title in ("Failover", "Quota form", "Restore drill"):
        add(page, title)
    page.keyboard.press("a")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Preview environments")
    dialog.get_by_role("button", name="Write it down").click()
    expect(card(page, "Preview environments")).to_be_visible()
    axe(page)

    by_keyboard(page, "Failover", "Ren Kuroda")
    by_drag(page, "Preview environments", "Yui Nakahara")
    by_menu(page, "Preview environments", "Priya Raman")
    by_keyboard(page, "Small Epics", "Kenji Amano")
    by_keyboard(page, "Small Epics", "Mei Shirota")
    by_menu(page, "On support", "Sho Minagawa")

    expect(page.locator("#why-not")).to_contain_text("Can’t start: Failover needs 1 more.")
    expect(page.get_by_role("button", name="Start cycle")).to_be_disabled()
    page.keyboard.press(".")
    focused = page.locator(":focus")
    expect(focused).to_contain_text("Seat 2, needed")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox").and_(page.locator(":focus"))).to_be_visible()
    page.keyboard.type("luk")
    page.keyboard.press("Enter")
    sits(page, "Failover", "Lukas Brandt")

    page.get_by_role("link", name="Start cycle").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("4 epics and 7 people go to work")
    axe(page)
    dialog.get_by_role("button", name="Start cycle").click()

    expect(page).to_have_url(re.compile(r"/w/platform/$"))
    for said in ("Cycle 1", "Failover", "Preview environments", "Day 1 of"):
        expect(page.get_by_role("main")).to_contain_text(said)
    axe(page)
    page.goto(PLAN)
    expect(page.locator(".plan-head")).to_contain_text("teams and epics are locked")


def test_seat_is_emptied_and_order_changed_by_keyboard(stack, team, haruka):
    page = stack.sign_in(haruka)
    page.goto(PLAN)
    for title in ("Quota form", "Restore drill"):
        add(page, title)
    by_keyboard(page, "On support", "Sho Minagawa")

    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Empty a seat")
    page.keyboard.press("Escape")
    card(page, "On support").locator("[data-seat]").focus()
    page.keyboard.press("Backspace")
    expect(card(page, "On support").locator("[data-seat]")).to_have_count(0)
    expect(page.locator(":focus")).to_contain_text("Seat 1, needed")

    lane = page.locator(".lane-epic")
    lane.nth(1).get_by_role("link").focus()
    page.keyboard.press("Shift+ArrowUp")
    expect(lane.first).to_contain_text("Restore drill")
    expect(page.locator(":focus")).to_have_text("Restore drill")


def test_first_cycle_is_planned_without_script(stack, team, haruka, axe):
    page = stack.sign_in(haruka, java_script_enabled=False)
    page.goto(PLAN)
    for title in ("Failover", "Quota form", "Restore drill"):
        add(page, title)
    page.get_by_role("link", name="New").click()
    page.get_by_label("Title").fill("Preview environments")
    page.get_by_role("button", name="Write it down").click()

    seats = (
        ("Failover", "Ren Kuroda"),
        ("Preview environments", "Yui Nakahara"),
        ("Preview environments", "Priya Raman"),
        ("Small Epics", "Kenji Amano"),
        ("Small Epics", "Mei Shirota"),
        ("On support", "Sho Minagawa"),
    )
    for where, name in seats:
        seat(page, where, name)
    page.get_by_role("link", name="Failover needs 1 more").click()
    expect(page).to_have_url(re.compile(r"#seat-\d+-2$"))
    seat(page, "Failover", "Lukas Brandt")

    page.get_by_role("link", name="Start cycle").click()
    page.get_by_role("button", name="Start cycle").click()
    expect(page.get_by_role("main")).to_contain_text("Day 1 of")


def seat(page: Page, where: str, name: str) -> None:
    card(page, where).locator("summary").first.click()
    card(page, where).get_by_role("combobox").first.select_option(label=name)
    card(page, where).get_by_role("button", name="Seat", exact=True).first.click()
    sits(page, where, name)
