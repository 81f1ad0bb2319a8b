"""Whoever owns a ticket hears of it."""

from collections.abc import Iterable
from datetime import datetime

from planner.models import Workspace
from support.models import Ticket
from support.queries.owners import teams_by_name
from support.signals import ticket_reached_owner


def tell_owners(workspace: Workspace, reached: Iterable[tuple[Ticket, datetime, str]]) -> None:
    """
    Send ``ticket_reached_owner`` for each that belongs to developers and waits: tickets, when, why.

    To be called in the transaction of the change, once the tickets are saved. What is ours, or
    keeps quiet, is passed over.
    """
    theirs = [one for one in reached if one[0].owner and one[0].state == Ticket.State.OPEN]
    if not theirs:
        return
    teams = teams_by_name(workspace, {ticket.owner for ticket, _at, _why in theirs})
    for ticket, at, why in theirs:
        ticket_reached_owner.send(
            Ticket, ticket=ticket, team=teams.get(ticket.owner), at=at, why=why
        )
