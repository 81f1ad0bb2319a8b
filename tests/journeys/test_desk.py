"""Sho at the desk: by keyboard, without JavaScript, and with a real sender."""

import json
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from planner.models import Member, Workspace
from support.models import Delivery, DeskSettings, Source, Ticket
from tests.factories import SourceFactory, TicketFactory
from tests.services.process import wait_until
from tests.services.stack import Stack

pytestmark = pytest.mark.journey

DESK = "/w/platform/support/"
NEXT_LOOK = 15_000  # milliseconds until a desk asks again


@pytest.fixture
def asked(workspace: Workspace) -> list[Ticket]:
    """Three questions, the youngest first in the list."""
    now = timezone.now()
    DeskSettings.objects.update(tickets_numbered=3)
    return [
        TicketFactory(
            workspace=workspace,
            number=number,
            title=title,
            opened_at=now - timedelta(hours=number),
            last_event_at=now,
        )
        for number, title in enumerate(
            (
                "How do I get a preview environment?",
                "プレビュー環境に DB を付けられますか？",
                "Quota?",
            ),
            1,
        )
    ]


def pane(page: Page, key: str) -> None:
    expect(page.locator("#pane")).to_have_attribute("data-ticket", key)


def test_desk_is_worked_by_keyboard_alone(stack: Stack, sho: Member, asked: list[Ticket]) -> None:
    page = stack.sign_in(sho)
    page.goto(DESK)
    keys = page.keyboard

    keys.press("j")
    keys.press("j")
    expect(page.locator("[data-row=S-2] a")).to_be_focused()
    keys.press("Enter")
    pane(page, "S-2")
    expect(page).to_have_url(re.compile("/support/S-2$"))
    expect(page.locator("[data-row=S-2] a")).to_have_attribute("aria-current", "true")

    keys.press("t")
    expect(page.locator("#toasts")).to_contain_text("S-2 is yours")
    expect(page.locator("[data-row=S-2]").get_by_label("Sho Minagawa")).to_be_visible()

    keys.press("n")
    keys.type("Asks for the second time. t r j")
    keys.press("Control+Enter")
    expect(page.locator(".timeline")).to_contain_text("Asks for the second time. t r j")

    keys.press("a")
    expect(page.get_by_role("radio", name="Answer")).to_be_checked()
    keys.type("はい、できます。")
    keys.press("Control+Enter")
    expect(page.locator(".timeline .is-answer")).to_have_text("はい、できます。")

    keys.press("r")
    expect(page.locator("#toasts")).to_contain_text("S-2 resolved")
    expect(page.locator("[data-row=S-2]")).to_have_count(0)
    expect(page.locator(".top #open-tickets")).to_contain_text("2")
    keys.press("z")
    expect(page.locator("#pane").get_by_role("button", name="Resolve", exact=True)).to_be_visible()

    keys.press("f")
    expect(page.get_by_label("Search tickets")).to_be_focused()

    ticket = Ticket.objects.get(number=2)
    assert (ticket.state, ticket.assignee, ticket.reopened) == ("open", sho, 0)
    assert ticket.first_answer_at is not None


def test_timer_is_seen_from_everywhere_while_it_runs(
    stack: Stack, sho: Member, asked: list[Ticket]
) -> None:
    page = stack.sign_in(sho)
    clock = page.locator(".top #top-clock a")
    page.goto(f"{DESK}S-1")
    expect(clock).to_have_count(0)

    page.keyboard.press("p")
    expect(clock).to_contain_text("S-1")
    page.goto("/w/platform/")
    clock.click()
    pane(page, "S-1")

    page.keyboard.press("p")
    expect(page.locator("#toasts")).to_contain_text("1 min logged")
    expect(clock).to_have_count(0)


def test_back_returns_to_the_ticket_before(stack: Stack, sho: Member, asked: list[Ticket]) -> None:
    page = stack.sign_in(sho)
    page.goto(DESK)
    for number in (1, 2):
        page.locator(f"[data-row=S-{number}] a").click()
        pane(page, f"S-{number}")

    page.go_back()

    pane(page, "S-1")

    page.emulate_media(media="print")
    expect(page.locator("#pane h1")).to_be_visible()
    expect(page.locator("[data-row=S-1]")).to_be_hidden()
    expect(page.locator("#compose")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('.pane-body')).overflowY") == (
        "visible"
    )


