"""An on-support team, written as rows, for tests of who leads when. Today is Thursday 21 May."""

from datetime import date, timedelta

from cycles.models import Cycle, Leave, Seat, Team
from planner.models import Member
from tests.factories import NOON, CycleFactory, TeamFactory

THURSDAY, FRIDAY, MONDAY = date(2026, 5, 21), date(2026, 5, 22), date(2026, 5, 25)
TUESDAY, WEDNESDAY = date(2026, 5, 26), date(2026, 5, 27)
LAST = date(2026, 6, 5)  # the last Friday of cycle 23


def on_support(*members: Member, number: int = 23, state: str = "active") -> Team:
    """The team of a cycle: of the one that runs, unless another is named."""
    begun = None if state in ("draft", "planned") else NOON
    cycle = CycleFactory(
        workspace=members[0].workspace,
        number=number,
        state=state,
        started_at=begun,
        closed_at=begun if state == "closed" else None,
    )
    team = TeamFactory(cycle=cycle, kind=Team.Kind.ON_SUPPORT)
    for member in members:
        seat(team, member)
    return team


def seat(
    team: Team, member: Member, from_on: date | None = None, to_on: date | None = None
) -> Seat:
    cycle: Cycle = team.cycle
    return Seat.objects.create(
        team=team, member=member, from_on=from_on or cycle.starts_on, to_on=to_on or cycle.ends_on
    )


def away(member: Member, first: date, days: int = 1) -> Leave:
    return Leave.objects.create(
        member=member, from_on=first, to_on=first + timedelta(days=days - 1)
    )
