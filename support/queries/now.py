"""What the Now page tells of the desk: what is open, and what has arrived day by day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Q
from django.db.models.functions import TruncDate

from planner.models import Workspace
from support.models import Ticket

WAITS = timedelta(minutes=30)  # a work alert that nobody takes for longer is worth a headline


@dataclass(frozen=True)
class DeskNow:
    open: int
    oldest_at: datetime | None
    work_alerts: int
    untaken: int
    unheard_work_alerts: int
    arrived: dict[date, int]


def desk_now(
    workspace: Workspace, *, first: date, last: date, zone: ZoneInfo, at: datetime
) -> DeskNow:
    """
    Our own tickets: those that wait, as the desk counts them, and how many were opened on each day
    of the span.
    """
    ours = Ticket.objects.filter(workspace=workspace).ours()
    is_work = Q(kind=Ticket.Kind.ALERT, health=Ticket.Health.WORK)
    is_unheard = is_work & Q(state=Ticket.State.OPEN, assignee=None, opened_at__lt=at - WAITS)
    facts = ours.unresolved().aggregate(
        open=Count("pk"),
        oldest_at=Min("opened_at"),
        work_alerts=Count("pk", filter=is_work),
        untaken=Count("pk", filter=Q(assignee=None)),
        unheard_work_alerts=Count("pk", filter=is_unheard),
    )
    begins = datetime.combine(first, time.min, zone)
    ends = datetime.combine(last + timedelta(days=1), time.min, zone)
    days = (
        ours.filter(opened_at__gte=begins, opened_at__lt=ends)
        .order_by()
        .annotate(day=TruncDate("opened_at", tzinfo=zone))
        .values_list("day")
        .annotate(count=Count("pk"))
    )
    return DeskNow(**facts, arrived=dict(days))
