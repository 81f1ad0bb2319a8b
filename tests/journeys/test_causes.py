"""What comes again and again: it is given a cause, becomes an epic, ships, and is seen to fall."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cycles.actions.shipping import begin_epic, ship_epic
from cycles.models import Bet, Cycle, Epic
from planner.models import Member
from support.models import Cause, Remedy
from tests.factories import CycleFactory, TeamFactory, TicketFactory, TimeEntryFactory
from tests.services.stack import Stack

pytestmark = pytest.mark.journey


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def running(haruka: Member, now: datetime) -> Cycle:
    """It has run for five weeks; two were before it."""
    monday = now.date() - timedelta(days=now.date().weekday() + 35)
    facts = {"workspace": haruka.workspace, "started_at": now}
    for number in (1, 2):
        CycleFactory(
            number=23 - number, state="closed", closed_at=now,
            starts_on=monday - timedelta(weeks=6 * number), **facts,
        )  # fmt: skip
    made: Cycle = CycleFactory(number=23, state="active", starts_on=monday, **facts)
    TeamFactory(cycle=made, kind="small")
    return made


WORDED = ("本番のログを見る権限をください", "本番ログの閲覧権限をください")


def _asked(
    member: Member,
    at: datetime,
    *,
    minutes: int,
    title: str = WORDED[0],
    cause: Cause | None = None,
) -> None:
    ticket = TicketFactory(
        workspace=member.workspace, cause=cause, opened_at=at, last_event_at=at, kind="request",
        title=title,
    )  # fmt: skip
    on = at.astimezone(member.workspace.zone).date()
    TimeEntryFactory(member=member, ticket=ticket, minutes=minutes, on=on)


def test_repeat_becomes_an_epic_ships_and_falls(
    stack: Stack, haruka: Member, sho: Member, running: Cycle, now: datetime
) -> None:
    for number in range(14):
        days = 22 + 2 * number
        _asked(sho, now - timedelta(days=days), minutes=240, title=WORDED[number % 2])
    page = stack.sign_in(haruka)
    page.goto("/w/platform/causes/")
    expect(page.get_by_text("×14").first).to_be_visible()
    page.get_by_label("New cause of").fill("Log access")
    page.get_by_role("button", name="Set for 14 tickets").click()
    expect(page.locator("#toasts")).to_contain_text("14 tickets have it now")
    expect(page.get_by_text("Log access cost 7 d, and no epic is to end it.")).to_be_visible()

    page.get_by_role("link", name="Make Log access an epic").click()
    expect(page.get_by_label("Summary")).to_have_value(re.compile("cost 7 d, 14 tickets"))
    page.get_by_label("Title", exact=True).fill("Logs without asking")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts")).to_contain_text("is written down")
    expect(page.get_by_role("heading", name="Ends Log access")).to_be_visible()
    expect(page.get_by_text("7 d over two cycles when it was decided")).to_be_visible()
    epic = Epic.objects.get()
    assert Remedy.objects.get(epic=epic).tickets.count() == 14
    assert "[S-" in epic.summary

    Bet.objects.create(epic=epic, cycle=running)
    shipped = {"epic": epic, "by": haruka, "at": now - timedelta(days=21)}
    begin_epic(**shipped)
    ship_epic(**shipped)
    for days in (2, 9):
        _asked(sho, now - timedelta(days=days), minutes=60, cause=Cause.objects.get())

    said = "fell from 10.5 d to 0.5 d per cycle"
    page.reload()
    expect(page.get_by_text(said)).to_be_visible()
    page.get_by_role("link", name="Log access").click()
    expect(page.get_by_text(said)).to_be_visible()
    page.get_by_role("link", name="Causes").first.click()
    expect(page.get_by_text(said)).to_be_visible()
    page.goto("/w/platform/ratio/")
    expect(page.get_by_text(said)).to_be_visible()
