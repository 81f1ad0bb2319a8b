"""Who sits on a team just now, and who is shielded from the desk."""

from datetime import datetime

from cycles.models import Cycle, Seat, Team
from cycles.models.teams import SeatQuerySet
from planner.kit.dates import short_day
from planner.models import Member, Workspace


def seats_now(workspace: Workspace, at: datetime) -> SeatQuerySet:
    """The seats of the running cycle that somebody sits on that day."""
    return Seat.objects.on(at.astimezone(workspace.zone).date()).filter(
        team__cycle__workspace=workspace, team__cycle__state=Cycle.State.ACTIVE
    )


def release_seats_now(workspace: Workspace, at: datetime) -> SeatQuerySet:
    return seats_now(workspace, at).exclude(team__kind=Team.Kind.ON_SUPPORT)


def release_seat(member: Member, at: datetime) -> Seat | None:
    """The member's seat on a release team of the running cycle, if they have one on that day."""
    return release_seats_now(member.workspace, at).filter(member=member).first()


def last_day(seat: Seat) -> str:
    return short_day(seat.to_on)
