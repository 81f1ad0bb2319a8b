"""What the Now page tells of the desk: what is open, and what came and went day by day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Q
from django.db.models.functions import TruncDate

from planner.models import Workspace
from support.models import Ticket
from support.models.tickets import TicketQuerySet

WAITS = timedelta(minutes=30)  # a work alert that nobody takes for longer is worth a headline


@dataclass(frozen=True)
class DeskNow:
    open: int
    oldest_at: datetime | None
    work_alerts: int
    untaken: int
    unheard_work_alerts: int
    arrived: dict[date, int]
    resolved: dict[date, int]

    def open_by_day(self, first: date, last: date) -> dict[date, int]:
        """
        How many were open when each day ended, counted back from what is open now, so that the
        last is that. A ticket that was reopened counts as if it had never been resolved.
        """
        found, count, day = {}, self.open, last
        while day >= first:
            found[day] = count
            count += self.resolved.get(day, 0) - self.arrived.get(day, 0)
            day -= timedelta(days=1)
        return found


def desk_now(
    workspace: Workspace, *, first: date, last: date, zone: ZoneInfo, at: datetime
) -> DeskNow:
    """
    Our own tickets: those that wait, as the desk counts them, and how many were opened and how many
    resolved on each day of the span.
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

    def by_day(moment: str, tickets: TicketQuerySet) -> dict[date, int]:
        within = {f"{moment}__gte": begins, f"{moment}__lt": ends}
        days = tickets.filter(**within).order_by().annotate(day=TruncDate(moment, tzinfo=zone))
        return dict(days.values_list("day").annotate(count=Count("pk")))

    resolved = ours.filter(state=Ticket.State.RESOLVED)
    return DeskNow(
        **facts,
        arrived=by_day("opened_at", ours),
        resolved=by_day("resolved_at", resolved),
    )
