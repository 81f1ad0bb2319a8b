"""Tickets that went on in one another."""

from support.models import Ticket


def goes_on_in(ticket: Ticket) -> Ticket:
    """The last one of those that were merged into one another; itself where it stands alone."""
    while ticket.merged_into:
        ticket = ticket.merged_into
    return ticket


def family_of(*tickets: Ticket) -> set[int]:
    """The tickets, what was merged into them, and so on; as ids."""
    found = new = {ticket.pk for ticket in tickets}
    while new:
        rows = Ticket.objects.filter(merged_into__in=new).exclude(pk__in=found)
        new = set(rows.order_by().values_list("pk", flat=True))
        found = found | new
    return found
