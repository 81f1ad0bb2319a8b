"""The manager sees at once what the table makes of an alert, and lets a rule decide earlier."""

import pytest
from playwright.sync_api import expect

from support.models import ClassificationRule
from tests.factories import DeveloperTeamFactory

pytestmark = pytest.mark.journey


def test_table_is_tried_out_and_changed_without_leaving_it(stack, haruka, axe):
    DeveloperTeamFactory(workspace=haruka.workspace, name="Checkout", namespaces=["shop"])
    page = stack.sign_in(haruka)
    page.goto("/w/platform/settings/classification/")
    tried = page.locator("#tried")

    page.get_by_label("Labels").fill("alertname=KubePodCrashLooping\nnamespace=shop")
    expect(tried).to_contain_text("Checkout")
    expect(tried.get_by_role("link")).to_have_text("alertname=KubePod*")
    tried.get_by_text("rules were looked at").click()
    expect(tried).to_contain_text("alertname is KubePodCrashLooping")
    axe(page)

    page.get_by_role("button", name="Change these rules").click()
    down = page.get_by_role("button", name="Move down: alertname=KubeAPI*")
    down.focus()
    down.press("Enter")
    expect(page.locator(".rule-row").nth(2)).to_contain_text("alertname=KubeAPI*")
    expect(down).to_be_focused()
    down.press("Enter")
    expect(page.locator(".rule-row").nth(3)).to_contain_text("alertname=KubeAPI*")
    assert ClassificationRule.objects.get(matchers="alertname=KubeAPI*").position == 3
