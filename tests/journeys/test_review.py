"""A review of the roadmap, held in two browsers at once: what is typed is there, all of it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cycles.actions.calendar import keep_cycles_ahead
from cycles.actions.epics import create_epic
from cycles.actions.places import move_epic
from cycles.actions.review_closing import close_review
from cycles.actions.reviews import open_review
from cycles.models import CycleSettings, Decision, Epic, Review, ReviewQuestion
from cycles.rules.windows import Window
from planner.models import Member, Workspace
from tests.factories import ThemeFactory

pytestmark = pytest.mark.journey

DELIVERY, NODES = "Self-service delivery", "Boring nodes"


@pytest.fixture
def roadmap(workspace: Workspace, haruka: Member) -> Workspace:
    """Two themes; the last review was a week ago, and since then one epic came and one moved."""
    before, since = (timezone.now() - timedelta(days=days) for days in (7, 2))
    CycleSettings.objects.filter(workspace=workspace).update(ahead=6)
    keep_cycles_ahead(workspace=workspace, at=before)
    themes = {
        name: ThemeFactory(workspace=workspace, name=name, position=position)
        for position, name in enumerate((DELIVERY, NODES))
    }

    def write(title: str, theme: str, at: object) -> Epic:
        return create_epic(
            workspace=workspace, title=title, size="big", origin="vision", theme=themes[theme],
            by=haruka, at=at,
        )  # fmt: skip

    argo, pipeline = write("Last 40 services", DELIVERY, before), write("Images", NODES, before)
    move_epic(epic=argo, to=Window.of("C2"), by=haruka, at=before)
    move_epic(epic=pipeline, to=Window.of("C3"), by=haruka, at=before)
    review = open_review(workspace=workspace, by=haruka, at=before)
    close_review(review=review, by=haruka, at=before + timedelta(hours=1))
    move_epic(epic=argo, to=Window.of("C3"), by=haruka, at=since)
    write("Preview environments", DELIVERY, since)
    return workspace


def decisions(page: Page):
    return page.locator("#decisions .decision q")


def test_two_people_write_at_once_and_the_minutes_hold_it_all(stack, roadmap, haruka, ren, axe):
    hers, his = stack.sign_in(haruka), stack.sign_in(ren)
    hers.goto("/w/platform/roadmap/")
    hers.keyboard.press("v")
    hers.get_by_role("dialog").get_by_label("Ren Kuroda").check()
    hers.get_by_role("dialog").get_by_role("button", name="Open it").click()
    expect(hers.get_by_role("heading", name="Roadmap review")).to_be_visible()
    hers.keyboard.press("b")

    # What happened since the last review, exactly.
    expect(hers.get_by_role("heading", level=1)).to_have_text(DELIVERY)
    changes = hers.locator(".review-change")
    expect(changes).to_have_count(2)
    expect(changes.nth(0)).to_contain_text(re.compile(r"Added\s+1\s+Preview environments"))
    expect(changes.nth(1)).to_contain_text(
        re.compile(r"Moved\s+1\s+Last 40 services\s+Cycle 2 → Cycle 3")
    )
    expect(hers.locator(".strip-arrows .head")).to_have_count(1)
    axe(hers)

    # She is typing while he writes: his line appears, and her words stay.
    his.goto(hers.url)
    hers.keyboard.press("d")
    hers.keyboard.type("Previews go first")
    his.keyboard.press("d")
    his.keyboard.type("Argo waits one cycle.")
    his.keyboard.press("Enter")
    expect(decisions(his)).to_have_text(["Argo waits one cycle."])
    expect(decisions(hers)).to_have_text(["Argo waits one cycle."])
    expect(hers.locator(":focus")).to_have_value("Previews go first")
    hers.keyboard.type(", all else waits.")
    hers.keyboard.press("Enter")
    both = ["Argo waits one cycle.", "Previews go first, all else waits."]
    expect(decisions(hers)).to_have_text(both)
    expect(hers.locator("#decision-text")).to_have_value("")
    expect(decisions(his)).to_have_text(both)

    # A browser that is closed too early has kept what was typed.
    his.locator("#decision-text").fill("We tell the teams")
    his.reload()
    expect(his.locator("#decision-text")).to_have_value("We tell the teams")
    his.locator("#decision-text").press("Enter")
    expect(decisions(his)).to_have_count(3)
    his.reload()
    expect(his.locator("#decision-text")).to_have_value("")

    # A question, with who finds out.
    hers.keyboard.press("Escape")
    hers.keyboard.press("q")
    hers.keyboard.type("Who pays?")
    hers.get_by_label("Who finds out").select_option("Ren Kuroda")
    hers.get_by_role("button", name="Leave it open").click()
    expect(his.locator("#questions")).to_contain_text("Who pays?")
    expect(his.locator("#questions")).to_contain_text("Ren")

    # The next theme, in which nothing happened; then it is closed, for him too.
    hers.keyboard.press("Escape")
    hers.keyboard.press("ArrowRight")
    expect(hers.get_by_role("heading", level=1)).to_have_text(NODES)
    expect(hers.get_by_text("Nothing has changed since")).to_be_visible()
    hers.keyboard.press("ArrowRight")
    expect(hers.get_by_role("heading", level=1)).to_have_text("Everything else")
    hers.keyboard.press("ArrowRight")
    expect(hers.get_by_role("heading", name="Close the review")).to_be_visible()
    hers.get_by_role("button", name="Close it").click()
    for page in (hers, his):
        expect(page.get_by_role("heading", level=1)).to_contain_text(
            "Minutes of the roadmap review"
        )
        expect(page.locator(".minutes .decision q")).to_have_text([*both, "We tell the teams"])
        expect(page.get_by_text("3 decisions, 1 question left open")).to_be_visible()
        expect(page.locator(".review-change")).to_have_count(2)
    axe(hers)
    hers.get_by_role("link", name="Compare the whole roadmap").click()
    expect(hers.get_by_text("2 changes: 1 added, 1 moved.")).to_be_visible()

    review = Review.objects.latest("opened_at")
    assert review.snapshot
    assert len(review.minutes["history"]["changes"]) == 2
    assert Decision.objects.count() == 3
    assert ReviewQuestion.objects.get().owner == ren


def test_who_still_writes_when_it_is_closed_has_the_words_for_an_addendum(
    stack, roadmap, haruka, ren
):
    review = open_review(workspace=roadmap, by=haruka, at=timezone.now())
    his = stack.sign_in(ren)
    his.goto(f"/w/platform/reviews/{review.pk}/themes/1/")
    his.locator("#decision-text").fill("Previews go first")
    his.locator("#question-text").fill("Who pays?")
    close_review(review=review, by=haruka, at=timezone.now())

    expect(his.get_by_role("heading", level=1)).to_contain_text("Minutes of the roadmap review")
    field = his.get_by_label("Addendum")
    expect(field).to_have_value("Previews go first\nWho pays?")
    expect(field).to_be_focused()
    unfinished = his.get_by_text("You were still writing this when the review was closed")
    expect(unfinished).to_be_visible()
    his.get_by_role("button", name="Add it to the minutes").click()
    expect(his.locator(".minutes-addendum")).to_contain_text("Previews go first")
    expect(field).to_have_value("")
    his.reload()
    expect(field).to_have_value("")


def test_who_changes_the_same_line_sees_both(stack, roadmap, haruka, ren):
    review = open_review(workspace=roadmap, by=haruka, at=timezone.now())
    hers, his = stack.sign_in(haruka), stack.sign_in(ren)
    theme = f"/w/platform/reviews/{review.pk}/themes/1/"
    for page in (hers, his):
        page.goto(theme)
    hers.locator("#decision-text").fill("Previews go first.")
    hers.locator("#decision-text").press("Enter")
    for page in (hers, his):
        decisions(page).click()
        expect(page.get_by_role("dialog")).to_be_visible()

    his.get_by_role("dialog").get_by_label("Decision").fill("Previews wait.")
    his.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(decisions(his)).to_have_text(["Previews wait."])
    hers.get_by_role("dialog").get_by_label("Decision").fill("Previews go now.")
    hers.get_by_role("dialog").get_by_role("button", name="Save").click()

    expect(hers.get_by_text("It is now: Previews wait.")).to_be_visible()
    expect(hers.get_by_label("Decision")).to_have_value("Previews go now.")
    hers.get_by_role("button", name="Save").click()
    expect(decisions(hers)).to_have_text(["Previews go now."])


def test_review_is_held_without_scripts(stack, roadmap, haruka):
    page = stack.sign_in(haruka, java_script_enabled=False)
    page.goto("/w/platform/reviews/")
    page.get_by_role("link", name="Open a review").click()
    page.get_by_role("button", name="Open it").click()
    page.get_by_role("link", name="Begin with the first theme").click()
    page.get_by_label("What did we decide?").fill("Previews go first.")
    page.get_by_role("button", name="Write it down").click()
    expect(decisions(page)).to_have_text(["Previews go first."])
    page.get_by_role("link", name="Leave").click()
    page.get_by_role("link", name="Close the review").click()
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("1 decision, 0 questions left open")).to_be_visible()
