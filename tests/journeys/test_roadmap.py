"""The manager moves epics on the roadmap: by keyboard, by drag, by menu, and back again."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cycles.actions.calendar import keep_cycles_ahead
from cycles.actions.epics import create_epic
from cycles.actions.places import move_epic
from cycles.actions.visions import add_theme
from cycles.models import CycleSettings
from cycles.rules.windows import Window
from planner.models import Member, Workspace
from tests.services.process import wait_until

pytestmark = pytest.mark.journey

ROADMAP = "/w/platform/roadmap/"


@pytest.fixture
def laid_out(workspace: Workspace, haruka: Member) -> Workspace:
    """Six cycles ahead, two themes; one epic lies in the first cycle, one has no date."""
    CycleSettings.objects.filter(workspace=workspace).update(ahead=6)
    now = timezone.now()
    keep_cycles_ahead(workspace=workspace, at=now)
    themes = [
        add_theme(workspace=workspace, name=name, by=haruka, at=now)
        for name in ("Boring nodes", "Secure by default")
    ]
    for title, to in (("Node image pipeline", "C1"), ("Chaos days", "")):
        epic = create_epic(
            workspace=workspace, title=title, size="big", origin="vision", theme=themes[0],
            by=haruka, at=now,
        )  # fmt: skip
        move_epic(epic=epic, to=Window.of(to), by=haruka, at=now)
    return workspace


def saved(page, key="E-1"):
    """What was moved has come back from the planner, with the focus on it."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
    expect(page.locator(f"#{key} a").first).to_be_focused()


def lies(page: Page, key: str, at: str) -> None:
    expect(page.locator(f"#{key}")).to_have_attribute("data-at", at)


def drag(page: Page, key: str, to: tuple[float, float]) -> None:
    box = page.locator(f"#{key}").bounding_box()
    assert box
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(*to, steps=4)
    page.mouse.up()


def column(page: Page, number: int) -> float:
    """The pixel at which a cycle begins, and a little more."""
    lanes = page.locator(".rm-lanes").first.bounding_box()
    assert lanes
    given = page.locator(".rm-rows").get_attribute("data-columns") or ""
    starts = {int(n): float(x) for n, x in (one.split(":") for one in given.split())}
    return lanes["x"] + lanes["width"] * starts[number] / 100 + 12


def middle(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box
    return box["y"] + box["height"] / 2


def test_epics_are_moved_and_brought_back(stack, laid_out, haruka, axe):
    page = stack.sign_in(haruka)
    page.goto("/w/platform/")
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url(f"**{ROADMAP}")

    page.locator("#E-1 a").first.focus()
    page.keyboard.press("Shift+ArrowRight")
    lies(page, "E-1", "C2")
    expect(page.locator("#E-1 a").first).to_be_focused()
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator(".rm-row", has_text="Secure by default").locator("#E-1")).to_be_visible()
    page.keyboard.press("z")
    expect(page.locator(".rm-row", has_text="Boring nodes").locator("#E-1")).to_be_visible()
    lies(page, "E-1", "C2")

    drag(page, "E-1", (column(page, 4), middle(page, "[data-theme-row] >> nth=0")))
    lies(page, "E-1", "C4")
    drag(page, "E-1", (column(page, 2), middle(page, "[data-tray]")))
    lies(page, "E-1", "-")
    saved(page)
    page.keyboard.press("Shift+ArrowRight")
    lies(page, "E-1", "C1")
    saved(page)

    page.locator("#E-2 a").first.focus()
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog")
    axe(page)
    dialog.get_by_label("Move to").select_option("C3")
    dialog.get_by_role("button", name="Move", exact=True).click()
    lies(page, "E-2", "C3")
    page.locator("#E-2 a").first.focus()
    page.keyboard.press("m")
    dialog.get_by_label("Title").fill("Chaos days twice a year")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Chaos days twice a year")).to_be_visible()
    axe(page)


def test_j_goes_from_epic_to_epic(stack, laid_out, haruka):
    """And not to the menu that stands beside the one with the focus."""
    page = stack.sign_in(haruka)
    page.goto(stack.url + ROADMAP)
    page.wait_for_load_state("networkidle")
    for key in ("E-1", "E-2"):
        page.keyboard.press("j")
        expect(page.locator(f"#{key} a").first).to_be_focused()
        expect(page.locator(f"#{key} [data-more]")).to_be_visible()
    page.keyboard.press("k")
    expect(page.locator("#E-1 a").first).to_be_focused()


def test_moves_of_two_epics_in_one_breath_both_stay(stack, laid_out, haruka):
    page = stack.sign_in(haruka)
    page.goto(ROADMAP)
    sent = []

    def slowly(route):
        sent.append(route.request.post_data)
        page.wait_for_timeout(600 if len(sent) in {1, 4} else 0)
        route.continue_()

    page.route("**/roadmap/move/**", slowly)
    page.locator("#E-1 a").first.focus()
    page.keyboard.press("Shift+ArrowRight")
    page.locator("#E-2 a").first.focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")

    lies(page, "E-2", "C2")
    lies(page, "E-1", "C2")
    assert len(sent) == 3
    saved(page, "E-2")

    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("z")  # means the move that is on its way, though no toast tells of it yet
    page.keyboard.press("Shift+ArrowRight")
    wait_until(lambda: page.wait_for_timeout(20) or len(sent) == 6, what="three more moves")
    lies(page, "E-2", "C3")
    assert [("back=&" in one or one.endswith("back=")) for one in sent[3:]] == [True, False, True]
    page.reload()
    lies(page, "E-1", "C2")
    lies(page, "E-2", "C3")
