"""A question to a release team: from the desk, through the shield, by keyboard."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cycles.models import Seat, Team
from planner.models import Member
from support.actions.interruptions import ask_release_team
from support.models import Interruption
from tests.factories import CycleFactory, EpicFactory, TeamFactory, TicketFactory
from tests.services.stack import Stack

pytestmark = pytest.mark.journey


@pytest.fixture
def team(ren: Member) -> Team:
    """A release team with Ren on it, whatever day it is."""
    cycle = CycleFactory(workspace=ren.workspace, state="active", started_at=ren.joined_at)
    made: Team = TeamFactory(cycle=cycle, kind="big", epic=EpicFactory(workspace=ren.workspace))
    Seat.objects.create(team=made, member=ren, from_on="2026-01-05", to_on="2099-12-31")
    return made


def test_question_goes_through_the_shield_and_comes_back_by_keyboard(
    stack: Stack, team: Team, haruka: Member, sho: Member
) -> None:
    TicketFactory(workspace=sho.workspace, number=1, title="Argo CD is out of sync")
    desk = stack.sign_in(sho)
    desk.goto("/w/platform/support/S-1")
    desk.keyboard.press("e")
    desk.get_by_label("Release team", exact=True).select_option(str(team.pk))
    desk.get_by_role("button", name="Ask", exact=True).click()
    expect(desk.locator("#toasts")).to_contain_text("It waits in the shield")
    desk.keyboard.press("2")
    expect(desk.locator("#toasts")).to_contain_text("30 min logged")
    expect(desk.locator(".time-total")).to_have_text("30 min")
    desk.keyboard.press("i")
    desk.get_by_label("Who came by").fill("Nadia")
    desk.keyboard.press("Enter")
    expect(desk.locator("#toasts")).to_contain_text("Written down")

    shield = stack.sign_in(haruka)
    shield.goto("/w/platform/shield/")
    shield.keyboard.press("4")
    expect(shield.get_by_label("Estimate, in days")).to_be_focused()
    shield.keyboard.press("Escape")
    shield.keyboard.press("4")
    shield.get_by_label("Estimate, in days").fill("0.5")
    shield.keyboard.press("Control+Enter")
    expect(shield.locator("#toasts")).to_contain_text("Let through")
    assert Interruption.objects.get(ticket__number=1).state == "let_through"
    shield.keyboard.press("z")
    expect(shield.locator("#toasts")).to_contain_text("It waits again")
    shield.keyboard.press("1")
    expect(shield.locator("textarea:focus")).to_be_visible()
    shield.keyboard.type("Prune last.")
    shield.keyboard.press("Control+Enter")
    expect(shield.get_by_text("Nobody is waiting")).to_be_visible()

    desk.goto("/w/platform/support/S-1")
    expect(desk.locator(".timeline .is-answer")).to_have_text("Prune last.")


def test_only_the_question_that_keys_mean_says_so(
    stack: Stack, team: Team, haruka: Member, sho: Member
) -> None:
    for text in ("Which class?", "When do routes move?\n\nIn May?"):
        ask_release_team(team=team, asked=text, by=sho, at=timezone.now())
    shield = stack.sign_in(haruka)
    shield.goto("/w/platform/shield/")
    first, second = shield.get_by_role("article").all()

    expect(shield.locator("article .answers > .menu > .primary")).to_have_count(1)
    expect(first.locator("summary kbd").first).to_be_visible()
    expect(second.locator("summary kbd").first).to_be_hidden()
    expect(second.get_by_role("heading")).to_have_css("white-space", "pre-line")

    second.get_by_role("link").focus()
    expect(first.locator("summary kbd").first).to_be_hidden()
    expect(second.locator("summary kbd").first).to_be_visible()


def test_palette_answers_the_question_in_focus(
    stack: Stack, team: Team, haruka: Member, sho: Member
) -> None:
    for text in ("Which class do we use?", "When do routes move?"):
        ask_release_team(team=team, asked=text, by=sho, at=timezone.now())
    shield = stack.sign_in(haruka)
    shield.goto("/w/platform/shield/")
    later = shield.get_by_role("article").filter(has_text="When do routes move?")
    later.get_by_role("link", name="When do routes move?").focus()
    shield.keyboard.press("Control+k")
    shield.keyboard.type("back to support")
    expect(shield.get_by_role("option").first).to_contain_text("Back to support")
    shield.keyboard.press("Enter")
    later.get_by_role("textbox").press("Control+Enter")
    expect(later).to_have_count(0)
    states = dict(Interruption.objects.values_list("asked", "state"))
    assert states == {"Which class do we use?": "waiting", "When do routes move?": "redirected"}


def test_answers_unfold_whole_on_the_page_of_the_question(
    stack: Stack, team: Team, haruka: Member, sho: Member
) -> None:
    asked = ask_release_team(team=team, asked="Which class?", by=sho, at=timezone.now())
    page = stack.sign_in(haruka)
    page.goto(asked.get_absolute_url())
    page.keyboard.press("4")
    expect(page.get_by_label("Estimate, in days")).to_be_focused()
    expect(page.locator(".answers")).to_have_css("overflow-y", "visible")
    expect(page.get_by_role("button", name="Let through")).to_be_in_viewport(ratio=1)