def test_what_has_the_focus_is_not_under_the_composer(
    stack: Stack, sho: Member, asked: list[Ticket]
) -> None:
    source = SourceFactory(workspace=sho.workspace)
    alert = {"kind": "alert", "source": source, "group_key": "g", "group_hash": "g"}
    Ticket.objects.filter(number=1).update(**alert)
    page = stack.sign_in(sho, viewport={"width": 1440, "height": 1200})
    page.goto(f"{DESK}S-1")
    link = page.locator(".pane-facts a").last
    stood = link.bounding_box()
    assert stood
    page.set_viewport_size({"width": 1440, "height": int(stood["y"]) + 60})
    page.get_by_label("Note or answer").focus()

    page.keyboard.press("Shift+Tab")

    expect(link).to_be_focused()
    focused, composer = link.bounding_box(), page.locator("#compose").bounding_box()
    assert focused
    assert composer
    assert focused["y"] + focused["height"] < composer["y"]


def test_desk_works_without_javascript(stack: Stack, sho: Member, asked: list[Ticket]) -> None:
    page = stack.sign_in(sho, java_script_enabled=False)
    page.goto(DESK)

    page.get_by_role("button", name="Take S-1").click()
    expect(page.locator("#toasts")).to_contain_text("S-1 is yours")
    page.get_by_label("Note or answer").fill("Like so.")
    page.locator(".composer label", has_text="Answer").last.click()
    page.get_by_role("button", name="Save and resolve").click()
    expect(page.locator("#toasts")).to_contain_text("S-1 resolved")
    expect(page.locator(".timeline")).to_contain_text("Like so.")
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.locator("#toasts")).to_contain_text("S-1 is open again")

    page.get_by_role("link", name="New", exact=True).click()
    page.get_by_label("What is asked").fill("Who owns the mesh?")
    page.get_by_role("button", name="Open the ticket").click()
    expect(page.get_by_role("heading", name="Who owns the mesh?")).to_be_visible()


def test_who_was_signed_out_comes_back_with_what_they_typed(
    stack: Stack, sho: Member, asked: list[Ticket]
) -> None:
    sho.person.set_password("a long password")
    sho.person.save()
    page = stack.sign_in(sho)
    page.goto(f"{DESK}S-1")
    page.get_by_label("Note or answer").fill("Half an answer")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("main")).to_contain_text("nothing was changed")
    page.get_by_label("E-mail").fill(sho.person.email)
    page.get_by_label("Password").fill("a long password")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/support/S-1$"))
    expect(page.get_by_label("Note or answer")).to_have_value("Half an answer")
    page.get_by_label("Note or answer").press("Control+Enter")
    expect(page.locator(".timeline")).to_contain_text("Half an answer")
    expect(page.get_by_label("Note or answer")).to_have_value("")


def test_what_somebody_else_took_is_said_in_place(
    stack: Stack, sho: Member, haruka: Member, asked: list[Ticket]
) -> None:
    page = stack.sign_in(sho)
    page.goto(f"{DESK}S-1")
    Ticket.objects.filter(number=1).update(assignee=haruka)

    page.keyboard.press("t")

    expect(page.get_by_role("alert")).to_contain_text("Haruka Mori already has this ticket.")


def test_new_tickets_wait_while_somebody_points_at_the_list(
    stack: Stack, sho: Member, workspace: Workspace, asked: list[Ticket]
) -> None:
    page = stack.sign_in(sho)
    page.clock.install()
    page.goto(DESK)
    row = page.locator("[data-row=S-1]")
    row.hover()
    stood = row.bounding_box()
    TicketFactory(workspace=workspace, number=9, kind="urgent", title="Urgent!")
    page.clock.fast_forward(NEXT_LOOK)

    newer = page.get_by_role("button", name="1 newer")
    expect(newer).to_be_visible()
    assert page.locator("[data-row=S-9]").count() == 0
    assert row.bounding_box() == stood
    expect(page.locator("[data-figure=open]")).to_have_text("4")
    newer.click()
    expect(page.locator("[data-row]").first).to_contain_text("Urgent!")


