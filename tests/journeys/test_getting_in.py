"""Somebody is invited, gets in, and is let go again."""

import pytest
from playwright.sync_api import expect

from planner.models import Member

pytestmark = pytest.mark.journey
PASSWORD = "plenty of unknowns"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_manager_invites_somebody_who_gets_in_and_is_let_go_again(stack, haruka, scripts):
    manager = stack.sign_in(haruka, java_script_enabled=scripts)
    manager.goto("/w/platform/settings/people/")
    manager.get_by_label("Name", exact=True).fill("Yui Nakahara")
    manager.get_by_label("E-mail").fill("Yui@Example.org")
    manager.get_by_role("button", name="Invite").click()
    link = manager.get_by_label("Link of the invitation").input_value()

    yui = stack.open(java_script_enabled=scripts, viewport={"width": 390, "height": 844})
    path = link[link.index("/invitation/") :]
    yui.goto(path)
    yui.get_by_label("Password").fill("password123")
    yui.get_by_role("button", name="Set password and sign in").click()
    expect(yui.get_by_text("too common")).to_be_visible()
    yui.get_by_label("Password").fill(PASSWORD)
    yui.get_by_role("button", name="Set password and sign in").click()
    yui.wait_for_url("**/w/platform/")
    yui.goto(path)
    expect(yui.get_by_role("heading", name="This invitation is over")).to_be_visible()

    member = Member.objects.get(person__email="yui@example.org")
    manager.goto(f"/w/platform/settings/people/{member.pk}/")
    manager.get_by_role("button", name="Deactivate Yui Nakahara").click()
    expect(manager.get_by_text("1 former member")).to_be_visible()
    yui.goto("/w/platform/")
    yui.get_by_label("E-mail").fill("yui@example.org")
    yui.get_by_label("Password").fill(PASSWORD)
    yui.get_by_role("button", name="Sign in").click()
    expect(yui.get_by_role("heading", name="You are deactivated")).to_be_visible()


def test_token_is_made_copied_and_revoked_by_keyboard(stack, ren):
    page = stack.sign_in(ren)
    page.goto("/profile/")
    page.get_by_role("region", name="API tokens").get_by_label("Name").fill("deploy bot")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Token", exact=True)).to_be_focused()
    revoke = page.get_by_label("Revoke deploy bot")
    revoke.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("deploy bot is revoked.")).to_be_visible()


ENTRANCE = ["login/", "signup/", "inactive/", "password/reset/", "password/reset/done/"]


@pytest.mark.parametrize(("scheme", "width"), [("dark", 1440), ("light", 390)])
def test_sign_in_is_accessible(stack, haruka, axe, scheme, width):
    stranger = stack.open(color_scheme=scheme, viewport={"width": width, "height": 844})
    for path in [*(f"/accounts/{path}" for path in ENTRANCE), "/invitation/nothing/"]:
        stranger.goto(path)
        axe(stranger)
