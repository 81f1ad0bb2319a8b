"""What became, until a message leaves, of what it calls for: it may have waited a whole night."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _

from support.models import Interruption, Notification, Ticket
from support.rules import hearing

_OF_TICKETS: Final = (hearing.ESCALATION, hearing.URGENT, hearing.WORK_METRIC, hearing.OWNER)
_OF_ASKS: Final = (hearing.ASK, hearing.ASK_WAITS)


def meanwhile(batch: Sequence[Notification]) -> Iterator[str]:
    """A line for each matter that somebody has taken on, or that is over. Two queries at most."""
    tickets = {one.ticket_id for one in batch if one.ticket_id and one.reason in _OF_TICKETS}
    if tickets:
        yield from _of_tickets(tickets)
    if asks := {one.data["ask"] for one in batch if one.reason in _OF_ASKS and "ask" in one.data}:
        yield from _of_asks(asks)


def _of_tickets(keys: set[int]) -> Iterator[str]:
    tickets = Ticket.objects.filter(pk__in=keys).select_related("assignee__person")
    for ticket in tickets.order_by("pk"):
        if ticket.state == Ticket.State.RESOLVED:
            yield _("Meanwhile {key} is resolved.").format(key=ticket.key)
        elif ticket.assignee:
            yield _("Meanwhile {name} has {key}.").format(name=ticket.assignee.name, key=ticket.key)


def _of_asks(keys: set[int]) -> Iterator[str]:
    asks = Interruption.objects.filter(pk__in=keys).order_by("pk")
    for asked in asks.exclude(state=Interruption.State.WAITING):
        state = Interruption.State(asked.state).label
        yield _("Meanwhile it is answered: {answer}.").format(answer=state)
