"""Taking over the desk by one key, taking it back by another, and swapping in a dialog."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cycles.models import Cycle
from support.queries.rotation import rotation_of, today_in
from tests.support.turns import on_support

pytestmark = pytest.mark.journey


def _runs_today(sho, haruka):
    """A cycle around today, whose working days are all days."""
    workspace = sho.workspace
    workspace.working_days, workspace.country = "1234567", ""
    workspace.save()
    team = on_support(sho, haruka)
    today = today_in(workspace, timezone.now())
    monday = today - timedelta(days=today.weekday())
    last = monday + timedelta(days=41)
    Cycle.objects.update(starts_on=monday, ends_on=last)
    team.seats.update(from_on=monday, to_on=last)
    return rotation_of(workspace, today).lead_on(today).member


def test_desk_is_taken_over_given_back_and_swapped(stack, sho, haruka):
    leading = sho if _runs_today(sho, haruka) == sho.pk else haruka
    other = haruka if leading is sho else sho
    page = stack.sign_in(other)
    page.goto("/w/platform/support/rotation/")
    lead = page.locator(".rotation-lead")
    expect(lead).to_contain_text(leading.name)

    page.keyboard.press("t")
    expect(lead).to_contain_text(other.name)
    page.keyboard.press("z")
    expect(lead).to_contain_text(leading.name)

    page.get_by_role("link", name="Change who leads on").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("With").select_option(index=1)
    dialog.get_by_role("button", name="Swap").press("Enter")
    expect(lead).to_contain_text(other.name)
