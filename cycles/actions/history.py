"""Cycles that were over before the team came here: so that turns on support are fair at once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.calendar import lay_teams
from cycles.actions.dates import write_days
from cycles.actions.locks import lock_calendar
from cycles.actions.refusals import Refusal
from cycles.models import Bet, Cycle, Epic, Seat, Team
from planner.activity import record
from planner.models import Member, Workspace


class NotBeforeTheFirst(Refusal):
    """Only what lies before the first known cycle is remembered."""


@transaction.atomic
def remember_cycle(
    *,
    workspace: Workspace,
    number: int,
    starts_on: date,
    ends_on: date,
    by: Member | None,
    at: datetime,
    on_support: Sequence[Member] = (),
    big: Mapping[Epic, Sequence[Member]] | None = None,
    small: Mapping[Epic, Sequence[Member]] | None = None,
) -> Cycle:
    """
    Write down a past cycle: when it was, who was on support, and who worked on what.

    Epics keep the state they have; the people of the Small Epics are one team.

    :raises NotBeforeTheFirst: it is not older, in number and in dates, than the first known one.
    """
    lock_calendar(workspace)
    first = workspace.cycles.order_by("number").first()
    if first and (number >= first.number or ends_on >= first.starts_on):
        raise NotBeforeTheFirst(
            _("Cycle %(number)s is known: remember only those before it.")
            % {"number": first.number}
        )
    cycle = Cycle.objects.create(
        workspace=workspace,
        number=number,
        starts_on=starts_on,
        ends_on=ends_on,
        state=Cycle.State.CLOSED,
        started_at=at,
        started_by=by,
        closed_at=at,
        closed_by=by,
    )
    lay_teams([cycle])
    _seat(cycle.teams.get(kind=Team.Kind.ON_SUPPORT), on_support)
    for epic, people in (big or {}).items():
        _bet(cycle, epic)
        _seat(Team.objects.create(cycle=cycle, kind=Team.Kind.BIG, epic=epic), people)
    lane = cycle.teams.get(kind=Team.Kind.SMALL)
    seated: dict[int, Member] = {}
    for epic, people in (small or {}).items():
        _bet(cycle, epic)
        seated |= {member.pk: member for member in people}
    _seat(lane, list(seated.values()))
    record(workspace=workspace, verb="remember_cycle", thing=cycle, by=by, at=at, cycle=number)
    return cycle


def _bet(cycle: Cycle, epic: Epic) -> None:
    Bet.objects.create(cycle=cycle, epic=epic, is_open=False, position=cycle.bets.count())


def _seat(team: Team, people: Sequence[Member]) -> None:
    write_days(
        [
            Seat.objects.create(
                team=team, member=member, from_on=team.cycle.starts_on, to_on=team.cycle.ends_on
            )
            for member in people
        ]
    )
