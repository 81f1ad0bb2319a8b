"""On a phone all that is tapped on the pages of a cycle and of the desk is as large as a thumb."""

import re
from typing import Final

import pytest
from playwright.sync_api import expect

from cycles.models import Seat
from planner.models import Member
from tests.factories import (
    NOON,
    CycleFactory,
    SourceFactory,
    TaskFactory,
    TeamFactory,
    TicketFactory,
)
from tests.furnish import furnish
from tests.house.addresses import addresses
from tests.house.filling import fill
from tests.services.stack import Stack

pytestmark = pytest.mark.journey

NAMES: Final = {
    *("now", "report", "cycles:plan", "cycles:seat", "cycles:start", "cycles:succeed"),
    *(
        "cycles:epic",
        "cycles:edit_epic",
        "cycles:unknown",
        "cycles:scope_item",
        "cycles:commitment",
    ),
    *("cycles:board", "cycles:task", "cycles:edit_task", "cycles:past", "cycles:close"),
    *("cycles:leave", "cycles:settings"),
}
DESK: Final = {
    "support:" + name
    for name in (
        *("desk", "ticket", "alerts", "alert", "groups", "judge", "new_ticket", "filter"),
        *("walk_up", "time_entry", "shield", "ask", "interruption", "ask_desk", "mine", "asked"),
        *("on_support", "rotation", "lead_day", "handoff", "edit_handoff"),
        *("causes", "cause", "make_it_an_epic", "owned", "notifications", "hearing", "notices"),
        *("escalation", "webhooks", "endpoint", "message", "sources", "new_source", "source"),
        *("delivery", "rejected", "mapping", "remove_source", "silences"),
        *("classification", "new_rule", "rule", "reclassify"),
        *("developers", "developer_team", "answers", "answer", "ask_link", "desk_settings"),
    )
}
# A link within a sentence, and one that is on the page once more as a row of a table, may be less;
# what cannot be tapped is none. A box is tapped by its label, a card by what it is spread over.
SMALL: Final = """() => {
  const ELSEWHERE = ".leave svg a, .rotation svg a, .visually-hidden";
  const WORD = "a:not(.button, .square)"; // as wide as what is written
  const tapped = [...document.querySelectorAll("main :is(a[href], button, summary, input, select)")]
    .concat([...document.querySelectorAll(".top a, .tab-bar a")])
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => getComputedStyle(one).pointerEvents !== "none")
    .filter((one) => !one.matches(ELSEWHERE) && one.type !== "hidden");
  const size = (one) => {
    const box = (one.closest("label") ?? one).getBoundingClientRect();
    const sizes = ["::before", "::after"].map((part) => getComputedStyle(one, part))
      .filter((style) => style.content !== "none" && style.position === "absolute")
      .map((style) => [parseFloat(style.width), parseFloat(style.height)]);
    return [[box.width, box.height], ...sizes]
      .map(([width, height]) => (one.matches(WORD) ? height : Math.min(width, height)))
      .map(Math.round)
      .reduce((most, side) => Math.max(most, side));
  };
  return tapped.filter((one) => one.getBoundingClientRect().width && size(one) < 44)
    .map((one) => `${size(one)} px: ${one.outerHTML.slice(0, 160)}`);
}"""

# How far the words of a fact stand below its name.
BELOW_ITS_NAME: Final = """(fact) => {
  const words = document.createRange();
  words.selectNodeContents(fact.querySelector("dd > *"));
  const name = fact.querySelector("dt").getBoundingClientRect();
  return words.getBoundingClientRect().top - name.bottom;
}"""


def test_everything_on_the_pages_of_a_cycle_is_large_enough_to_hit(
    stack: Stack, haruka: Member
) -> None:
    assert_large(stack, haruka, NAMES)


def test_everything_on_the_pages_of_the_desk_is_large_enough_to_hit(
    stack: Stack, haruka: Member
) -> None:
    assert_large(stack, haruka, DESK)


def assert_large(stack: Stack, haruka: Member, names: set[str]) -> None:
    furnish(haruka)
    page = stack.sign_in(haruka, viewport={"width": 390, "height": 844}, has_touch=True)
    pages = {one.name: fill(one, haruka) for one in addresses() if one.name in names}
    assert set(pages) == names

    small = []
    for name, url in pages.items():
        page.goto(url)
        small += [f"{name}: {one}" for one in page.evaluate(SMALL)]

    assert not small, "\n".join(small)


def test_card_that_a_quiet_desk_offers_is_large_enough_to_hit(stack: Stack, sho: Member) -> None:
    cycle = CycleFactory(workspace=sho.workspace, state="active", started_at=NOON)
    team = TeamFactory(cycle=cycle)
    Seat.objects.create(team=team, member=sho, from_on="2026-01-05", to_on="2099-12-31")
    TaskFactory(team=team, nature="debt", title="Old scripts")
    TaskFactory(team=team, nature="debt", title="One rule instead of nine", assignee=sho)
    page = stack.sign_in(sho, viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto("/w/platform/support/")

    expect(page.get_by_role("button", name="Take it")).to_be_visible()
    expect(page.get_by_role("link", name="One rule instead of nine")).to_be_visible()
    assert page.evaluate(SMALL) == []


def test_facts_of_a_ticket_stand_at_one_height_whether_they_lead_on_or_not(
    stack: Stack, sho: Member
) -> None:
    source = SourceFactory(workspace=sho.workspace, name="Prometheus")
    TicketFactory(
        workspace=sho.workspace,
        number=1,
        kind="alert",
        source=source,
        group_key="g",
        group_hash="g",
    )
    page = stack.sign_in(sho, viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto("/w/platform/support/S-1")

    def below(name: str) -> float:
        fact = page.locator(".pane-facts > div").filter(has=page.get_by_text(name, exact=True))
        gap: float = fact.evaluate(BELOW_ITS_NAME)
        return gap

    assert below("Source") == pytest.approx(below("Opened"), abs=1)


def test_row_of_now_is_one_thing_to_tap(stack: Stack, haruka: Member) -> None:
    furnish(haruka)
    page = stack.sign_in(haruka, viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto("/w/platform/")
    drawing = page.locator(".now-row:has(.epic-name[href*='/epics/']) .now-track").first
    drawing.scroll_into_view_if_needed()
    box = drawing.bounding_box()
    assert box

    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    expect(page).to_have_url(re.compile(r"/w/platform/epics/E-\d+/$"))


def test_all_of_a_long_menu_is_reached_on_a_low_screen(stack: Stack, haruka: Member) -> None:
    page = stack.sign_in(haruka, viewport={"width": 390, "height": 480})
    page.goto("/w/platform/support/")
    page.locator(".tab-bar .menu > summary").click()
    for entry in page.locator(".menu[open] .menu-item:visible").all():
        entry.scroll_into_view_if_needed()
        expect(entry).to_be_in_viewport(ratio=0.9)
