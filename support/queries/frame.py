"""What the frame of every page counts: one query for all of it."""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, QuerySet, Subquery
from django.db.models.functions import Coalesce

from planner.models import Workspace
from support.models import Interruption, Ticket


@dataclass(frozen=True)
class Waiting:
    """Tickets that wait for the platform team, and questions that wait in the shield."""

    tickets: int
    asks: int


def waiting_for_us(workspace: Workspace) -> Waiting:
    tickets = Ticket.objects.filter(workspace=workspace).unresolved().ours()
    asks = Interruption.objects.filter(workspace=workspace).waiting()
    counts = Workspace.objects.filter(pk=workspace.pk).values_list(_count(tickets), _count(asks))
    return Waiting(*counts.get())


def _count(rows: QuerySet[Ticket] | QuerySet[Interruption]) -> Coalesce:
    counted = rows.order_by().values("workspace").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
