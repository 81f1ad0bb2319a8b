"""Who is told and named as on support, when some or all of the team are away."""

from datetime import timedelta

import pytest
import time_machine
from pytest_django.asserts import assertContains, assertNotContains

from support.actions import tickets
from support.actions.rotation import override_lead
from support.models import Notification
from support.queries.asking import on_support_said
from support.queries.listeners import desk_team
from support.queries.rotation_page import rotation_page
from tests.factories import NOON
from tests.support.turns import THURSDAY, away, on_support


@pytest.fixture
def us(haruka, sho, ren):
    return on_support(sho, ren)


def _names(workspace, at):
    return [one.name.split()[0] for one in desk_team(workspace, at)]


def test_who_is_away_is_neither_told_nor_named_as_there(us, workspace, sho, nadia):
    away(sho, THURSDAY)
    assert on_support_said(workspace, NOON) == "Ren Kuroda"
    tickets.open_ticket(workspace=workspace, kind="urgent", title="Help", by=nadia, at=NOON)
    assert [row.member.name for row in Notification.objects.all()] == ["Ren Kuroda"]
    assert _names(workspace, NOON + timedelta(days=1)) == ["Ren", "Sho"]


def test_where_the_whole_team_is_away_the_managers_are_told(us, workspace, sho, ren):
    for one in (sho, ren):
        away(one, THURSDAY)
    assert _names(workspace, NOON) == ["Haruka"]
    assert on_support_said(workspace, NOON) == ""
    workspace.members.filter(role="manager").update(role="viewer")
    assert _names(workspace, NOON) == ["Ren", "Sho"]  # rather than nobody at all


def test_who_leads_in_place_of_an_absent_team_is_told(us, workspace, haruka, sho, ren):
    for one in (sho, ren):
        away(one, THURSDAY)
    override_lead(workspace=workspace, on=THURSDAY, member=haruka, by=haruka, at=NOON)
    assert _names(workspace, NOON) == ["Haruka"]
    assert on_support_said(workspace, NOON) == "Haruka Mori"
    row = next(row for row in rotation_page(member=haruka, now=NOON).rows if row.is_you)
    assert row.about == "1 of 1 day"


def test_on_a_day_off_the_team_is_told_though_nobody_is_there(us, workspace):
    saturday = NOON + timedelta(days=2)
    assert _names(workspace, saturday) == ["Ren", "Sho"]
    assert on_support_said(workspace, saturday) == ""


def test_pages_say_of_today_that_nobody_is_there_until_somebody_leads(
    client, us, workspace, haruka, sho, ren
):
    gap = "Nobody of the team is there today."
    client.force_login(haruka.person)
    with time_machine.travel(NOON, tick=False):
        for page in ("/w/platform/support/", "/w/platform/support/now/"):
            assertNotContains(client.get(page), gap)
        for one in (sho, ren):
            away(one, THURSDAY)
        for page in ("/w/platform/support/", "/w/platform/support/now/"):
            assertContains(client.get(page), gap)
        override_lead(workspace=workspace, on=THURSDAY, member=haruka, by=haruka, at=NOON)
        for page in ("/w/platform/support/", "/w/platform/support/now/"):
            assertNotContains(client.get(page), gap)
