"""Sho with many tickets: chosen by keyboard, changed at once, snoozed, merged, found, undone."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from planner.models import Member, Workspace
from support.actions.answers import save_answer
from support.actions.words import rebuild_words
from support.models import DeskSettings, Ticket
from tests.factories import SourceFactory, TicketFactory
from tests.services.stack import Stack

pytestmark = pytest.mark.journey

DESK = "/w/platform/support/"
TOPS = """(row) => [...row.children].filter((one) => one.offsetHeight > 20)
  .map((one) => one.getBoundingClientRect().top)"""


@pytest.fixture
def asked(workspace: Workspace, sho: Member) -> None:
    now = timezone.now()
    DeskSettings.objects.update(tickets_numbered=4)
    for number, title in enumerate(("DNS?", "大規模障害の連絡先", "Quota?", "Mesh?"), 1):
        opened_at = now - timedelta(hours=number)
        TicketFactory(workspace=workspace, number=number, title=title, opened_at=opened_at)
    rebuild_words(workspace=workspace)
    save_answer(workspace=workspace, name="Quota", text="How much?", by=sho, at=now)


def test_many_tickets_are_worked_by_keyboard(stack: Stack, sho: Member, asked: None) -> None:
    page = stack.sign_in(sho)
    page.goto(f"{DESK}S-4")
    keys, toasts, bulk = page.keyboard, page.locator("#toasts"), page.locator("#bulk")

    page.locator("[data-row=S-1] a").focus()
    keys.press("x")
    page.locator("[data-row=S-3] .pick").click(modifiers=["Shift"])
    expect(bulk).to_contain_text("3 selected")
    keys.press("Shift+T")
    expect(toasts).to_contain_text("3 tickets are yours")
    expect(page.locator("[data-row=S-2]").get_by_label("Sho Minagawa")).to_be_visible()
    expect(bulk).to_be_hidden()
    expect(page.locator("#pane")).to_have_attribute("data-ticket", "S-4")
    keys.press("z")
    expect(toasts).to_contain_text("3 tickets are as they were")

    page.goto(f"{DESK}S-4")
    keys.press("s")
    expect(page.get_by_role("button", name="1 hour")).to_be_focused()
    keys.press("Enter")
    expect(toasts).to_contain_text("S-4 is snoozed")
    expect(page.locator("[data-row=S-4]")).to_contain_text("snoozed until")
    keys.press("z")
    expect(toasts).to_contain_text("S-4 is awake")

    keys.press("m")
    expect(page.get_by_label("It goes on in")).to_be_focused()
    keys.type("s-3")
    keys.press("Enter")
    expect(toasts).to_contain_text("S-4 was merged into S-3")
    expect(page.locator("[data-row=S-4]")).to_have_count(0)
    keys.press("z")
    expect(toasts).to_contain_text("S-4 stands alone again")

    keys.press("v")
    page.get_by_role("link", name="Quota", exact=True).click()
    expect(page.locator("#compose-text")).to_have_value("How much?")

    page.goto(f"{DESK}?q=障害")
    expect(page.locator("[data-row]")).to_have_count(1)
    expect(page.locator("[data-row]")).to_contain_text("大規模障害の連絡先")
    assert set(Ticket.objects.values_list("state", "assignee")) == {("open", None)}


def test_sheet_names_each_key_once_and_what_it_does(stack: Stack, sho: Member, asked: None) -> None:
    page = stack.sign_in(sho)
    page.goto(f"{DESK}S-1")
    page.locator("[data-row=S-2] .pick").check()

    page.keyboard.press("?")

    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    lines = [line.inner_text().split("\n") for line in sheet.locator(".shortcuts > div").all()]
    said, keys = [line[0] for line in lines], [" ".join(line[1:]) for line in lines]
    assert len(set(said)) == len(said)
    assert len(set(keys)) == len(keys)
    assert {"Take", "Take the chosen tickets"} <= set(said)
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+W")
    expect(page.get_by_label("To whom").first).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    expect(page.locator("#pane .facts details[open]")).to_be_visible()


def test_many_tickets_are_changed_without_javascript(
    stack: Stack, sho: Member, asked: None
) -> None:
    page = stack.sign_in(sho, java_script_enabled=False)
    page.goto(DESK)
    for key in ("S-1", "S-2"):
        page.locator(f"[data-row={key}] .pick").check()
    page.locator("#bulk [name=end]").select_option("week")
    page.locator("#bulk").get_by_role("button", name="Snooze").click()
    expect(page.locator("#toasts")).to_contain_text("2 tickets are snoozed")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#toasts")).to_contain_text("2 tickets are as they were")

    page.get_by_role("link", name="Filter").click()
    page.get_by_label("Assignee").select_option("nobody")
    page.get_by_role("button", name="Filter").click()
    expect(page).to_have_url(re.compile(r"/support/\?assignee=nobody$"))


def test_many_tickets_are_chosen_by_thumb(
    stack: Stack, sho: Member, asked: None, axe: Callable[[Page], None]
) -> None:
    page = stack.sign_in(sho, viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(DESK)
    toasts, bulk = page.locator("#toasts"), page.locator("#bulk")
    page.get_by_label("Choose several").tap()
    expect(bulk).to_be_hidden()

    for key in ("S-1", "S-3"):
        page.locator(f"[data-row={key}]").tap()
    expect(bulk).to_contain_text("2 selected")
    axe(page)
    resolve = bulk.get_by_role("button", name="Resolve")
    box = resolve.bounding_box()
    assert box is not None
    assert box["y"] > 600
    assert box["height"] >= 44
    resolve.tap()

    expect(toasts).to_contain_text("2 tickets resolved")
    expect(page.locator("[data-row=S-1]")).to_have_count(0)
    toasts.get_by_role("button", name="Undo").tap()
    expect(page.locator("[data-row=S-1]")).to_be_visible()

    page.get_by_label("Choose several").tap()
    page.locator("[data-row=S-2]").tap()
    page.get_by_label("Choose several").tap()
    expect(bulk).to_be_hidden()
    page.locator("[data-row=S-2] a").tap()
    expect(page.locator("#pane")).to_have_attribute("data-ticket", "S-2")


OUTSIDE = """
async (menu) => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const body = menu.querySelector(".menu-body");
  const boxes = [body, ...body.querySelectorAll("[role=listbox]")]
    .map((one) => one.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const right = Math.max(...boxes.map((box) => box.right));
  const top = Math.min(...boxes.map((box) => box.top));
  const fields = [...body.querySelectorAll("input:not([type=hidden]), select")];
  const narrow = fields.filter(
    (field) => field.checkVisibility() && field.getBoundingClientRect().width < 100);
  return [left < 0, right > innerWidth, top < 0, narrow.map((field) => field.outerHTML)];
}
"""


@pytest.mark.parametrize("width", [390, 660, 1024, 1280])
def test_menus_of_a_ticket_are_whole_wherever_they_open(
    stack: Stack, sho: Member, asked: None, width: int
) -> None:
    page = stack.sign_in(sho, viewport={"width": width, "height": 844})
    page.goto(f"{DESK}S-4")
    menus = page.locator("#pane details[data-menu]:has(> summary:visible)")
    expect(menus.first).to_be_visible()

    assert menus.count() >= 5
    for menu in menus.all():
        menu.locator("summary").click()
        assert menu.evaluate(OUTSIDE) == [False, False, False, []]
        menu.evaluate("menu => { menu.open = false }")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_one_does_to_a_ticket_stands_in_one_row(
    stack: Stack, sho: Member, asked: None, language: str
) -> None:
    source = SourceFactory(workspace=sho.workspace)
    alert = {"kind": "alert", "source": source, "group_key": "g", "group_hash": "g"}
    Ticket.objects.filter(number=1).update(assignee=sho, layer="node", **alert)
    sho.person.language = language
    sho.person.save()
    page = stack.sign_in(sho)
    page.goto(f"{DESK}S-1")

    for width in (1280, 1366, 1440, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        tops = page.locator(".pane-actions").evaluate(TOPS)
        assert len(tops) == 7, tops
        assert len(set(tops)) == 1, (width, tops)

    page.keyboard.press("p")
    expect(page.locator(".time-clock .primary")).to_be_visible()
    tops = page.locator(".time-clock").evaluate(TOPS)
    assert len(tops) == 2, tops
    assert len(set(tops)) == 1, tops
