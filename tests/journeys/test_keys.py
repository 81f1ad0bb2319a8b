"""The scripts of the look, tried on the gallery: keys, lists to type into, lifting, toasts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from planner.models import Member
from tests.services.process import wait_until
from tests.services.stack import Stack

pytestmark = pytest.mark.journey


@pytest.fixture
def gallery(stack: Stack, haruka: Member) -> Page:
    page = stack.sign_in(haruka)
    page.goto("/gallery/")
    return page


def seated(page: Page) -> str:
    return page.locator("#seated").inner_text()


def announced(page: Page) -> str:
    page.wait_for_function("document.getElementById('announcer').textContent")
    return page.locator("#announcer").inner_text()


def test_gallery_is_accessible_in_both_themes_and_on_the_phone(
    stack: Stack, haruka: Member, axe: Callable[[Page], None]
) -> None:
    for scheme, width in (("light", 1440), ("dark", 1280), ("light", 390)):
        page = stack.sign_in(haruka, color_scheme=scheme, viewport={"width": width, "height": 844})
        page.goto("/gallery/")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_question_mark_lists_the_keys_of_this_page(gallery: Page) -> None:
    gallery.keyboard.press("?")
    sheet = gallery.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet.get_by_text("Propose teams")).to_be_visible()
    expect(sheet.get_by_text("Next in the list")).to_be_visible()
    gallery.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_key_pressed_before_the_scripts_are_there_takes_its_turn(
    stack: Stack, haruka: Member
) -> None:
    page = stack.sign_in(haruka)
    on_their_way: list[Route] = []
    page.route("**/app*.js", lambda route: on_their_way.append(route))
    page.goto("/gallery/", wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("?")
    wait_until(lambda: page.wait_for_timeout(20) or on_their_way, what="the scripts")
    on_their_way.pop().continue_()
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def test_key_in_a_field_is_a_letter(gallery: Page) -> None:
    gallery.keyboard.press("i")
    field = gallery.get_by_label("Say it in a toast")
    expect(field).to_be_focused()
    gallery.keyboard.type("?ji")
    expect(field).to_have_value("?ji")
    expect(gallery.get_by_role("dialog")).to_have_count(0)


def test_key_while_composing_belongs_to_the_input_method(gallery: Page) -> None:
    for composing in ("{isComposing: true}", "{keyCode: 229}"):
        gallery.evaluate(
            f"""document.body.dispatchEvent(new KeyboardEvent("keydown",
                {{key: "?", bubbles: true, ...{composing}}}))"""
        )
    expect(gallery.get_by_role("dialog")).to_have_count(0)


def test_person_can_switch_single_keys_off(stack: Stack, haruka: Member) -> None:
    haruka.person.single_keys = False
    haruka.person.save()
    page = stack.sign_in(haruka)
    page.goto("/gallery/")
    page.keyboard.press("?")
    page.keyboard.press("i")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_label("Say it in a toast")).not_to_be_focused()


def test_j_and_k_walk_through_the_list(gallery: Page) -> None:
    rows = gallery.locator("[data-list] a")
    gallery.keyboard.press("j")
    expect(rows.nth(2)).to_be_focused()  # after the one that is selected
    gallery.keyboard.press("k")
    gallery.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()


def test_seat_is_given_from_a_list_that_one_types_into(gallery: Page) -> None:
    gallery.locator("summary", has_text="Seat 1").focus()
    gallery.keyboard.press("Enter")
    expect(gallery.get_by_role("combobox").first).to_be_focused()
    gallery.keyboard.type("zoe")
    expect(gallery.get_by_role("option", name="Zoë Lindqvist")).to_be_visible()
    expect(gallery.get_by_role("option", name="Daniel Okafor")).to_be_hidden()
    gallery.keyboard.press("Enter")
    expect(gallery.locator("#seated")).to_have_text("Zoë Lindqvist")


def test_enter_that_ends_a_composition_picks_nobody(gallery: Page) -> None:
    gallery.locator("summary", has_text="Seat 1").press("Enter")
    field = gallery.get_by_role("combobox").first
    field.fill("森")
    field.evaluate(
        """field => field.dispatchEvent(new KeyboardEvent("keydown",
            {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))"""
    )
    assert seated(gallery) == "nobody"
    field.press("Enter")
    expect(gallery.locator("#seated")).to_have_text("森 遥")


def test_button_that_cannot_be_seen_is_not_pressed(gallery: Page) -> None:
    gallery.evaluate(
        """() => {
            const button = document.querySelector(".menu-item.hard");
            button.dataset.key = "x";
            button.addEventListener("click", () => { document.title = "pressed"; });
        }"""
    )
    gallery.keyboard.press("x")
    assert gallery.title() != "pressed"
    gallery.get_by_text("Move to").click()
    gallery.keyboard.press("x")
    assert gallery.title() == "pressed"


def test_list_left_with_escape_seats_nobody(gallery: Page) -> None:
    seat = gallery.get_by_text("Seat 1", exact=True)
    seat.click()
    gallery.keyboard.press("ArrowDown")
    gallery.keyboard.press("Escape")
    expect(gallery.get_by_role("option").first).to_be_hidden()
    assert seated(gallery) == "nobody"


def test_person_is_lifted_and_dropped_by_keyboard(gallery: Page) -> None:
    person = gallery.locator('[data-drag][data-name="森 遥"]')
    person.focus()
    gallery.keyboard.press(" ")
    expect(person).to_have_class("person is-lifted")
    assert "森 遥 lifted" in announced(gallery)
    gallery.keyboard.press("ArrowDown")
    gallery.keyboard.press("ArrowDown")
    gallery.keyboard.press("ArrowUp")
    expect(gallery.locator('[data-drop][data-name="Seat 1"]')).to_contain_class("is-target")
    gallery.keyboard.press("Enter")
    expect(gallery.locator("#seated")).to_have_text("森 遥")
    expect(gallery.locator('[data-drag][data-name="森 遥"]')).to_be_focused()


def test_lifted_person_is_let_go_with_escape(gallery: Page) -> None:
    person = gallery.locator('[data-drag][data-name="Yui Nakahara"]')
    person.focus()
    gallery.keyboard.press(" ")
    gallery.keyboard.press("ArrowDown")
    gallery.keyboard.press("Escape")
    expect(person).to_have_class("person")
    assert seated(gallery) == "nobody"


def test_person_is_dragged_to_a_seat(gallery: Page) -> None:
    gallery.locator('[data-drag][data-name="Yui Nakahara"]').drag_to(
        gallery.locator('[data-drop][data-name="Seat 2"]')
    )
    gallery.wait_for_url("**/gallery/?member=2")
    assert seated(gallery) == "Yui Nakahara"


def test_toast_leaves_after_eight_seconds_unless_somebody_points_at_it(
    stack: Stack, haruka: Member
) -> None:
    page = stack.sign_in(haruka)
    page.clock.install()
    page.goto("/gallery/")
    page.get_by_label("Say it in a toast").fill("S-1910 resolved")
    page.keyboard.press("Control+Enter")
    toast = page.locator("#toasts .toast")
    expect(toast).to_contain_text("S-1910 resolved")
    toast.hover()
    page.clock.run_for(9_000)
    expect(toast).to_be_visible()
    page.mouse.move(0, 0)
    page.clock.run_for(9_000)
    expect(toast).to_have_count(0)


def test_toast_comes_along_with_what_htmx_brings(gallery: Page) -> None:
    for said in ("first", "second"):
        gallery.get_by_label("Say it in a toast").fill(said)
        gallery.keyboard.press("Control+Enter")
        expect(gallery.locator("#toasts")).to_contain_text(said)
    expect(gallery.locator("#toasts .toast")).to_have_count(2)


def test_button_on_its_way_is_busy_and_keeps_its_width(gallery: Page) -> None:
    button = gallery.locator("#form").get_by_role("button", name="Save")
    width = button.bounding_box()["width"]  # type: ignore[index]
    held: list[Route] = []
    gallery.route("**/gallery/", lambda route: held.append(route))
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    assert button.bounding_box()["width"] == width  # type: ignore[index]
    held[0].continue_()
    gallery.unroute("**/gallery/")
    expect(gallery.locator("#toasts .toast")).to_have_count(1)
    expect(button).not_to_have_attribute("aria-busy", "true")


def test_planner_that_does_not_answer_is_told(stack: Stack, gallery: Page) -> None:
    stack.complaints.expect("ERR_INTERNET_DISCONNECTED")
    stack.complaints.expect("htmx:")  # it logs its own events
    gallery.context.set_offline(True)
    gallery.locator("#form").get_by_role("button", name="Save").click()
    expect(gallery.locator("#toasts")).to_contain_text("No answer from the planner")


def test_z_takes_back_what_the_toast_offers(gallery: Page) -> None:
    gallery.get_by_label("Say it in a toast").fill("S-1910 resolved")
    gallery.locator("#form").get_by_role("button", name="Save").click()
    expect(gallery.locator("#toasts")).to_contain_text("S-1910 resolved")
    gallery.keyboard.press("z")
    expect(gallery.locator("#toasts")).to_contain_text("Undone")


def test_menu_opens_walks_and_closes_by_keyboard(gallery: Page) -> None:
    summary = gallery.get_by_text("Move to")
    summary.focus()
    gallery.keyboard.press("ArrowDown")
    expect(gallery.get_by_role("button", name="Doing")).to_be_focused()
    gallery.keyboard.press("ArrowDown")
    expect(gallery.get_by_role("button", name="Done", exact=True)).to_be_focused()
    gallery.keyboard.press("Escape")
    expect(gallery.get_by_role("button", name="Doing")).to_be_hidden()
    expect(summary).to_be_focused()


def test_gallery_seats_somebody_without_scripts(stack: Stack, haruka: Member) -> None:
    page = stack.sign_in(haruka, java_script_enabled=False)
    page.goto("/gallery/")
    page.get_by_text("Seat 1", exact=True).click()
    page.get_by_label("Who takes seat 1").select_option("Yui Nakahara")
    page.get_by_role("button", name="Seat", exact=True).first.click()
    expect(page.locator("#seated")).to_have_text("Yui Nakahara")


def test_page_with_a_form_opens_in_a_dialog(gallery: Page, axe: Callable[[Page], None]) -> None:
    gallery.keyboard.press("n")
    dialog = gallery.get_by_role("dialog", name="Write a note")
    expect(dialog.get_by_label("Note")).to_be_focused()
    axe(gallery)
    gallery.keyboard.type("j is a letter here")
    dialog.get_by_role("button", name="Save").click()
    expect(gallery.locator("#toasts")).to_contain_text("j is a letter here")


def test_dialog_closes_and_gives_the_focus_back(gallery: Page) -> None:
    gallery.keyboard.press("n")
    dialog = gallery.get_by_role("dialog", name="Write a note")
    expect(dialog).to_be_visible()
    dialog.get_by_role("link", name="Cancel").click()
    expect(dialog).to_have_count(0)
    expect(gallery.get_by_role("link", name="Write a note")).to_be_focused()


def test_dialog_is_a_page_without_scripts(stack: Stack, haruka: Member) -> None:
    page = stack.sign_in(haruka, java_script_enabled=False)
    page.goto("/gallery/")
    page.get_by_role("link", name="Write a note").click()
    page.get_by_label("Note").fill("by hand")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#toasts")).to_contain_text("by hand")
