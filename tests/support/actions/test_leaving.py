"""Somebody leaves the workspace while they work the desk."""

from datetime import timedelta

import pytest
import time_machine

from planner.actions.members import deactivate_member, reactivate_member
from planner.models import Activity, Role
from support.models import LeadDay, Ticket
from support.queries.on_support import support_now
from support.queries.rotation import rotation_of
from tests.factories import NOON, TicketFactory
from tests.support.turns import FRIDAY, MONDAY, THURSDAY, on_support


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOON, tick=False):
        yield


def _leads(workspace, today=THURSDAY):
    return {lead.member for lead in rotation_of(workspace, today).coming()}


def test_open_tickets_of_who_left_are_nobodys(workspace, haruka, sho):
    TicketFactory(workspace=workspace, number=1, assignee=sho)
    TicketFactory(workspace=workspace, number=2, assignee=haruka)
    solved = {"state": "resolved", "resolved_at": NOON, "resolved_by": sho}
    TicketFactory(workspace=workspace, number=3, assignee=sho, **solved)

    deactivate_member(member=sho, by=haruka, at=NOON)

    rows = Ticket.objects.order_by("number").values_list("assignee", flat=True)
    assert list(rows) == [None, haruka.pk, sho.pk]
    told = Activity.objects.get(verb="release_ticket")
    assert (told.by, told.data["before"]) == (haruka, "Sho Minagawa")


def test_who_left_leads_no_more(workspace, haruka, sho, ren):
    on_support(sho, ren)
    LeadDay.objects.create(
        workspace=workspace, on=FRIDAY, member=sho, kind="cover", by=sho, at=NOON
    )
    assert _leads(workspace) == {sho.pk, ren.pk}

    deactivate_member(member=sho, by=haruka, at=NOON)

    assert _leads(workspace) == {ren.pk}
    assert support_now(workspace, NOON).team == (ren,)
    before = rotation_of(workspace, THURSDAY).team_on(THURSDAY - timedelta(days=1))
    assert sho in before  # what was stays

    reactivate_member(member=sho, by=haruka, at=NOON)
    assert _leads(workspace) == {sho.pk, ren.pk}


def test_day_that_nobody_is_left_to_lead_is_a_gap(workspace, haruka, sho):
    on_support(sho)
    deactivate_member(member=sho, by=haruka, at=NOON)
    assert rotation_of(workspace, THURSDAY).lead_on(MONDAY).member is None


def test_who_may_only_look_leads_no_more(workspace, sho, ren):
    on_support(sho, ren)
    sho.role = Role.VIEWER
    sho.save()
    assert _leads(workspace) == {ren.pk}
