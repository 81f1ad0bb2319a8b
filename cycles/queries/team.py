"""A team of the running cycle, to change it."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.models import Cycle, Team
from cycles.queries.findings import team_called
from cycles.queries.staffing import Staffing, staffing_of
from planner.kit.dates import day_range


@dataclass(frozen=True)
class TeamSeat:
    name: str
    days: str
    url: str


@dataclass(frozen=True)
class TeamPage:
    """``people`` are those who have no seat on some day that is left."""

    title: str
    plan: str
    plan_url: str
    url: str
    is_running: bool
    seats: tuple[TeamSeat, ...]
    people: tuple[tuple[int, str], ...]
    from_on: date
    to_on: date


def team_page(team: Team, *, today: date) -> TeamPage:
    cycle = team.cycle
    staffing = staffing_of(cycle)
    slug = cycle.workspace.slug
    first = min(max(today, cycle.starts_on), cycle.ends_on)
    return TeamPage(
        _("Change %(team)s") % {"team": team_called(team)},
        _("Plan of cycle %(number)s") % {"number": cycle.number},
        reverse("cycles:plan", args=[slug, cycle.number]),
        reverse("cycles:team", args=[slug, cycle.number, team.pk]),
        cycle.state == Cycle.State.ACTIVE,
        tuple(
            TeamSeat(
                staffing.members[seat.member_id].name,
                day_range(seat.from_on, seat.to_on),
                reverse("cycles:seat", args=[slug, cycle.number, seat.pk]),
            )
            for seat in staffing.seats.get(team.pk, ())
        ),
        _without_seat(staffing, first),
        first,
        cycle.ends_on,
    )


def _without_seat(staffing: Staffing, first: date) -> tuple[tuple[int, str], ...]:
    taken = {
        seat.member_id
        for seats in staffing.seats.values()
        for seat in seats
        if seat.to_on >= first and seat.to_on >= staffing.cycle.ends_on
    }
    idle = staffing.facts.idlers
    return tuple(
        (pk, member.name)
        for pk, member in staffing.members.items()
        if pk not in taken and pk not in idle
    )