def test_desk_on_a_phone_is_a_list_and_a_ticket(
    stack: Stack, sho: Member, asked: list[Ticket]
) -> None:
    page = stack.sign_in(sho, viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(DESK)
    expect(page.locator("#pane")).to_be_hidden()

    page.get_by_text("Quota?").tap()
    pane(page, "S-3")
    expect(page.locator("#queue")).to_be_hidden()
    resolve = page.get_by_role("button", name="Resolve", exact=True)
    box = resolve.bounding_box()
    assert box is not None
    assert box["y"] > 700
    assert box["height"] >= 44
    resolve.tap()
    expect(page.locator(".pane-head")).to_contain_text("Resolved by Sho Minagawa")
    page.get_by_role("link", name="Back to the desk").tap()
    expect(page.get_by_text("Quota?")).to_have_count(0)


def test_source_is_made_and_heard(stack: Stack, haruka: Member, sho: Member) -> None:
    desk = stack.sign_in(sho)
    desk.clock.install()
    desk.goto(DESK)
    expect(desk.get_by_text("Nobody is waiting")).to_be_visible()

    page = stack.sign_in(haruka)
    page.goto("/w/platform/settings/sources/new/")
    page.get_by_label("Name").fill("prod-tokyo-1")
    page.get_by_role("button", name="Make the source").click()
    token = page.get_by_label("Token", exact=True).input_value()
    expect(page.locator("#receiver")).to_contain_text(f"credentials: {token}")
    url = re.search(r"url: (\S+)", page.locator("#receiver").inner_text())
    assert url is not None
    assert url[1] == f"{stack.url}/hooks/alertmanager"
    expect(page.get_by_text("waiting for the first request")).to_be_visible()

    answer = page.request.post(
        url[1], data=json.dumps(_firing()), headers=_headers(token), max_redirects=0
    )
    assert answer.status == 202

    expect(page.get_by_text("receiving, last")).to_be_visible(timeout=10_000)
    wait_until(Ticket.objects.exists, what="The ticket")
    desk.clock.fast_forward(NEXT_LOOK)
    expect(desk.get_by_text("KubeletRuntimeErrors")).to_be_visible()


def test_failed_request_is_shown_and_replayed(stack: Stack, haruka: Member) -> None:
    page = stack.sign_in(haruka)
    page.goto("/w/platform/settings/sources/new/")
    page.get_by_label("Name").fill("prod-tokyo-1")
    page.get_by_role("button", name="Make the source").click()
    token = page.get_by_label("Token", exact=True).input_value()
    body = json.dumps({"version": "4", "alerts": ["no alert"]})
    page.request.post(f"{stack.url}/hooks/alertmanager", data=body, headers=_headers(token))
    source = Source.objects.get()
    page.goto(f"/w/platform/settings/sources/{source.pk}/")
    row = page.locator("#arrivals tbody tr")
    expect(row).to_contain_text("Failed", timeout=20_000)
    row.get_by_role("link").click()
    expect(page.get_by_text("Why it could not be digested")).to_be_visible()
    expect(page.locator("pre")).to_contain_text('"no alert"')
    before = Delivery.objects.get().digested_at

    page.keyboard.press("r")

    expect(page.locator("#toasts")).to_contain_text("digested once more")
    # What became of it is seen without asking.
    expect(page.get_by_text("Why it could not be digested")).to_be_visible(timeout=20_000)
    assert Delivery.objects.get().digested_at not in (None, before)


def _headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}


def _firing() -> dict[str, object]:
    started = timezone.now().isoformat()
    labels = {"alertname": "KubeletRuntimeErrors", "node": "hm-07", "severity": "warning"}
    alert = {
        "status": "firing",
        "labels": labels,
        "annotations": {"summary": "1.34 % of the kubelet’s operations fail"},
        "startsAt": started,
        "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": "http://prometheus.example.org/graph",
        "fingerprint": "c0ffee0123456789",
    }
    return {
        "version": "4",
        "groupKey": '{}:{alertname="KubeletRuntimeErrors"}',
        "truncatedAlerts": 0,
        "status": "firing",
        "receiver": "sixweek",
        "groupLabels": {"alertname": "KubeletRuntimeErrors"},
        "commonLabels": labels,
        "commonAnnotations": {},
        "externalURL": "http://alertmanager.example.org",
        "alerts": [alert],
    }
