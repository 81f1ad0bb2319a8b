"""A developer without an account asks, is answered, and reopens what was called solved."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from support.actions.tickets import add_note
from support.models import Ticket

pytestmark = pytest.mark.journey


def test_developer_asks_through_the_link_and_reads_the_answer(stack, haruka, sho, axe):
    manager = stack.sign_in(haruka)
    manager.goto("/w/platform/settings/ask-link/")
    manager.get_by_role("button", name="Make a link").click()
    link = manager.get_by_role("textbox", name="The link").input_value()

    ana = stack.open(viewport={"width": 390, "height": 844})
    ana.goto(link[link.index("/asking/") :])
    expect(ana.get_by_label("Leave this empty")).to_be_hidden()
    ana.get_by_label("Your name").fill("Ana Silva")
    ana.get_by_label("Your e-mail").fill("ana@example.org")
    ana.get_by_label("What do you need?").fill("The registry refuses every push")
    expect(ana.get_by_label("Why it cannot wait")).to_be_hidden()
    ana.get_by_label("Urgent request").check()
    axe(ana)
    ana.get_by_role("button", name="Send").click()
    ana.get_by_label("Why it cannot wait").fill("A fix waits for it")
    ana.get_by_role("button", name="Send").click()
    expect(ana.get_by_text("S-1 is on the desk")).to_be_visible()
    axe(ana)

    text = "The token ran out; it is renewed."
    add_note(
        ticket=Ticket.objects.get(),
        kind="answer",
        text=text,
        by=sho,
        at=timezone.now(),
        resolve=True,
    )
    ana.goto(ana.get_by_role("textbox", name="Your way back").input_value())
    expect(ana.get_by_text(text)).to_be_visible()
    ana.get_by_label("What is missing?").fill("It still says denied.")
    ana.get_by_role("button", name="It is not solved").click()
    expect(ana.get_by_text("It is open again.")).to_be_visible()

    manager.goto("/w/platform/support/S-1")
    expect(manager.get_by_text("It still says denied.")).to_be_visible()
    expect(manager.get_by_role("link", name="ana@example.org")).to_be_visible()
