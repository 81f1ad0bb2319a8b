"""The manager closes a cycle with all five decisions, takes it back, closes it, opens the next."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cycles.actions.calendar import keep_cycles_ahead
from cycles.actions.cycle import start_cycle
from cycles.actions.epics import choose_epic, create_epic
from cycles.actions.seats import seat_member
from cycles.models import Cycle, CycleSettings, Epic, ScopeItem, Unknown
from planner.models import Member, Workspace
from tests.factories import MemberFactory, PersonFactory

pytestmark = pytest.mark.journey

DECIDED = {
    "Failover": ("Cut and ship", "The rest is worth less than it costs."),
    "Argo CD": ("Bet again in the next cycle", "The way is known."),
    "Quota form": ("Ship as is", "Done."),
    "Restore drill": ("Park", "The vendor has to answer first."),
    "Old roles": ("Drop", "Nobody needs it."),
}
CLOSE, REPORT = "/w/platform/cycles/1/close/", "/w/platform/cycles/1/"


@pytest.fixture
def running(workspace: Workspace, haruka: Member, ren: Member, sho: Member) -> Cycle:
    """Cycle 1 has run for two weeks, with two Big Epics and three Small ones."""
    at = timezone.now() - timedelta(days=14)
    CycleSettings.objects.filter(workspace=workspace).update(on_support_seats=1, ahead=3)
    keep_cycles_ahead(workspace=workspace, at=at)
    cycle = Cycle.objects.get(workspace=workspace, number=1)
    for title in DECIDED:
        epic = create_epic(
            workspace=workspace, title=title, origin="issue", by=haruka, at=at,
            size="big" if title in ("Failover", "Argo CD") else "small",
        )  # fmt: skip
        choose_epic(cycle=cycle, epic=epic, by=haruka, at=at)
    engineers = [
        MemberFactory(workspace=workspace, person=PersonFactory(name=f"E {n}")) for n in range(5)
    ]
    seats = zip([*cycle.teams.exclude(kind="on_support")] * 2, [ren, *engineers], strict=True)
    for team, member in [*seats, (cycle.teams.get(kind="on_support"), sho)]:
        seat_member(team=team, member=member, by=haruka, at=at)
    cycle = start_cycle(cycle=cycle, by=haruka, at=at)
    failover = Epic.objects.get(title="Failover")
    ScopeItem.objects.create(epic=failover, title="Drain first", added_at=at)
    Unknown.objects.create(epic=failover, number=1, question="Does DNS follow?", raised_at=at)
    return cycle


def section(page: Page, title: str):
    return page.locator(".closing-epic").filter(has=page.get_by_role("heading", name=title))


def decide(page: Page, *but: str) -> None:
    for title, (outcome, reason) in DECIDED.items():
        if title not in but:
            section(page, title).get_by_label(re.compile(f"^{outcome}")).check()
            section(page, title).get_by_label("Why").fill(reason)


def closes(page: Page) -> None:
    page.get_by_role("button", name="Close cycle 1").click()
    expect(page).to_have_url(re.compile(r"/cycles/1/$"))
    expect(page.get_by_role("main")).to_contain_text(
        "2 of 5 epics shipped, 1 bet on again, 1 parked, 1 dropped."
    )


def tell(page: Page, axe) -> None:
    """From the plan of the running cycle to the plan of the next."""
    page.goto("/w/platform/plan/1/")
    page.get_by_role("link", name="Close cycle").click()
    expect(section(page, "Failover")).to_contain_text("Drain first")
    expect(section(page, "Failover")).to_contain_text("Does DNS follow?")
    axe(page)

    decide(page, "Restore drill")
    page.get_by_role("button", name="Close cycle 1").click()
    expect(section(page, "Restore drill")).to_contain_text("Decide what becomes of it.")
    axe(page)
    page.get_by_role("alert").locator("..").get_by_role("link", name="Restore drill").click()
    expect(page).to_have_url(re.compile(r"#reason-\d+$"))
    decide(page)
    closes(page)
    axe(page)

    page.locator("summary").filter(has_text="Open it again").click()
    page.get_by_role("button", name="Open the cycle again").click()
    expect(page.get_by_role("main")).to_contain_text("So far")
    page.get_by_role("link", name=re.compile("Closed on")).click()
    expect(page.get_by_role("main")).to_contain_text("Superseded")
    axe(page)

    page.goto(CLOSE)
    decide(page)
    closes(page)
    page.goto("/w/platform/plan/2/")
    expect(page.locator(".plan-canvas").get_by_role("link", name="Argo CD")).to_be_visible()
    page.get_by_role("link", name="All cycles").click()
    expect(page.get_by_role("main")).to_contain_text("2 of 5 epics shipped")
    axe(page)


def test_cycle_is_closed_taken_back_and_closed(stack, running, haruka, axe):
    tell(stack.sign_in(haruka), axe)


def test_cycle_is_closed_taken_back_and_closed_without_script(stack, running, haruka, axe):
    tell(stack.sign_in(haruka, java_script_enabled=False), lambda page: None)


def test_decisions_are_made_by_keyboard_alone(stack, running, haruka):
    page = stack.sign_in(haruka)
    page.goto(CLOSE)
    for title, (outcome, reason) in DECIDED.items():
        first = section(page, title).get_by_role("radio").first
        first.focus()
        page.keyboard.press("Space")
        names = [section(page, title).get_by_role("radio").nth(n) for n in range(5)]
        wanted = section(page, title).get_by_label(re.compile(f"^{outcome}"))
        for _radio in names:
            if not wanted.is_checked():
                page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        expect(section(page, title).get_by_label("Why")).to_be_focused()
        page.keyboard.type(reason)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/cycles/1/$"))


def test_next_cycle_opens_after_the_closed_one(stack, running, haruka, ren, sho):
    """It starts from its plan, and the report of the closed one cannot be taken back then."""
    page = stack.sign_in(haruka)
    page.goto(CLOSE)
    decide(page)
    closes(page)
    coming = Cycle.objects.get(workspace=running.workspace, number=2)
    for team, member in (
        (coming.teams.get(kind="big"), ren),
        (coming.teams.get(kind="big"), haruka),
        (coming.teams.get(kind="on_support"), sho),
    ):
        seat_member(team=team, member=member, by=haruka, at=timezone.now())
    # The closed one ended today, so the next may begin tomorrow.
    start_cycle(cycle=coming, by=haruka, at=timezone.now() + timedelta(days=1))

    page.goto(REPORT)
    expect(page.get_by_role("main")).to_contain_text("2 of 5 epics shipped")
    expect(page.get_by_text("Open it again")).to_have_count(0)
    page.goto("/w/platform/cycles/2/")
    expect(page.get_by_role("main")).to_contain_text("Cycle 1: Bet again in the next cycle")
