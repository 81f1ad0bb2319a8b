"""What the frame of every page counts. Plain counts: joined into one query they take longer."""

from planner.models import Workspace
from support.models import Interruption, Ticket


def open_tickets(workspace: Workspace) -> int:
    """How many tickets wait for the platform team."""
    return Ticket.objects.filter(workspace=workspace).unresolved().ours().count()


def waiting_asks(workspace: Workspace) -> int:
    """How many questions wait in the shield."""
    return Interruption.objects.filter(workspace=workspace).waiting().count()
