"""What the frame of every page counts. Plain counts: joined into one query they take longer."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from planner.kit.moments import Moment, moment
from planner.models import Member, Workspace
from support.models import Interruption, Notification, Ticket


@dataclass(frozen=True, slots=True)
class Clock:
    """A member's timer that runs, and the ticket for which it does."""

    ticket: str
    url: str
    since: Moment


@dataclass(frozen=True, slots=True)
class Corner:
    """What concerns the member alone: how much they have not read, and their clock."""

    unread: int
    clock: Clock | None


def open_tickets(workspace: Workspace) -> int:
    """How many tickets wait for the platform team."""
    return Ticket.objects.filter(workspace=workspace).unresolved().ours().count()


def waiting_asks(workspace: Workspace) -> int:
    """How many questions wait in the shield."""
    return Interruption.objects.filter(workspace=workspace).waiting().count()


def corner_of(member: Member, now: datetime) -> Corner:
    """Both are about one row, so they are one query."""
    unread = Notification.objects.unread().filter(member=OuterRef("pk")).order_by()
    counted = unread.values("member").annotate(count=Count("pk")).values("count")
    found = Member.objects.filter(pk=member.pk).values_list(
        Coalesce(Subquery(counted), 0), F("timer__started_at"), F("timer__ticket__number")
    )
    count, since, number = found.get()
    if since is None:
        return Corner(count, None)
    key = Ticket(number=number).key
    url = reverse("support:ticket", args=[member.workspace.slug, key])
    return Corner(count, Clock(key, url, moment(since, now=now, zone=member.zone)))
