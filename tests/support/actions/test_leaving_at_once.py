"""Somebody is let go in the moment in which they still work the desk."""

import pytest

from planner.actions.members import deactivate_member
from support.actions.tickets import resolve_ticket
from support.models import Ticket
from tests.crossing import crossing
from tests.factories import NOON, TicketFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_leaves_may_resolve_in_the_same_moment(workspace, haruka, sho):
    ticket = TicketFactory(workspace=workspace, assignee=sho)

    crossing(
        ("support_ticket", lambda: resolve_ticket(ticket=ticket, by=sho, at=NOON)),
        ("planner_workspace", lambda: deactivate_member(member=sho, by=haruka, at=NOON)),
    )

    assert Ticket.objects.get().state == Ticket.State.RESOLVED
    sho.refresh_from_db()
    assert sho.left_at == NOON
