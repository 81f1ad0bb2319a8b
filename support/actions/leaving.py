"""What somebody leaves behind at the desk, and what was to be told to them."""

from datetime import datetime

from django.db import transaction

from planner.models import Member
from support.actions.tickets import changed
from support.models import Notification, Ticket
from support.models.outbox import UNDER_WAY


@transaction.atomic
def release_tickets_of(*, member: Member, by: Member | None, at: datetime) -> int:
    """Let go of all that they have and is not resolved, so that it is nobody's; how many it was."""
    rows = Ticket.objects.filter(assignee=member).unresolved().order_by("pk")
    tickets = list(rows.select_for_update(no_key=True, of=("self",)))
    for ticket in tickets:
        ticket.assignee = None
        changed(ticket, "release_ticket", by, at, before=member.name)
    return len(tickets)


def keep_news_from(*, member: Member) -> int:
    """What waits to be told to them, as in their quiet hours, is told no more; how much it was."""
    waiting = Notification.objects.filter(member=member, state__in=UNDER_WAY)
    return waiting.update(state=Notification.State.GIVEN_UP, error="They left the workspace.")
