"""A release team works on its epic: unknowns, promise, scope, hill, and out it goes."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cycles.actions.calendar import begin_in_the_middle, keep_cycles_ahead
from cycles.actions.cycle import start_cycle
from cycles.actions.epics import choose_epic, create_epic
from cycles.actions.moves import move_task
from cycles.actions.scope import add_scope_item
from cycles.actions.seats import seat_member
from cycles.actions.tasks import add_task
from cycles.actions.unknowns import investigate_unknown, raise_unknown, resolve_unknown
from cycles.models import Cycle, CycleSettings, Epic, Unknown
from planner.models import Member, Workspace
from tests.factories import MemberFactory, PersonFactory

pytestmark = pytest.mark.journey

EPIC = "/w/platform/epics/E-1/"
A_QUARTER = 16_000  # of a minute, and a second, in milliseconds


@pytest.fixture
def yui(workspace: Workspace) -> Member:
    return MemberFactory(workspace=workspace, person=PersonFactory(name="Yui Nakahara"))


@pytest.fixture
def epic(workspace: Workspace, haruka: Member, ren: Member, sho: Member, yui: Member) -> Epic:
    """Ren and Yui are in the third week of their cycle, with nothing raised yet."""
    now = timezone.now()
    CycleSettings.objects.filter(workspace=workspace).update(ahead=3, on_support_seats=1)
    keep_cycles_ahead(workspace=workspace, at=now)
    today = now.astimezone(workspace.zone).date()
    monday = today - timedelta(days=today.weekday(), weeks=2)
    begin_in_the_middle(workspace=workspace, number=1, starts_on=monday, by=None, at=now)
    cycle = Cycle.objects.get(workspace=workspace, number=1)
    epic = create_epic(
        workspace=workspace, title="Failover", size="big", origin="issue", by=haruka, at=now
    )
    choose_epic(cycle=cycle, epic=epic, by=haruka, at=now)
    for kind, member in (("big", ren), ("big", yui), ("on_support", sho)):
        seat_member(team=cycle.teams.get(kind=kind), member=member, by=haruka, at=now)
    start_cycle(cycle=cycle, on=monday, by=haruka, at=now)
    return epic


def panel(page: Page, name: str):
    return page.get_by_role("region", name=name)


def dialog(page: Page, key: str, title: str):
    """What a key opens."""
    page.keyboard.press(key)
    opened = page.get_by_role("dialog")
    expect(opened.get_by_role("heading", name=title)).to_be_visible()
    return opened


def raise_by_keyboard(page: Page, question: str) -> None:
    dialog(page, "u", "Add an unknown")
    page.keyboard.type(question)
    page.keyboard.press("Control+Enter")
    expect(panel(page, "Questions and answers").get_by_role("link", name=question)).to_be_visible()


def answer_by_keyboard(page: Page, question: str, answer: str) -> None:
    row = page.get_by_role("listitem").filter(has_text=question)
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    row.get_by_role("textbox").focus()
    page.keyboard.type(answer)
    page.keyboard.press("Control+Enter")
    expect(row.get_by_role("img", name="Resolved")).to_be_visible()


def add_to_scope(page: Page, title: str, kind: str = "Must") -> None:
    opened = dialog(page, "s", "Add to the scope")
    opened.get_by_label("What is built").fill(title)
    opened.get_by_label(kind, exact=True).check()
    page.keyboard.press("Control+Enter")
    expect(panel(page, "Scope").get_by_role("link", name=title)).to_be_visible()


def move_to(page: Page, place: int, note: str = "") -> None:
    opened = dialog(page, "h", "Move on the hill")
    opened.get_by_label("Place").fill(str(place))
    opened.get_by_label("Note").fill(note)
    page.keyboard.press("Control+Enter")


def test_team_finds_out_promises_builds_and_ships_by_keyboard(stack, epic, ren, yui, axe):
    page = stack.sign_in(ren)
    page.goto(EPIC)
    axe(page)

    raise_by_keyboard(page, "Does DNS move within a minute?")
    expect(panel(page, "Scope")).to_contain_text("Scope opens at 0 unknowns")
    move_to(page, 60)
    expect(page.get_by_role("alert")).to_contain_text("1 unknown is left")
    page.goto(EPIC)
    row = page.get_by_role("listitem").filter(has_text="Does DNS move")
    row.get_by_role("button", name="Look into it").focus()
    page.keyboard.press("Enter")
    expect(row.get_by_role("img", name="Investigating")).to_be_visible()
    answer_by_keyboard(page, "Does DNS move", "Yes, with a TTL of 30 s.")
    expect(panel(page, "Unknowns")).to_contain_text("1 raised, 1 answered")

    add_to_scope(page, "Gateway")
    add_to_scope(page, "Status page", "Could")
    dialog(page, "p", "Propose the promise")
    page.keyboard.type("We move a region within a minute.")
    page.keyboard.press("Control+Enter")
    expect(panel(page, "What we can really build")).to_contain_text("Yui Nakahara")
    axe(page)
    _signed_by(stack, yui)

    page.goto(EPIC)
    expect(panel(page, "What we can really build")).to_contain_text("committed")
    raise_by_keyboard(page, "Do health checks follow?")
    promise = panel(page, "What we can really build")
    expect(promise).to_contain_text("Does it still hold?")
    opened = dialog(page, "c", "Does the promise still hold?")
    opened.get_by_label("It still holds").check()
    page.keyboard.press("Control+Enter")
    expect(promise).to_contain_text("Still holds, says Ren")
    axe(page)
    answer_by_keyboard(page, "Do health checks follow?", "They do.")
    _cut_build_and_ship(page)
    epic.refresh_from_db()
    assert (epic.state, Unknown.objects.get(number=2).is_late) == ("shipped", True)
    page.keyboard.press("z")
    expect(page.get_by_role("button", name="Ship it")).to_be_visible()


def _signed_by(stack, member: Member) -> None:
    theirs = stack.sign_in(member)
    theirs.goto(EPIC)
    theirs.get_by_role("button", name="Sign", exact=True).click()
    expect(panel(theirs, "What we can really build")).to_contain_text("committed")


def _cut_build_and_ship(page: Page) -> None:
    scope = panel(page, "Scope")
    scope.get_by_role("link", name="Status page").click()
    page.get_by_role("dialog").get_by_role("link", name="Cut it").click()
    page.get_by_label("Why it is cut").fill("Nobody has asked for it.")
    page.keyboard.press("Control+Enter")
    expect(scope).to_contain_text("1 cut on")
    scope.get_by_role("button", name="Gateway: built").focus()
    page.keyboard.press("Enter")
    expect(scope.get_by_role("button", name="Gateway: built", pressed=True)).to_be_visible()
    move_to(page, 90, "in production")
    expect(panel(page, "Hill")).to_contain_text("in production")
    page.get_by_role("button", name="Ship it").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Not shipped after all")).to_be_visible()


def test_all_of_it_works_without_javascript(stack, epic, ren, yui):
    page = stack.sign_in(ren, java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto(EPIC)
    page.get_by_role("link", name=re.compile("Add unknown")).click()
    page.get_by_role("button", name="Raise it").click()
    expect(page.get_by_label("Question")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Question").fill("Does DNS move?")
    page.get_by_label("Owner").select_option("Yui Nakahara")
    page.get_by_role("button", name="Raise it").click()
    page.get_by_role("button", name="Look into it").click()
    page.locator("summary").filter(has_text="Answer").click()
    page.get_by_role("textbox").fill("It does.")
    page.get_by_role("button", name="Resolve").click()
    expect(panel(page, "Questions and answers")).to_contain_text("It does.")

    page.get_by_role("link", name=re.compile("Does DNS move")).click()
    page.get_by_role("button", name="Ask it again").click()
    expect(panel(page, "Unknowns")).to_contain_text("1 open")
    page.locator("summary").filter(has_text="Answer").click()
    page.get_by_role("button", name="Resolve").click()
    panel(page, "Scope").get_by_role("link", name="Add").click()
    page.get_by_label("What is built").fill("Gateway")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name=re.compile("Propose the promise")).click()
    page.get_by_label("What we can really build").fill("A region moves.")
    page.get_by_role("button", name="Propose it").click()
    expect(panel(page, "What we can really build")).to_contain_text("Yui Nakahara")
    page.get_by_role("link", name=re.compile("Move on the hill")).click()
    page.get_by_label("Note").fill("Nothing has moved.")
    page.get_by_role("button", name="Move it").click()
    expect(panel(page, "Hill")).to_contain_text("Nothing has moved.")
    panel(page, "Links").get_by_role("link", name="Add").click()
    page.get_by_label("Address").fill("javascript:alert(1)")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("alert")).to_contain_text("begins with https://")
    page.get_by_label("Address").fill("https://git.example.org/failover")
    page.get_by_role("button", name="Add it").click()
    expect(panel(page, "Links").get_by_role("link", name="git.example.org")).to_be_visible()


def test_what_others_do_shows_up_where_nobody_is_at_work(stack, epic, ren, yui, haruka):
    now = timezone.now()
    first = raise_unknown(epic=epic, question="Does DNS move?", by=ren, at=now)
    page = stack.sign_in(ren)
    page.clock.install()
    page.goto(EPIC)
    panel(page, "Unknowns").get_by_text("Show as table").click()
    page.locator(":focus").blur()
    page.mouse.move(2, 2)
    resolve_unknown(unknown=first, answer="It does.", by=yui, at=timezone.now())
    item = add_scope_item(epic=epic, title="Gateway", kind="must", by=yui, at=timezone.now())
    team = epic.teams.get()
    card = add_task(team=team, title="Write it", scope_item=item, by=yui, at=timezone.now())
    move_task(task=card, column="doing", by=yui, at=timezone.now())
    page.clock.run_for(A_QUARTER)

    expect(panel(page, "Unknowns")).to_contain_text("1 raised, 1 answered")
    expect(panel(page, "Unknowns").get_by_role("table")).to_be_visible()
    expect(panel(page, "Questions and answers")).to_contain_text("It does.")
    expect(panel(page, "Scope").locator(".is-half")).to_be_visible()
    expect(panel(page, "Board")).to_contain_text("Write it")
    expect(panel(page, "What happened")).to_contain_text("moved T-1")

    second = raise_unknown(epic=epic, question="Who pays?", by=haruka, at=timezone.now())
    page.clock.run_for(A_QUARTER)
    row = page.get_by_role("listitem").filter(has_text="Who pays?")
    row.locator("summary").click()
    row.get_by_role("textbox").fill("The plat")
    investigate_unknown(unknown=second, by=yui, at=timezone.now())
    page.clock.run_for(A_QUARTER)
    expect(panel(page, "Unknowns")).to_contain_text("1 investigating")
    expect(row.get_by_role("textbox")).to_have_value("The plat")
    expect(row.get_by_role("textbox")).to_be_focused()
    row.get_by_role("textbox").fill("The platform.")
    page.keyboard.press("Control+Enter")
    expect(row.get_by_role("img", name="Resolved")).to_be_visible()
