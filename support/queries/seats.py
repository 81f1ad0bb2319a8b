"""Who is shielded from the desk just now."""

from datetime import datetime

from cycles.models import Cycle, Seat, Team
from planner.models import Member


def release_seat(member: Member, at: datetime) -> Seat | None:
    """The member's seat on a release team of the running cycle, if they have one on that day."""
    today = at.astimezone(member.workspace.zone).date()
    return (
        Seat.objects.on(today)
        .filter(member=member, team__cycle__state=Cycle.State.ACTIVE)
        .exclude(team__kind=Team.Kind.ON_SUPPORT)
        .select_related("team__cycle", "team__epic")
        .first()
    )
