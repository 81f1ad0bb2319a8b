"""Who is shielded from the desk just now, and who is there for it."""

from datetime import datetime

from django.db.models import F, Q, Subquery

from cycles.models import Cycle, Seat, Team
from cycles.models.teams import SeatQuerySet
from planner.kit.dates import short_day
from planner.models import Member, Workspace


def seats_now(workspace: Workspace, at: datetime) -> SeatQuerySet:
    """The seats of the running cycle that somebody sits on that day."""
    return Seat.objects.on(at.astimezone(workspace.zone).date()).filter(
        team__cycle__workspace=workspace, team__cycle__state=Cycle.State.ACTIVE
    )


def on_support_now(workspace: Workspace, at: datetime) -> SeatQuerySet:
    """
    The seats of the team that has the desk: that of the cycle which has begun last, and after its
    end, until the next begins, those who sat on it on the last day.
    """
    today = at.astimezone(workspace.zone).date()
    begun = Cycle.objects.filter(
        workspace=workspace,
        state__in=[Cycle.State.ACTIVE, Cycle.State.CLOSED],
        starts_on__lte=today,
    ).order_by("-starts_on")
    on_the_last_day = Q(to_on=F("team__cycle__ends_on"), to_on__lt=today)
    return Seat.objects.filter(
        Q(from_on__lte=today, to_on__gte=today) | on_the_last_day,
        team__cycle=Subquery(begun.values("pk")[:1]),
        team__kind=Team.Kind.ON_SUPPORT,
    )


def release_seats_now(workspace: Workspace, at: datetime) -> SeatQuerySet:
    return seats_now(workspace, at).exclude(team__kind=Team.Kind.ON_SUPPORT)


def release_seat(member: Member, at: datetime) -> Seat | None:
    """The member's seat on a release team of the running cycle, if they have one on that day."""
    return release_seats_now(member.workspace, at).filter(member=member).first()


def last_day(seat: Seat) -> str:
    return short_day(seat.to_on)
