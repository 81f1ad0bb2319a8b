"""Starting a plan from the teams of the last cycle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.locks import lock_plan
from cycles.actions.refusals import Refusal
from cycles.actions.seats import seat_member
from cycles.models import Cycle, Team
from cycles.queries.succession import last_cycle
from planner.models import Member


class NoTeamsToGoOn(Refusal):
    """There is no last cycle, or the team named is not one of its release teams."""


class TeamIsNotEmpty(Refusal):
    """Only empty teams are filled: nobody who is seated is moved."""


@dataclass(frozen=True)
class Succession:
    """Who was seated, and who was left out with the reason in words."""

    seated: tuple[Member, ...]
    left_out: tuple[tuple[Member, str], ...]


@transaction.atomic
def let_teams_go_on(
    *, cycle: Cycle, teams: Mapping[int, int], by: Member | None, at: datetime
) -> Succession:
    """
    Seat the people of last cycle's teams again: ``{team of the last cycle: empty team of this}``.

    Nobody who has a seat already is moved; who has left, or finds no room, is left out and named.
    Those who were on support stay free: their turn is over.

    :raises CycleIsLocked: the cycle has begun.
    :raises NoTeamsToGoOn: a team named is no release team of the last cycle.
    :raises TeamIsNotEmpty: somebody sits in one of the teams by now.
    """
    cycle = lock_plan(cycle)
    last = last_cycle(cycle)
    seated: list[Member] = []
    left_out: list[tuple[Member, str]] = []
    for old, new in teams.items():
        before = _team_before(last, old)
        after = _empty_team(cycle, new)
        for member in _people(before):
            try:
                seat_member(team=after, member=member, by=by, at=at)
            except Refusal as refusal:
                left_out.append((member, str(refusal)))
            else:
                seated.append(member)
    return Succession(tuple(seated), tuple(left_out))


def _team_before(last: Cycle | None, pk: int) -> Team:
    team = last.teams.exclude(kind=Team.Kind.ON_SUPPORT).filter(pk=pk).first() if last else None
    if team is None:
        raise NoTeamsToGoOn(_("That is no release team of the last cycle."))
    return team


def _empty_team(cycle: Cycle, pk: int) -> Team:
    team = (
        cycle.teams.exclude(kind=Team.Kind.ON_SUPPORT)
        .select_related("cycle__workspace", "epic")
        .filter(pk=pk)
        .first()
    )
    if team is None:
        raise NoTeamsToGoOn(_("That team is not in this cycle."))
    if team.seats.exists():
        raise TeamIsNotEmpty(_("Somebody sits in that team already: it stays as it is."))
    return team


def _people(team: Team) -> list[Member]:
    """Those who sat there at its end, in the order of their seats."""
    seats = team.seats.select_related("member__person", "member__workspace")
    last = max((seat.to_on for seat in seats), default=None)
    return [seat.member for seat in seats if seat.to_on == last]
