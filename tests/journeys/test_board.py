"""Ren's team works on its board: by keyboard, by drag, by menu, and by plain forms."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cycles.actions.calendar import keep_cycles_ahead
from cycles.actions.cycle import start_cycle
from cycles.actions.epics import choose_epic, create_epic
from cycles.actions.moves import move_task
from cycles.actions.seats import seat_member
from cycles.actions.tasks import add_task
from cycles.models import Cycle, CycleSettings, Task, Team
from planner.models import Member, Workspace
from tests.factories import MemberFactory, PersonFactory
from tests.services.process import wait_until

pytestmark = pytest.mark.journey

CARDS = ("Drain hook", "Probe rewrite", "Runbook", "Route check")


@pytest.fixture
def board(workspace: Workspace, haruka: Member, ren: Member, sho: Member) -> Team:
    """The board of a Big Epic in a cycle that runs, with four cards to do."""
    now = timezone.now()
    CycleSettings.objects.filter(workspace=workspace).update(on_support_seats=1, ahead=2)
    keep_cycles_ahead(workspace=workspace, at=now)
    cycle = Cycle.objects.filter(workspace=workspace).order_by("number")[0]
    epic = create_epic(
        workspace=workspace, title="Failover", size="big", origin="issue", by=haruka, at=now
    )
    choose_epic(cycle=cycle, epic=epic, by=haruka, at=now)
    team = cycle.teams.get(kind="big")
    yui = MemberFactory(workspace=workspace, person=PersonFactory(name="Yui Nakahara"))
    for member in (ren, yui):
        seat_member(team=team, member=member, by=haruka, at=now)
    seat_member(team=cycle.teams.get(kind="on_support"), member=sho, by=haruka, at=now)
    cycle.refresh_from_db()
    start_cycle(cycle=cycle, by=haruka, at=now)
    team = Team.objects.get(pk=team.pk)
    for title in CARDS:
        add_task(team=team, title=title, by=haruka, at=now - timedelta(hours=1))
    return team


def column(page: Page, name: str):
    return page.locator(f"[data-column={name}]")


def card(page: Page, title: str):
    return page.locator("[data-card]").filter(has_text=title)


def holds(page: Page, name: str, *titles: str) -> None:
    expect(column(page, name).locator("[data-card] > a")).to_have_text(list(titles))


def focus(page: Page, title: str) -> None:
    card(page, title).get_by_role("link").focus()


def saved(page: Page) -> None:
    """What was put down has come back from the planner, and stands."""
    expect(page.locator(".is-sent")).to_have_count(0)
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def test_board_by_keyboard(stack, board, ren, axe):
    page = stack.sign_in(ren)
    page.goto(f"/w/platform/boards/{board.pk}/")
    axe(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(":focus")).to_have_text("Probe rewrite")

    page.keyboard.press(" ")
    expect(page.locator("#announcer")).to_contain_text("Probe rewrite lifted")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#announcer")).to_have_text("Doing (limit 3), 1 of 1")
    page.keyboard.press("Enter")
    saved(page)
    holds(page, "doing", "Probe rewrite")
    expect(page.locator(":focus")).to_have_text("Probe rewrite")
    expect(page.locator(".toasts")).to_contain_text("T-2 is in Doing now")

    focus(page, "Route check")
    page.keyboard.press(" ")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    saved(page)
    holds(page, "todo", "Drain hook", "Route check", "Runbook")

    page.keyboard.press(" ")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(page.locator("#announcer")).to_have_text("Route check stays where it was")
    holds(page, "todo", "Drain hook", "Route check", "Runbook")

    page.keyboard.press("Shift+ArrowRight")
    saved(page)
    holds(page, "doing", "Probe rewrite", "Route check")
    page.keyboard.press("z")
    holds(page, "doing", "Probe rewrite")
    holds(page, "todo", "Drain hook", "Route check", "Runbook")
    assert "/boards/" in page.url

    page.keyboard.press("n")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Alert on drift")
    axe(page)
    page.keyboard.press("Control+Enter")
    holds(page, "todo", "Drain hook", "Route check", "Runbook", "Alert on drift")


def test_board_by_drag_and_menu(stack, board, ren):
    page = stack.sign_in(ren)
    page.goto(f"/w/platform/boards/{board.pk}/")
    card(page, "Runbook").drag_to(column(page, "review"))
    saved(page)
    holds(page, "review", "Runbook")
    card(page, "Route check").drag_to(card(page, "Drain hook"), target_position={"x": 60, "y": 4})
    saved(page)
    holds(page, "todo", "Route check", "Drain hook", "Probe rewrite")

    card(page, "Probe rewrite").hover()
    page.locator("#board-menu > summary").click()
    page.get_by_role("button", name="Top of its column").click()
    holds(page, "todo", "Probe rewrite", "Route check", "Drain hook")
    saved(page)
    focus(page, "Drain hook")
    page.keyboard.press("m")
    page.locator("#board-menu").get_by_role("button", name="Doing").click()
    holds(page, "doing", "Drain hook")

    page.reload()
    holds(page, "todo", "Probe rewrite", "Route check")
    holds(page, "doing", "Drain hook")
    holds(page, "review", "Runbook")


def test_palette_acts_on_the_card_in_focus(stack, board, ren, axe):
    page = stack.sign_in(ren)
    page.goto(f"/w/platform/boards/{board.pk}/")
    focus(page, "Runbook")
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog", name="Jump to, or do")
    expect(palette).to_contain_text("Runbook")
    axe(page)
    page.keyboard.type("move doing")
    expect(palette.get_by_role("option", name="Move to: Doing")).to_have_attribute(
        "aria-selected", "true"
    )
    page.keyboard.press("Enter")
    saved(page)
    holds(page, "doing", "Runbook")

    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    for said in ("Lift a card", "Into the next column", "Into the column before", "Move to"):
        expect(sheet).to_contain_text(said)


def test_several_moves_at_once_are_all_kept(stack, board, ren):
    page = stack.sign_in(ren)
    page.goto(f"/w/platform/boards/{board.pk}/")
    for title in ("Drain hook", "Probe rewrite", "Runbook"):
        card(page, title).get_by_role("link").press("Shift+ArrowRight")
    saved(page)
    holds(page, "doing", "Drain hook", "Probe rewrite", "Runbook")
    page.reload()
    holds(page, "doing", "Drain hook", "Probe rewrite", "Runbook")


def test_card_in_the_hand_stays_there_while_another_one_is_saved(stack, board, ren):
    page = stack.sign_in(ren)
    page.goto(f"/w/platform/boards/{board.pk}/")
    on_the_way = []
    page.route("**/move/", lambda route: on_the_way.append(route))
    focus(page, "Drain hook")
    page.keyboard.press("Shift+ArrowRight")
    focus(page, "Runbook")
    page.keyboard.press(" ")
    wait_until(lambda: page.wait_for_timeout(20) or on_the_way, what="the first move")

    with page.expect_response("**/move/"):
        on_the_way[0].continue_()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#announcer")).to_contain_text("Doing (limit 3), 2 of 2")
    page.unroute("**/move/")
    page.keyboard.press("Escape")

    expect(card(page, "Runbook").get_by_role("link")).to_be_focused()
    saved(page)
    holds(page, "todo", "Probe rewrite", "Runbook", "Route check")
    holds(page, "doing", "Drain hook")


def test_full_column_asks_why(stack, board, ren, axe):
    page = stack.sign_in(ren)
    page.goto(f"/w/platform/boards/{board.pk}/")
    for title in CARDS:
        card(page, title).get_by_role("checkbox").check()
    expect(page.get_by_text("4 selected")).to_be_visible()
    axe(page)
    page.get_by_role("group", name="Selected cards").get_by_role("button", name="Doing").click()
    expect(page.get_by_role("alert")).to_contain_text("Doing is at its limit of 3")
    holds(page, "doing")
    axe(page)
    expect(page.get_by_label("Why one more?")).to_be_focused()
    page.keyboard.type("Drill day")
    page.keyboard.press("Enter")
    holds(page, "doing", *CARDS)
    expect(card(page, CARDS[0]).get_by_role("link")).to_be_focused()

    for title in ("Drain hook", "Runbook"):
        card(page, title).get_by_role("checkbox").check()
    page.get_by_label("Why it is blocked").fill("Network is down")
    page.keyboard.press("Enter")
    expect(card(page, "Runbook")).to_contain_text("Blocked: Network is down")
    card(page, "Runbook").get_by_role("checkbox").check()
    page.get_by_label("For whom").select_option("Yui Nakahara")
    page.get_by_role("button", name="Assign").click()
    expect(card(page, "Runbook").get_by_role("img", name="Yui Nakahara")).to_be_visible()


def test_card_that_could_not_be_sent_goes_back(stack, board, ren):
    page = stack.sign_in(ren)
    page.goto(f"/w/platform/boards/{board.pk}/")
    page.route("**/move/", lambda route: route.abort())
    for said in ("ERR_FAILED", "htmx:afterRequest", "htmx:sendError"):
        stack.complaints.expect(said)
    focus(page, "Drain hook")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".toasts")).to_contain_text("No answer from the planner")
    holds(page, "todo", *CARDS)


def test_what_others_move_waits_for_the_pointer(stack, board, ren, haruka):
    page = stack.sign_in(ren)
    page.clock.install()
    page.goto(f"/w/platform/boards/{board.pk}/")
    focus(page, "Drain hook")
    move_task(task=Task.objects.get(title="Runbook"), column="doing", by=haruka, at=timezone.now())
    page.clock.fast_forward(16_000)
    line = page.get_by_role("button", name="The board has changed. Show it.")
    expect(line).to_be_visible()
    holds(page, "todo", *CARDS)
    line.click()
    holds(page, "doing", "Runbook")

    page.locator(":focus").blur()
    page.mouse.move(2, 2)
    add_task(team=board, title="Written elsewhere", by=haruka, at=timezone.now())
    page.clock.fast_forward(16_000)
    expect(card(page, "Written elsewhere")).to_be_visible()


def test_board_without_script(stack, board, ren, axe):
    page = stack.sign_in(ren, java_script_enabled=False)
    page.goto(f"/w/platform/boards/{board.pk}/")
    card(page, "Drain hook").hover()
    for title in ("Drain hook", "Runbook"):
        card(page, title).get_by_role("checkbox").check()
    page.get_by_role("group", name="Selected cards").get_by_role("button", name="Doing").click()
    holds(page, "doing", "Drain hook", "Runbook")
    page.get_by_role("button", name="Undo").click()
    holds(page, "todo", *CARDS)

    page.get_by_role("link", name="New card").click()
    page.get_by_label("Title").fill("Alert on drift")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_role("link", name="Alert on drift").click()
    page.get_by_label("For whom").select_option("Ren Kuroda")
    page.get_by_role("button", name="Assign").click()
    expect(page).to_have_url(re.compile("/tasks/T-5/$"))
    page.get_by_label("Move to").select_option("In review")
    page.get_by_role("button", name="Move", exact=True).click()
    page.get_by_label("Why it is blocked").fill("Waits for the vendor")
    page.get_by_role("button", name="Block").click()
    for said in ("In review", "Ren Kuroda", "Waits for the vendor"):
        expect(page.get_by_role("main")).to_contain_text(said)
    page.get_by_role("button", name="It can go on").click()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Description").fill("Pages are *enough*.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".prose em")).to_have_text("enough")
