"""Whoever owns a ticket hears of it."""

from collections.abc import Iterable
from datetime import datetime

from planner.models import Workspace
from support.models import Ticket
from support.queries.owners import teams_by_name
from support.signals import Reached, tickets_reached_owners


def tell_owners(workspace: Workspace, reached: Iterable[tuple[Ticket, datetime, str]]) -> None:
    """
    Send ``tickets_reached_owners`` for those that belong to developers and wait: what, when, why.

    To be called in the transaction of the change, once the tickets are saved. What is ours, or
    keeps quiet, is passed over.
    """
    theirs = [one for one in reached if one[0].owner and one[0].state == Ticket.State.OPEN]
    if not theirs:
        return
    teams = teams_by_name(workspace, {ticket.owner for ticket, _at, _why in theirs})
    news = [Reached(ticket, teams.get(ticket.owner), at, why) for ticket, at, why in theirs]
    tickets_reached_owners.send(Ticket, workspace=workspace, reached=news)
