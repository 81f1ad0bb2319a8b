"""The page of one seat."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.models import Cycle, Seat
from cycles.queries.findings import team_called
from cycles.queries.staffing import seats_today


@dataclass(frozen=True)
class SeatPage:
    """
    ``kept_of`` is the query of the plan that it was opened from, with its filters, and with the
    team that the page shows them in.
    """

    title: str
    name: str
    team: str
    now: str  # what they do today, in the cycle that runs
    url: str
    plan_url: str
    plan: str
    kept_of: str
    is_locked: bool
    asks_reason: bool
    from_on: str  # when a change counts from, where nobody says it
    teams: tuple[tuple[int, str], ...]  # where else they could sit


def seat_page(seat: Seat, *, today: date, kept: str = "") -> SeatPage:
    cycle = seat.team.cycle
    slug = cycle.workspace.slug
    doing = seats_today(cycle, today).get(seat.member_id)
    teams = cycle.teams.exclude(pk=seat.team_id).select_related("epic").order_by("pk")
    return SeatPage(
        _("%(name)s in %(team)s") % {"name": seat.member.name, "team": team_called(seat.team)},
        seat.member.name,
        team_called(seat.team),
        _("now %(team)s") % {"team": doing} if doing else "",
        reverse("cycles:seat", args=[slug, cycle.number, seat.pk]),
        reverse("cycles:plan", args=[slug, cycle.number]) + kept,
        _("Plan of cycle %(number)s") % {"number": cycle.number},
        f"?of={seat.team_id}{kept.replace('?', '&')}",
        cycle.state == Cycle.State.CLOSED,
        cycle.state == Cycle.State.ACTIVE,
        min(max(today, seat.from_on), seat.to_on).isoformat(),
        tuple((team.pk, team_called(team)) for team in teams),
    )
